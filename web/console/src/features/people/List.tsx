import { useCallback, useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/app/session';
import { Head } from './ListHead';
import { ListRow } from './ListRow';
import css from './list.module.css';
import type { Field, Known, Sort } from './field';
import { widthOf } from './layout';
import type { Row } from './useRows';

const rowHeight = 40;
const most = 15_000_000; // px: browsers cut taller boxes; longer lists are scrolled in proportion
const spare = 6; // rows beside those in view

interface Props {
  total: number;
  rowAt: (i: number) => Row | undefined;
  want: (first: number, last: number) => void;
  /** Another list begins at its top. */
  of: string;
  columns: Field[];
  known: Known | undefined;
  sort: Sort;
  onSort: (sort: Sort) => void;
  selected: ReadonlySet<number> | 'all';
  onSelect: (row: Row) => void;
  onSelectShown: (rows: Row[]) => void;
  onOpen: (person: number) => void;
  children?: ReactNode;
}

/** A list of any length: only the rows in view are there, the rest is room. */
export function List({ total, rowAt, want, of, columns, known, sort, onSort, selected, onSelect, onSelectShown, onOpen, children }: Props) {
  const { t } = useTranslation('people');
  const scroller = useRef<HTMLDivElement>(null);
  const { top, height, moving } = useScroll(scroller);
  useLayoutEffect(() => { scroller.current?.scrollTo({ top: 0 }); }, [of]);

  const full = total * rowHeight, room = Math.min(full, most), seen = Math.max(0, height - 36);
  const scrolled = Math.min(top, Math.max(0, room - seen));
  const from = full <= most ? scrolled : (scrolled / Math.max(1, room - seen)) * (full - seen); // of the whole list
  const first = Math.max(0, Math.floor(from / rowHeight) - spare);
  const last = Math.min(total - 1, Math.ceil((from + seen) / rowHeight) + spare);
  useEffect(() => want(first, last), [want, first, last, of]);

  const narrow = columns.length === 1;
  const template = `24px minmax(${narrow ? 140 : 236}px, 1.3fr) ${columns.map((c) => widthOf(c)).join(' ')}`;
  const shown: { i: number; row: Row | undefined }[] = [];
  for (let i = first; i <= last; i++) shown.push({ i, row: rowAt(i) });
  const rows = shown.map((s) => s.row).filter((r) => r !== undefined);
  const isSelected = (r: Row) => selected === 'all' || selected.has(r.person);

  const keys = (e: KeyboardEvent) => {
    const step = { ArrowDown: rowHeight, ArrowUp: -rowHeight, PageDown: seen - rowHeight, PageUp: rowHeight - seen }[e.key];
    if (step !== undefined && e.target === e.currentTarget) { e.preventDefault(); scroller.current?.scrollBy({ top: step }); }
  };
  return (
    <div className={css.frame}>
      <div ref={scroller} className={css.scroller} tabIndex={0} onKeyDown={keys} role="table" aria-label={t('table')} aria-rowcount={total + 1}>
        <Head template={template} columns={columns} known={known} sort={sort} onSort={onSort}
          all={rows.length > 0 && rows.every(isSelected)} some={rows.some(isSelected)} count={rows.length} onSelect={() => onSelectShown(rows)} />
        <div className={css.body} style={{ height: room }} role="rowgroup">
          {shown.map(({ i, row }) => (
            <ListRow key={i} index={i} row={row} y={Math.round(scrolled + i * rowHeight - from)} template={template} columns={columns}
              selected={row !== undefined && isSelected(row)} onSelect={onSelect} onOpen={onOpen} />
          ))}
        </div>
        {children}
      </div>
      {moving && total > 0 && <Position first={Math.round(from / rowHeight)} last={Math.min(total, Math.floor((from + seen) / rowHeight))} at={room > seen ? scrolled / (room - seen) : 0} />}
    </div>
  );
}

/** Where one is in a long list, while one moves in it. */
function Position({ first, last, at }: { first: number; last: number; at: number }) {
  const { t } = useTranslation('people');
  const f = useFormat();
  return <div className={`num ${css.position}`} style={{ top: `calc(40px + ${at} * (100% - 76px))` }} aria-hidden>{t('position', { from: f.number(first + 1), to: f.number(last) })}</div>;
}

/** A box's scroll and height, at most once a frame. */
function useScroll(ref: RefObject<HTMLDivElement | null>) {
  const [at, setAt] = useState({ top: 0, height: 800, moving: false });
  const still = useRef(0), frame = useRef(0);
  const look = useCallback((moving: boolean) => {
    const e = ref.current;
    if (e) setAt((old) => (old.top === e.scrollTop && old.height === e.clientHeight && old.moving === moving ? old : { top: e.scrollTop, height: e.clientHeight, moving }));
  }, [ref]);
  useEffect(() => {
    const e = ref.current;
    if (!e) return;
    const scroll = () => {
      cancelAnimationFrame(frame.current);
      frame.current = requestAnimationFrame(() => {
        look(true);
        window.clearTimeout(still.current);
        still.current = window.setTimeout(() => look(false), 900);
      });
    };
    e.addEventListener('scroll', scroll, { passive: true });
    const sized = new ResizeObserver(() => look(false));
    sized.observe(e);
    return () => { e.removeEventListener('scroll', scroll); sized.disconnect(); cancelAnimationFrame(frame.current); window.clearTimeout(still.current); };
  }, [ref, look]);
  return at;
}
