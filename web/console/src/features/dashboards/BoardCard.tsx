import { Dropdown, type MenuProps } from 'antd';
import { Ellipsis, GripVertical, History, Pencil, SquareArrowOutUpRight, Trash2 } from 'lucide-react';
import { useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { useFormat, useTo } from '@/app/session';
import { Tag } from '@/design';
import { CardBody } from './CardBody';
import type { Arrange, Corner } from './edit/useArrange';
import type { Draft } from './edit/useDraft';
import css from './grid.module.css';
import { useSay } from './model/say';
import type { Card, CardAnswer } from './model/types';

interface Props {
  card: Card; answer: CardAnswer | undefined; waiting: boolean; draft: Draft | null; selected: boolean; arrange: Arrange;
  onEdit?: (id: string) => void; onRemove: (card: Card, title: string) => void; onRetry: () => void;
}

const corners: Corner[] = ['nw', 'ne', 'sw', 'se'];

/** A card: its head, what it shows, and, while arranged, what it is held by. */
export function BoardCard({ card, answer, waiting, draft, selected, arrange, onEdit, onRemove, onRetry }: Props) {
  const { t } = useTranslation('dashboards');
  const f = useFormat(), say = useSay();
  const navigate = useNavigate(), to = useTo();
  const box = useRef<HTMLElement>(null);
  const [height, setHeight] = useState(0);
  useLayoutEffect(() => {
    if (!box.current) return;
    const sized = new ResizeObserver(([e]) => e && setHeight(Math.round(e.contentRect.height)));
    sized.observe(box.current);
    return () => sized.disconnect();
  }, []);
  const title = card.title || answer?.name || t('card.untitled');
  const number = card.kind !== 'text' && (answer?.form ?? card.form) === 'number';
  const text = card.kind === 'text';
  const definition = answer?.answer && (f.language === 'en' ? answer.answer.definition.en : answer.answer.definition.zh);
  const grey = answer?.form === 'line' && answer.answer?.previous && answer.answer.trend?.lines?.length === 1 ? t('card.grey') : '';
  const own = [card.range && t('card.own', { range: say.range(card.range) }), card.unfilter && t('card.unfiltered')].filter(Boolean).join(t('foot.comma'));
  const note = [own || definition?.replace(/[。.]$/, ''), grey].filter(Boolean).join(t('foot.comma'));
  const items: MenuProps['items'] = [
    ...(onEdit && !draft ? [{ key: 'edit', icon: <Pencil size={14} strokeWidth={1.5} />, label: t('card.edit'), onClick: () => onEdit(card.id ?? '') }] : []),
    ...(card.kind === 'insight' ? [{ key: 'open', icon: <SquareArrowOutUpRight size={14} strokeWidth={1.5} />, label: t('card.openInsight'), onClick: () => void navigate(to(`insights/${card.insight}`)) }] : []),
    ...(draft ? [{ key: 'remove', danger: true, icon: <Trash2 size={14} strokeWidth={1.5} />, label: t('card.removeCard'), onClick: () => onRemove(card, title) }] : []),
  ];
  const stale = answer?.stale && answer.at ? <Tag tone="warn" icon={<History size={12} />}>{t('card.staleAt', { time: f.time(answer.at) })}</Tag> : null;
  const menu = items.length > 0 && <Dropdown menu={{ items }} trigger={['click']}><button type="button" className={css.grip} style={{ cursor: 'pointer' }} aria-label={t('card.menu', { title })}><Ellipsis size={16} strokeWidth={1.5} /></button></Dropdown>;
  const grip = draft && <span className={css.grip} {...arrange.grip(card)} aria-hidden><GripVertical size={14} strokeWidth={1.5} /></span>;
  return (
    <section ref={box} className={`${css.card} ${number ? css.number : ''} ${selected ? css.selected : ''} ${waiting && answer ? css.waiting : ''}`} aria-label={title} data-card={card.id}
      tabIndex={draft ? 0 : undefined} onKeyDown={arrange.key(card, title, onRemove)} onClick={() => draft?.select(card.id ?? '')}>
      {number ? grip : text ? <div className={css.textTools}>{menu}</div> : (
        <header className={css.head}>
          {grip}
          <h2 className={css.title} title={title}>{title}</h2>
          <span className={`${css.note} ${own ? css.own : ''}`} title={definition}>{note}</span>
          <div className={css.tools}>{stale}{menu}</div>
        </header>
      )}
      <CardBody card={card} answer={answer} title={title} number={number} height={height - 58} onRetry={onRetry} />
      {selected && draft && corners.map((c) => <button key={c} type="button" tabIndex={-1} className={`${css.corner} ${css[c]}`} aria-label={t('card.resize', { title })} {...arrange.corner(card, c)} />)}
    </section>
  );
}
