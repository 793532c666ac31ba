import { Select } from 'antd';
import { ChartColumn, ChartLine, ChartScatter, Hash, type LucideIcon } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useScheme } from '@/app/preferences';
import { useFormat } from '@/app/session';
import { Chart, Empty, paletteOf, type ChartMark } from '@/design';
import css from './chart.module.css';
import { isNumeric, type Answer, type ChartChoice, type ChartKind } from './model';
import { columnsOf, dotsOf, pictureOf, seriesOf, type Columns, type Picture } from './picture';
import { barOption, dotOption, lineOption } from './pictureOption';
import { shown } from './value';

const icons: Record<ChartKind, LucideIcon> = { line: ChartLine, bar: ChartColumn, dot: ChartScatter, number: Hash };

interface Props { answer: Answer; choice: ChartChoice | null; onChoice: (choice: ChartChoice) => void }

/** The result as a picture, chosen by its columns until somebody chooses otherwise. */
export function ResultChart({ answer, choice, onChoice }: Props) {
  const { t } = useTranslation('sql');
  const [body, height] = useHeight();
  const columns = useMemo(() => columnsOf(answer), [answer]);
  const picture = useMemo(() => pictureOf(columns, answer.rows.length, choice), [columns, answer, choice]);
  if (!picture) return <Empty title={t('chart.none')} height={280}>{t('chart.noneHint')}</Empty>;
  return (
    <div className={css.frame}>
      <header className={css.head}>
        <h2>{t('chart.title')}</h2>
        <Parts columns={columns} picture={picture} onChoice={(patch) => onChoice({ ...choice, ...patch })} />
        <div className={css.kinds} role="radiogroup" aria-label={t('chart.kind')}>
          {picture.kinds.map((kind) => {
            const Icon = icons[kind];
            return <button key={kind} type="button" role="radio" aria-checked={kind === picture.kind} aria-label={t(`chart.${kind}`)} title={t(`chart.${kind}`)} className={kind === picture.kind ? css.on : css.off} onClick={() => onChoice({ ...choice, kind })}><Icon size={16} strokeWidth={1.5} /></button>;
          })}
        </div>
      </header>
      <div className={css.body} ref={body}>
        {picture.kind === 'number' ? <Numbers answer={answer} columns={columns} />
          : picture.kind === 'dot' ? <Dots answer={answer} columns={columns} picture={picture} height={height} />
            : <Bands answer={answer} columns={columns} picture={picture} height={height} />}
      </div>
    </div>
  );
}

/** The height that is left for the picture. */
function useHeight() {
  const box = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(300);
  useEffect(() => {
    if (!box.current) return;
    const sized = new ResizeObserver(([entry]) => setHeight(Math.max(200, Math.floor(entry?.contentRect.height ?? 300))));
    sized.observe(box.current);
    return () => sized.disconnect();
  }, []);
  return [box, height] as const;
}

/** Which column is what. */
function Parts({ columns, picture, onChoice }: { columns: Columns[]; picture: Picture; onChoice: (patch: ChartChoice) => void }) {
  const { t } = useTranslation('sql');
  if (picture.kind === 'number') return null;
  const named = (wanted: (c: Columns) => boolean) => columns.filter(wanted).map((c) => ({ value: c.name, label: c.name }));
  const numbers = named((c) => isNumeric(c.family));
  const names = named((c) => !isNumeric(c.family) && c.family !== 'day' && c.family !== 'time');
  const part = (label: string, value: number, options: { value: string; label: string }[], key: 'x' | 'y' | 'size' | 'by', none?: string) => (
    <label className={css.part}>
      <span>{label}</span>
      <Select size="small" variant="borderless" popupMatchSelectWidth={false} value={columns[value]?.name ?? ''} aria-label={label}
        options={none === undefined ? options : [{ value: '', label: none }, ...options]} onChange={(v) => onChoice({ [key]: v })} />
    </label>
  );
  const dot = picture.kind === 'dot';
  return (
    <div className={css.parts}>
      {picture.x >= 0 && part(t('chart.x'), picture.x, dot ? numbers : named(() => true), 'x')}
      {part(t('chart.y'), picture.y, numbers, 'y')}
      {dot && numbers.length > 2 && part(t('chart.size'), picture.size, numbers, 'size', t('chart.noSize'))}
      {!dot && names.length > 0 && columns.length > 2 && part(t('chart.by'), picture.by, names.filter((n) => n.value !== columns[picture.x]?.name), 'by', t('chart.noBy'))}
    </div>
  );
}

/** Lines or bars. */
function Bands({ answer, columns, picture, height }: { answer: Answer; columns: Columns[]; picture: Picture; height: number }) {
  const { t } = useTranslation('sql');
  const f = useFormat();
  const p = paletteOf(useScheme());
  const s = useMemo(() => seriesOf(answer, columns, picture, f.language), [answer, columns, picture, f.language]);
  const x = columns[picture.x], y = columns[picture.y];
  const lying = picture.kind === 'bar' && x?.family !== 'day' && x?.family !== 'time';
  const extra = (s.names.length > 1 ? 26 : 0) + (s.left > 0 || s.groups > s.names.length ? 20 : 0);
  // Each bar has room for its name; many are scrolled.
  const tall = lying ? Math.max(height - extra, s.axis.length * (s.names.length > 1 ? 12 * s.names.length + 8 : 22) + 30) : height - extra;
  const option = useMemo(() => (picture.kind === 'line' ? lineOption(p, f, s) : barOption(p, f, s, lying)), [picture.kind, p, f, s, lying]);
  const value = (v: number | null | undefined) => shown(v ?? null, y?.family ?? 'decimal', f) ?? '∅';
  const colour = (i: number) => p.series[i % p.series.length];
  const mark = (index: number, series: number): ChartMark | null => {
    if (index >= s.axis.length) return null;
    const some = lying ? [series] : s.names.map((_, i) => i);
    return { title: s.axis[index] ?? '', rows: some.map((i) => ({ label: s.names[i] || (y?.name ?? ''), value: value(s.values[i]?.[index]), color: colour(i) })) };
  };
  return (
    <>
      {s.names.length > 1 && <ul className={css.legend}>{s.names.map((name, i) => <li key={name}><i style={{ background: colour(i) }} aria-hidden />{name || '∅'}</li>)}</ul>}
      <Chart option={option} height={tall} by={lying ? 'item' : 'axis'} count={s.axis.length} series={lying ? s.names.length : 1} mark={mark}
        label={t('chart.spoken', { kind: t(`chart.${picture.kind}`), y: y?.name ?? '', x: x?.name ?? '' })} />
      {(s.left > 0 || s.groups > s.names.length) && <p className={css.note}>{s.left > 0 ? t('chart.first', { count: s.axis.length }) : t('chart.rest', { count: s.groups, shown: s.names.length })}</p>}
    </>
  );
}

function Dots({ answer, columns, picture, height }: { answer: Answer; columns: Columns[]; picture: Picture; height: number }) {
  const { t } = useTranslation('sql');
  const f = useFormat();
  const p = paletteOf(useScheme());
  const dots = useMemo(() => dotsOf(answer, picture), [answer, picture]);
  const option = useMemo(() => dotOption(p, f, dots, picture, columns), [p, f, dots, picture, columns]);
  const mark = (index: number): ChartMark | null => {
    const d = dots[index];
    if (!d) return null;
    const row = answer.rows[d.row] ?? [];
    const parts = [picture.x, picture.y, picture.size].filter((i) => i >= 0);
    return { title: d.name || String(d.row + 1), rows: parts.map((i) => ({ label: columns[i]?.name ?? '', value: shown(row[i], columns[i]?.family ?? 'decimal', f) ?? '∅' })) };
  };
  return <Chart option={option} height={height} by="item" count={dots.length} mark={mark} label={t('chart.spoken', { kind: t('chart.dot'), y: columns[picture.y]?.name ?? '', x: columns[picture.x]?.name ?? '' })} />;
}

/** One row: its numbers, large. */
function Numbers({ answer, columns }: { answer: Answer; columns: Columns[] }) {
  const f = useFormat();
  return (
    <dl className={css.numbers}>
      {columns.map((c, i) => isNumeric(c.family) && <div key={i}><dt>{c.name}</dt><dd className="num">{shown(answer.rows[0]?.[i], c.family, f) ?? '∅'}</dd></div>)}
    </dl>
  );
}
