import { useRef, useState, type KeyboardEvent } from 'react';

import { usePeople } from '@/app/people';
import { MarkCard, type ChartMark } from '@/design';
import { onScale } from '@/design/palette';
import { list, type View } from '../model/question';
import { bounds, shade } from '../model/retention';
import { next } from '../plot/Frame';
import css from './heat.module.css';
import { columnNames } from './RetentionPicture';
import { usePen, type PictureProps } from './context';

type At = { row: number; col: number; keyboard: boolean; x: number; y: number };

/** Cohorts by periods: the colour is the share, unfinished cells are hatched; each cell opens its people. */
export function HeatTable({ answer, view, group }: { answer: PictureProps['answer']; view: View; group: number }) {
  const pen = usePen(answer);
  const { t, f } = pen;
  const open = usePeople();
  const box = useRef<HTMLDivElement>(null);
  const leave = useRef(0);
  const [at, setAt] = useState<At | null>(null);
  const g = list(answer.retention?.groups)[group] ?? list(answer.retention?.groups)[0];
  const names = columnNames(answer, pen), cohorts = list(g?.cohorts), average = list(g?.average);
  const first = list(answer.retention?.columns)[0]?.first === 0 && answer.question.retention?.mode !== 'brackets' ? 1 : 0;
  const range = bounds(g, first);
  const unit = answer.question.retention?.unit;
  const write = (persons: number, rate: number | null, c: number) => {
    if (view.figure === 'people') return f.number(persons);
    if (rate === null) return '—';
    if (view.figure === 'relative') { const a = average[c]; return a == null ? '—' : `${rate >= a ? '+' : '−'}${f.number(Math.abs(rate - a) * 100, 1)}`; }
    return f.number(rate * 100, rate === 1 ? 0 : 1);
  };
  const marks = cohorts.flatMap((c, row) => list(c.cells).flatMap((x, col) => (x.future || c.size === 0 ? [] : [{ key: `${row}.${col}`, row, col }])));
  const behind = (row: number, col: number, lost = false) => {
    const c = cohorts[row]!, cell = list(c.cells)[col]!;
    const title = t(lost ? 'retention.cellLost' : 'retention.cell', { cohort: f.day(c.start), period: names[col] });
    return pen.behind({ bucket: c.start, column: col, group: g?.group, lost: lost || undefined }, title, lost ? c.size - cell.persons : cell.persons);
  };
  const card = ({ row, col }: At): ChartMark | null => {
    const c = cohorts[row], cell = list(c?.cells)[col];
    if (!c || !cell) return null;
    return {
      title: `${t('retention.cell', { cohort: pen.moment(c.start, unit === 'week' ? 'day' : unit), period: names[col] })}   ${cell.rate === null ? '—' : f.percent(cell.rate)}`,
      rows: [{ label: t('retention.of', { size: f.number(c.size) }), value: t('retention.cameBack', { n: f.number(cell.persons) }) }, ...(cell.incomplete ? [{ label: t('notOver'), value: t('onlyRises') }] : [])],
      people: behind(row, col), more: cell.persons < c.size ? [{ label: t('retention.seeLost'), people: behind(row, col, true) }] : undefined,
    };
  };
  const place = (row: number, col: number, keyboard: boolean): void => {
    const cell = box.current?.querySelector<HTMLElement>(`[data-cell="${row}.${col}"]`), frame = box.current;
    if (!cell || !frame) return;
    const a = cell.getBoundingClientRect(), b = frame.getBoundingClientRect();
    setAt({ row, col, keyboard, x: a.right - b.left - a.width / 2, y: a.bottom - b.top + 18 });
    if (keyboard) cell.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };
  const key = (e: KeyboardEvent) => {
    if (e.target !== e.currentTarget) return;
    const way = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[e.key];
    if (way) {
      e.preventDefault();
      const to = at ? next(marks, { key: `${at.row}.${at.col}`, row: at.row, col: at.col }, way[0]!, way[1]!) : marks[0];
      if (to) place(to.row, to.col, true);
    } else if (e.key === 'Enter' && at) { e.preventDefault(); open(behind(at.row, at.col)); }
    else if (e.key === 'Escape') setAt(null);
  };
  const leaveSoon = () => { window.clearTimeout(leave.current); leave.current = window.setTimeout(() => setAt((a) => (a?.keyboard ? a : null)), 200); };
  const shown = at && card(at);
  const total = cohorts.reduce((s, c) => s + c.size, 0);
  return (
    <div ref={box} className={css.frame} tabIndex={0} role="group" aria-label={`${t('retention.table')} ${t('heatHelp')}`} onKeyDown={key} onPointerLeave={leaveSoon} onBlur={(e) => { if (!e.currentTarget.contains(e.relatedTarget)) setAt(null); }}>
      <div className={css.scroll} tabIndex={0} role="region" aria-label={t('retention.table')}>
        <table className={`num ${css.table}`}>
          <thead><tr><th scope="col">{t('retention.cohort')}</th><th scope="col">{t('people')}</th>{names.map((n) => <th key={n} scope="col">{n}</th>)}</tr></thead>
          <tbody>
            <tr className={css.average}><th scope="row">{t('retention.average')}</th><td>{f.number(total)}</td>{average.map((a, c) => <td key={c}>{a == null ? '—' : f.number(a * 100, a === 1 ? 0 : 1)}</td>)}</tr>
            {cohorts.map((c, row) => (
              <tr key={c.start}>
                <th scope="row" className={at?.row === row ? css.here : undefined}>{unit === 'hour' ? `${f.day(c.start)} ${f.time(c.start)}` : unit === 'month' ? f.month(c.start) : f.day(c.start)}{c.incomplete && <small>{t('running')}</small>}</th>
                <td className={css.size}>{f.number(c.size)}</td>
                {list(c.cells).map((x, col) => {
                  if (x.future || c.size === 0) return <td key={col} />;
                  const step = shade(x.rate ?? 0, range);
                  const kind = col < first ? css.whole : x.incomplete ? css.open : '';
                  const style = kind ? undefined : { background: `var(--s${step})`, color: onScale(step) };
                  return (
                    <td key={col} data-cell={`${row}.${col}`} className={`${css.cell} ${kind} ${at?.row === row && at.col === col ? (at.keyboard ? css.focus : css.at) : ''}`} style={style}
                      onPointerEnter={() => { window.clearTimeout(leave.current); place(row, col, false); }} onClick={() => open(behind(row, col))}>{write(x.persons, x.rate, col)}</td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown && at && <MarkCard mark={shown} x={at.x} y={at.y} spoken={at.keyboard} onEnter={() => window.clearTimeout(leave.current)} />}
    </div>
  );
}
