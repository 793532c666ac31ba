import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import { Failed } from '@/design';
import { BoardCard } from './BoardCard';
import { useArrange } from './edit/useArrange';
import type { Draft } from './edit/useDraft';
import css from './grid.module.css';
import { columns, joins, reading } from './model/grid';
import type { Card, CardAnswer } from './model/types';

interface Props {
  cards: readonly Card[];
  answers: Record<string, CardAnswer>;
  /** Nothing could be answered at all. */
  error: unknown;
  waiting: boolean;
  draft: Draft | null;
  onEdit?: (id: string) => void;
  onRemove: (card: Card, title: string) => void;
  onRetry: () => void;
}

/** The cards on their twelve columns; while arranged, each can be moved and resized by pointer and keyboard. */
export function Grid({ cards, answers, error, waiting, draft, onEdit, onRemove, onRetry }: Props) {
  const { t } = useTranslation('dashboards');
  const box = useRef<HTMLDivElement>(null);
  const arrange = useArrange(box, cards, draft);
  const shown = useMemo(() => [...arrange.cards].sort(reading), [arrange.cards]);
  const joined = useMemo(() => joins(arrange.cards, (id) => { const c = arrange.cards.find((x) => x.id === id); return c !== undefined && c.kind !== 'text' && (answers[id ?? '']?.form ?? c.form) === 'number'; }), [arrange.cards, answers]);
  if (error) return <Failed error={error} onRetry={onRetry} height={320} />;
  const held = arrange.held;
  return (
    <div ref={box} className={`${css.grid} ${draft ? css.arranging : ''}`} aria-busy={waiting}>
      {held && <div className={css.guides} aria-hidden>{Array.from({ length: columns }, (_, i) => <i key={i} />)}</div>}
      {shown.map((c) => {
        const id = c.id ?? '', j = joined.get(id);
        return (
          <div key={id} className={`${css.place} ${j?.left ? css.joinLeft : ''} ${j?.right ? css.joinRight : ''} ${held?.id === id ? css.held : ''}`}
            style={{ gridColumn: `${c.x + 1} / span ${c.w}`, gridRow: `${c.y + 1} / span ${c.h}`, '--h': `${c.h * 40 + (c.h - 1) * 14}px` } as React.CSSProperties} data-number={j ? '' : undefined}>
            <BoardCard card={c} answer={answers[id]} waiting={waiting} draft={draft} selected={draft?.selected === id} arrange={arrange} onEdit={onEdit} onRemove={onRemove} onRetry={onRetry} />
            {held?.id === id && held.kind === 'resize' && (
              <span className={css.pill} role="status">{held.from.w !== c.w || held.from.h !== c.h ? <>{t('card.sizeFrom', { w: held.from.w, h: held.from.h })}<b>{t('card.size', { w: c.w, h: c.h })}</b></> : t('card.size', { w: c.w, h: c.h })}</span>
            )}
          </div>
        );
      })}
    </div>
  );
}
