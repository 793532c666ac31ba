import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { useFormat, useTo } from '@/app/session';
import { familyOf, isNumeric, type Answer, type Family } from './model';
import css from './table.module.css';
import { comparer, shown } from './value';

const rowHeight = 36;
interface Sort { column: number; down: boolean }

/** The rows given, however many, in the statement's order or by a column. */
export function ResultTable({ answer }: { answer: Answer }) {
  const { t } = useTranslation('sql');
  const f = useFormat();
  const scroll = useRef<HTMLDivElement>(null);
  const [sort, setSort] = useState<Sort | null>(null);
  const [chosen, setChosen] = useState<number | null>(null);
  const columns = useMemo(() => (answer.columns ?? []).map((c) => ({ ...c, family: familyOf(c) })), [answer]);
  const order = useMemo(() => {
    const at = answer.rows.map((_, i) => i);
    if (!sort) return at;
    const compare = comparer(columns[sort.column]?.family ?? 'text', f.language);
    const missing = (v: unknown) => v === null || v === undefined;
    return at.sort((a, b) => {
      const x = answer.rows[a]?.[sort.column], y = answer.rows[b]?.[sort.column];
      const by = compare(x, y);
      return sort.down && !missing(x) && !missing(y) ? -by : by;
    });
  }, [answer, sort, columns, f.language]);
  const widths = useMemo(() => columns.map((c, i) => widthOf(c.name, answer.rows.slice(0, 60).map((r) => shown(r[i], c.family, f)))), [columns, answer, f]);
  const rows = useVirtualizer({ count: order.length, getScrollElement: () => scroll.current, estimateSize: () => rowHeight, overscan: 12 });
  const template = `44px ${widths.map((w) => `minmax(${w}px, ${Math.min(w, 260)}fr)`).join(' ')}`;
  const width = widths.reduce((sum, w) => sum + w, 44);
  const next = (i: number) => setSort((s) => (s?.column !== i ? { column: i, down: isNumeric(columns[i]?.family ?? 'text') } : s.down === isNumeric(columns[i]?.family ?? 'text') ? { column: i, down: !s.down } : null));
  const items = rows.getVirtualItems();
  const visible = rows.range;
  return (
    <div className={css.frame}>
      <div ref={scroll} className={css.scroll} tabIndex={0} role="region" aria-label={t('result')}>
        <div role="table" aria-rowcount={order.length + 1} aria-colcount={columns.length + 1} style={{ minWidth: width }}>
          <div role="row" className={css.head} style={{ gridTemplateColumns: template }}>
            <span role="columnheader" className={css.number}><span className="sr">{t('rowNumber')}</span></span>
            {columns.map((c, i) => {
              const by = sort?.column === i ? sort : null;
              return (
                <span key={i} role="columnheader" aria-sort={by ? (by.down ? 'descending' : 'ascending') : 'none'} className={isNumeric(c.family) ? css.right : undefined}>
                  <button type="button" className={by ? css.sorted : css.label} title={c.type} onClick={() => next(i)}>
                    {c.name}{by && (by.down ? <ArrowDown size={13} aria-hidden /> : <ArrowUp size={13} aria-hidden />)}
                  </button>
                </span>
              );
            })}
          </div>
          <div role="rowgroup" style={{ height: rows.getTotalSize(), position: 'relative' }}>
            {items.map((item) => {
              const at = order[item.index] ?? 0;
              return (
                <div key={item.key} role="row" aria-rowindex={item.index + 2} className={`${css.row} ${chosen === at ? css.chosen : ''}`} style={{ gridTemplateColumns: template, height: rowHeight, transform: `translateY(${item.start}px)` }} onClick={() => setChosen(chosen === at ? null : at)}>
                  <span role="cell" className={`num ${css.number}`}>{item.index + 1}</span>
                  {columns.map((c, i) => <Cell key={i} value={answer.rows[at]?.[i]} family={c.family} sorted={sort?.column === i} />)}
                </div>
              );
            })}
          </div>
        </div>
      </div>
      <p className={`num ${css.foot}`}>{visible && order.length > 0 ? t('rowsOf', { from: f.number(visible.startIndex + 1), to: f.number(Math.min(visible.endIndex + 1, order.length)), total: f.number(order.length) }) : ''}</p>
    </div>
  );
}

function Cell({ value, family, sorted }: { value: unknown; family: Family; sorted: boolean }) {
  const { t } = useTranslation('sql');
  const f = useFormat();
  const to = useTo();
  const text = shown(value, family, f);
  const numeric = isNumeric(family);
  const className = [numeric ? `num ${css.right}` : '', sorted ? css.bold : '', family === 'json' || family === 'list' ? css.mono : ''].join(' ');
  if (text === null) return <span role="cell" className={`${className} ${css.missing}`}>∅</span>;
  if (family === 'person') return <span role="cell" className={`num ${className}`}><Link to={to(`people/${text}`)} title={t('openPerson')} onClick={(e) => e.stopPropagation()}>{text}</Link></span>;
  return <span role="cell" className={className} title={text.length > 24 ? text : undefined}>{text}</span>;
}

/** Room for a column: its name and the longest of its first values, Chinese characters counted twice. */
function widthOf(name: string, texts: (string | null)[]): number {
  const size = (s: string) => [...s].reduce((n, c) => n + (c.charCodeAt(0) > 0x2e80 ? 2 : 1), 0);
  const longest = Math.max(size(name) + 3, ...texts.map((s) => size(s ?? '')));
  return Math.round(Math.min(340, Math.max(72, longest * 7.4 + 24)));
}
