import { Button } from 'antd';
import { FileX2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { useActs, type Import } from './data';
import css from './imports.module.css';
import { useReasonOf } from './words';

/** The file cannot be imported: what it is, and what to do. */
export function RefusedStep({ i, onGone }: { i: Import; onGone: () => void }) {
  const { t } = useTranslation('imports');
  const said = useReasonOf()(i.failure);
  const { remove } = useActs(i.number);
  return (
    <div className={css.narrow}>
      <section className={css.refused} role="alert">
        <span className={css.badIcon} aria-hidden><FileX2 size={20} strokeWidth={1.5} /></span>
        <h2>{t('refused.title', { name: i.name })}</h2>
        <p className={css.verdict}>{said.what}</p>
        <p className={css.hint}>{said.todo}</p>
        <Button type="primary" loading={remove.isPending} onClick={() => void remove.mutateAsync().then(onGone)}>{t('refused.other')}</Button>
      </section>
    </div>
  );
}
