import { useTranslation } from 'react-i18next';

import css from '../board.module.css';

/** Against the period before, or not. */
export function CompareEditor({ on, onChange }: { on: boolean; onChange: (on: boolean) => void }) {
  const { t } = useTranslation('dashboards');
  return (
    <div className={css.pop}>
      <div className={css.options} role="radiogroup" aria-label={t('sentence.compareLabel')}>
        <button type="button" role="radio" aria-checked={on} className={css.option} onClick={() => onChange(true)}>{t('compare.on')}</button>
        <button type="button" role="radio" aria-checked={!on} className={css.option} onClick={() => onChange(false)}>{t('compare.off')}</button>
      </div>
      <p className="caption">{t('compare.hint')}</p>
    </div>
  );
}
