import { InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';

import { columns, put } from '../model/grid';
import type { Card } from '../model/types';
import css from './inspector.module.css';
import type { Draft } from './useDraft';

/** A card's size in cells, for who would rather type. */
export function SizeFields({ card, draft }: { card: Card; draft: Draft }) {
  const { t } = useTranslation('dashboards');
  const size = (part: { w?: number | null; h?: number | null }) => draft.set({ cards: put(draft.content?.cards ?? [], card.id ?? '', { x: card.x, y: card.y, w: part.w ?? card.w, h: part.h ?? card.h }) }, `size-${card.id}`);
  return (
    <div className={css.line}>
      <span>{t('inspector.size')}</span>
      <span className={css.size}>
        <InputNumber size="small" min={2} max={columns} value={card.w} aria-label={t('inspector.width')} onChange={(w) => size({ w })} />
        ×
        <InputNumber size="small" min={2} max={24} value={card.h} aria-label={t('inspector.height')} onChange={(h) => size({ h })} />
        {t('inspector.cells')}
      </span>
    </div>
  );
}
