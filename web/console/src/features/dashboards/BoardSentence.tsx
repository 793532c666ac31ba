import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import css from './board.module.css';
import { CompareEditor } from './words/CompareEditor';
import { EditableWord } from './words/EditableWord';
import { RangeEditor } from './words/RangeEditor';
import { WhereEditor } from './words/WhereEditor';
import { useSay } from './model/say';
import type { Card, Shared } from './model/types';

interface Props { shared: Shared; cards: readonly Card[]; onChange: (next: Shared) => void; /** Back to the dashboard's own, when this is somebody's own view. */ reset?: () => void }

/** What all cards show, as one sentence whose words can be changed. */
export function BoardSentence({ shared, cards, onChange, reset }: Props) {
  const { t } = useTranslation('dashboards');
  const say = useSay();
  const [open, setOpen] = useState<'range' | 'where' | 'compare' | null>(null);
  const word = (key: 'range' | 'where' | 'compare') => ({ open: open === key, onOpen: (yes: boolean) => setOpen(yes ? key : null) });
  const change = (part: Partial<Shared>, close = true) => { onChange({ ...shared, ...part }); if (close) setOpen(null); };
  const where = shared.where ?? [];
  const own = cards.filter((c) => c.range).length;
  return (
    <div>
      <p className={css.lead}>
        {t('sentence.all')}
        <EditableWord label={t('sentence.rangeLabel')} text={say.range(shared.range)} {...word('range')}><RangeEditor range={shared.range} onChange={(range) => change({ range })} /></EditableWord>
        {t('sentence.joinWhere')}
        <EditableWord label={t('sentence.whereLabel')} text={where.length > 0 ? say.where(where) : t('sentence.everyone')} {...word('where')}><WhereEditor where={where} onChange={(next) => change({ where: next })} /></EditableWord>
        {shared.compare ? t('sentence.compare') : t('sentence.noCompareLead')}
        <EditableWord label={t('sentence.compareLabel')} text={shared.compare ? t('sentence.previous') : t('sentence.noCompare')} {...word('compare')}><CompareEditor on={Boolean(shared.compare)} onChange={(compare) => change({ compare })} /></EditableWord>
        {shared.compare && t('sentence.compareEnd')}
        {own > 0 && t('sentence.own', { count: own })}
        {t('sentence.end')}
      </p>
      {reset && <p className={css.yours}>{t('sentence.yours')}<button type="button" onClick={reset}>{t('sentence.back')}</button></p>}
    </div>
  );
}
