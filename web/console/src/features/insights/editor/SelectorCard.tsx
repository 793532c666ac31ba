import { GripVertical, ListFilter, X } from 'lucide-react';
import { useState, type DragEvent, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/app/session';
import { any, list, namesOf, selectorOf, type Selector } from '../model/question';
import { useNames } from '../names';
import { useField } from './context';
import css from './editor.module.css';
import cards from './cards.module.css';
import { EventPicker } from './EventPicker';
import { Filters } from './Filters';
import { Pop } from './Pop';

export interface Order { draggable: boolean; onMove: (by: number) => void; onDrop: (from: number) => void; index: number; group: string }

interface Props {
  field: string;
  path: string;
  selector: Selector;
  onChange: (s: Selector, tag?: string) => void;
  onRemove?: () => void;
  anything?: boolean;
  order?: Order;
  /** Below the event: what is counted of it. */
  children?: ReactNode;
  placeholder?: string;
}

/** An event that was chosen, how often it came, and its conditions; the card opens to choose another. */
export function SelectorCard({ field, path, selector, onChange, onRemove, anything, order, children, placeholder }: Props) {
  const { t } = useTranslation('insights');
  const f = useFormat(), names = useNames();
  const { isOpen, ref, set, wrong } = useField(field, path);
  const [over, setOver] = useState(false);
  const [filtering, setFiltering] = useState(false);
  const picked = namesOf(selector);
  const first = picked[0];
  const count = picked.reduce((s, n) => s + (names.seen(n)?.last_30d ?? 0), 0);
  const code = first === undefined || first === any ? '' : picked.length > 1 ? `${first} +${picked.length - 1}` : first;
  const drop = order && {
    onDragOver: (e: DragEvent) => { if (e.dataTransfer.types.includes(`kith/${order.group}`)) { e.preventDefault(); setOver(true); } },
    onDragLeave: () => setOver(false),
    onDrop: (e: DragEvent) => { e.preventDefault(); setOver(false); order.onDrop(Number(e.dataTransfer.getData(`kith/${order.group}`))); },
  };
  return (
    <div ref={ref} className={`${cards.card} ${isOpen ? cards.open : ''} ${wrong ? cards.wrong : ''} ${over ? cards.over : ''} ${first === undefined ? cards.blank : ''}`} {...drop}>
      <Pop open={isOpen} onOpen={set} content={<EventPicker chosen={picked} anything={anything} onChange={(next) => onChange(selectorOf(next, selector))} onDone={() => set(false)} />}>
        <button type="button" className={cards.pick} aria-expanded={isOpen} aria-label={first === undefined ? (placeholder ?? t('edit.choose')) : names.events(picked)}>
          <span className={cards.name}>{first === undefined ? (placeholder ?? t('edit.choose')) : selector.label || names.events(picked)}</span>
          {first !== undefined && (code || count > 0) && <span className={cards.sub}><span className="mono">{code}</span>{count > 0 && <span className="num" title={t('edit.last30')}>{t('edit.times', { n: f.short(count) })}</span>}</span>}
        </button>
      </Pop>
      <div className={cards.tools}>
        {first !== undefined && !list(selector.where).length && !filtering && <button type="button" className={cards.remove} aria-label={t('edit.addFilter')} title={t('edit.addFilter')} onClick={() => setFiltering(true)}><ListFilter size={14} strokeWidth={1.5} aria-hidden /></button>}
        {onRemove && <button type="button" className={cards.remove} aria-label={t('edit.remove')} title={t('edit.remove')} onClick={onRemove}><X size={14} strokeWidth={1.5} aria-hidden /></button>}
        {order?.draggable && <Grip order={order} />}
      </div>
      {children}
      {first !== undefined && (list(selector.where).length > 0 || filtering) && <div className={cards.filters}><Filters filters={selector.where} event={picked.length === 1 && first !== any ? first : undefined} adding={filtering} onAdding={setFiltering} onChange={(where, tag) => onChange({ ...selector, where }, tag && `${field} ${tag}`)} compact /></div>}
      {wrong && <p className={css.says} role="alert">{wrong.message}{wrong.hint && ` (${wrong.hint})`}</p>}
    </div>
  );
}

function Grip({ order }: { order: Order }) {
  const { t } = useTranslation('insights');
  const key = (e: KeyboardEvent) => {
    if (e.key === 'ArrowUp' || e.key === 'ArrowDown') { e.preventDefault(); order.onMove(e.key === 'ArrowUp' ? -1 : 1); }
  };
  return (
    <button type="button" className={cards.grip} draggable aria-label={t('edit.drag')} onKeyDown={key}
      onDragStart={(e) => { e.dataTransfer.setData(`kith/${order.group}`, String(order.index)); e.dataTransfer.effectAllowed = 'move'; }}>
      <GripVertical size={15} strokeWidth={1.5} aria-hidden />
    </button>
  );
}

/** The same list with one of it elsewhere. */
export function moved<T>(all: readonly T[], from: number, to: number): T[] {
  const out = [...all];
  const [x] = out.splice(from, 1);
  if (x === undefined || to < 0 || to > out.length) return [...all];
  out.splice(to, 0, x);
  return out;
}
