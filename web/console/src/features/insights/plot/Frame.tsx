import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { usePeople } from '@/app/people';
import { MarkCard, type ChartMark } from '@/design';
import css from './plot.module.css';

interface Box { x: number; y: number; w: number; h: number }

/** One number of a picture: where it lies, what it says and whose it is. Arrow keys go by col and row. */
export interface PlotMark extends Box {
  key: string;
  col: number;
  row: number;
  /** Where the pointer finds it; the box itself when absent. */
  hit?: Box;
  card: ChartMark;
  /** No outline around it: the picture shows by itself which is meant. */
  bare?: boolean;
  radius?: number;
}

export interface Drawing { marks: PlotMark[]; picture: (at: PlotMark | null) => ReactNode }

interface Props {
  height: number;
  /** Spoken: what the picture shows. */
  label: string;
  draw: (width: number) => Drawing;
  onToggleTable?: () => void;
  /** Below this width the picture scrolls instead of shrinking. */
  least?: number;
  children?: ReactNode;
  /** Told which mark is meant; a picture may tint what belongs to it. */
  onAt?: (mark: PlotMark | null) => void;
}

const inside = (b: Box, x: number, y: number) => x >= b.x && x < b.x + b.w && y >= b.y && y < b.y + b.h;

/** An SVG picture whose marks are reached by pointer and keyboard, say what they are and open their people. */
export function Frame({ height, label, draw, onToggleTable, least = 0, children, onAt }: Props) {
  const { t } = useTranslation('design');
  const open = usePeople();
  const box = useRef<HTMLDivElement>(null);
  const leave = useRef(0);
  const [width, setWidth] = useState(0);
  const [at, setAt] = useState<{ key: string; keyboard: boolean; x: number; y: number } | null>(null);
  useLayoutEffect(() => {
    const b = box.current;
    if (!b) return;
    const measure = () => setWidth(Math.max(least, Math.floor(b.clientWidth)));
    measure();
    const sized = new ResizeObserver(measure);
    sized.observe(b);
    return () => sized.disconnect();
  }, [least]);
  useEffect(() => () => window.clearTimeout(leave.current), []);

  const drawing = width > 0 ? draw(width) : null;
  const marks = drawing?.marks ?? [];
  const current = (at && marks.find((m) => m.key === at.key)) ?? null;
  const tell = useRef(onAt);
  tell.current = onAt;
  const key = current?.key;
  useEffect(() => { tell.current?.(current); /* of the mark's name only: cards are made anew at each drawing */ }, [key]); // eslint-disable-line react-hooks/exhaustive-deps

  const leaveSoon = () => { window.clearTimeout(leave.current); leave.current = window.setTimeout(() => setAt((a) => (a?.keyboard ? a : null)), 200); };
  const find = (e: PointerEvent | React.MouseEvent): PlotMark | undefined => {
    const area = box.current?.querySelector('svg')?.getBoundingClientRect();
    if (!area) return undefined;
    const named = (e.target as Element).closest<SVGElement>('[data-mark]')?.dataset.mark;
    const x = e.clientX - area.left, y = e.clientY - area.top;
    return marks.find((m) => m.key === named) ?? marks.find((m) => inside(m.hit ?? m, x, y));
  };
  const point = (e: PointerEvent) => {
    if ((e.target as Element).closest('[data-mark-card]')) { window.clearTimeout(leave.current); return; }
    const found = find(e);
    if (!found) { leaveSoon(); return; }
    window.clearTimeout(leave.current);
    if (found.key === at?.key && !at.keyboard) return;
    const area = box.current!.getBoundingClientRect();
    const line = found.bare && !found.hit;
    setAt({ key: found.key, keyboard: false, x: line ? e.clientX - area.left : found.x + found.w - (box.current?.scrollLeft ?? 0), y: line ? e.clientY - area.top : found.y + Math.min(found.h / 2, 60) });
  };
  const people = (m: PlotMark | null | undefined) => m?.card.people ?? m?.card.rows.find((r) => r.people)?.people;
  const press = (e: React.MouseEvent) => {
    if ((e.target as Element).closest('[data-mark-card]')) return;
    const behind = people(find(e));
    if (behind) open(behind);
  };
  const go = (m: PlotMark | undefined) => m && setAt({ key: m.key, keyboard: true, x: m.x + m.w - (box.current?.scrollLeft ?? 0), y: m.y + Math.min(m.h / 2, 60) });
  const onKey = (e: KeyboardEvent) => {
    if (e.target !== e.currentTarget) { if (e.key === 'Escape') { setAt(null); box.current?.focus(); } return; }
    const way = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[e.key];
    if (way) { e.preventDefault(); go(current ? next(marks, current, way[0]!, way[1]!) : marks[0]); }
    else if (e.key === 'Enter' && current) { e.preventDefault(); const behind = people(current); if (behind) open(behind); }
    else if (e.key === 'Escape') setAt(null);
    else if (e.key.toLowerCase() === 't' && onToggleTable && !e.ctrlKey && !e.metaKey && !e.altKey) { e.preventDefault(); onToggleTable(); }
  };
  return (
    <div ref={box} className={css.frame} style={{ minHeight: height }} tabIndex={0} role="group" aria-label={`${label} ${t('chartHelp')}`} onKeyDown={onKey} onPointerMove={point} onPointerLeave={leaveSoon} onClick={press}
      onBlur={(e) => { if (!e.currentTarget.contains(e.relatedTarget)) setAt(null); }}>
      {drawing && (
        <svg width={width} height={height} className={css.svg} aria-hidden>
          {drawing.picture(current)}
          {current && !current.bare && <rect x={current.x - 1.5} y={current.y - 1.5} width={Math.max(1, current.w + 3)} height={Math.max(1, current.h + 3)} rx={(current.radius ?? 2) + 1} className={at?.keyboard ? css.focus : css.hover} />}
        </svg>
      )}
      {children}
      {current && at && <MarkCard mark={current.card} x={at.x} y={at.y} spoken={at.keyboard} onEnter={() => window.clearTimeout(leave.current)} />}
    </div>
  );
}

/** The mark that an arrow leads to: the same row of the next column, the next row of the same column. */
export function next(marks: readonly Pick<PlotMark, 'key' | 'col' | 'row'>[], from: Pick<PlotMark, 'key' | 'col' | 'row'>, dx: number, dy: number): PlotMark {
  const best = (all: readonly Pick<PlotMark, 'key' | 'col' | 'row'>[], far: (m: Pick<PlotMark, 'col' | 'row'>) => number) => [...all].sort((a, b) => far(a) - far(b))[0];
  const ahead = marks.filter((m) => (dx ? (m.col - from.col) * dx > 0 : m.col === from.col && (m.row - from.row) * dy > 0));
  return (best(ahead, (m) => Math.abs(m.col - from.col) * 1000 + Math.abs(m.row - from.row)) ?? from) as PlotMark;
}
