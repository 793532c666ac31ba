import { AreaChart, ChartColumn, ChartLine, Hash, Table2 } from 'lucide-react';

import { Change, Sparkline } from '@/design';
import { mean } from '../model/group';
import { list } from '../model/question';
import { trendLines, type TrendLineShown } from '../model/trend';
import { usePen, type Pen, type PictureProps } from '../picture/context';
import css from '../picture/picture.module.css';
import { Fact, People, Strip, Views } from './Strip';

const icon = { size: 14, strokeWidth: 1.5 };

export function TrendHead({ answer, view, onView }: PictureProps) {
  const pen = usePen(answer);
  const { t } = pen;
  const lines = trendLines(answer, pen).filter((l) => !view.hidden?.includes(l.key));
  const buckets = list(answer.trend?.buckets), unit = answer.question.trend?.unit ?? 'day';
  const one = lines.length === 1 ? lines[0] : undefined;
  const whole = (l: TrendLineShown) => l.cell && pen.behind(l.cell, l.name, l.measure === 'unique' && l.total !== null ? l.total : undefined);
  const peak = one && peakOf(one, buckets.length), latest = one && latestOf(one, buckets.map((b) => Boolean(b.incomplete)));
  const charts = [['line', <ChartLine key="l" {...icon} />], ['bar', <ChartColumn key="b" {...icon} />], ['area', <AreaChart key="a" {...icon} />], ['number', <Hash key="n" {...icon} />], ['table', <Table2 key="t" {...icon} />]] as const;
  return (
    <Strip>
      {(one ? [one] : lines.slice(0, 4)).map((l) => <Fact key={l.key} label={one ? `${l.name} · ${t('figure.total')}` : l.name} value={pen.value(l.total)} change={<Change value={l.change} />} people={whole(l)} />)}
      {one && unit !== 'total' && <Fact label={t('figure.average', { unit: t(`unit.${unit}`) })} value={pen.value(rounded(mean(one.values.filter((_, i) => !buckets[i]?.incomplete))))} />}
      {one && peak && <Fact label={t('figure.peak')} value={pen.value(peak.value)} unit={pen.axis(buckets[peak.at]!.start, unit)} people={one.cell && pen.behind({ ...one.cell, bucket: buckets[peak.at]!.start }, one.name, one.measure === 'unique' ? peak.value : undefined)} />}
      {one && latest && <Fact label={t('figure.latest', { unit: t(`unit.${unit}`) })} value={pen.value(latest.value)} unit={pen.axis(buckets[latest.at]!.start, unit)} people={one.cell && pen.behind({ ...one.cell, bucket: buckets[latest.at]!.start }, one.name, one.measure === 'unique' ? latest.value : undefined)} />}
      <Views label={t('page.chartKind')} value={charts.find(([k]) => k === view.chart)?.[0] ?? 'line'} onChange={(chart) => onView({ chart })} options={charts.map(([value, i]) => ({ value, label: t(`page.charts.${value}`), icon: i }))} />
    </Strip>
  );
}

const rounded = (v: number | null) => (v === null ? null : Math.abs(v) >= 100 ? Math.round(v) : v);

function peakOf(l: TrendLineShown, n: number): { at: number; value: number } | null {
  let at = -1;
  for (let i = 0; i < n; i++) if (l.values[i] != null && (at < 0 || l.values[i]! > l.values[at]!)) at = i;
  return at < 0 ? null : { at, value: l.values[at]! };
}

function latestOf(l: TrendLineShown, open: readonly boolean[]): { at: number; value: number } | null {
  for (let i = open.length - 1; i >= 0; i--) if (!open[i] && l.values[i] != null) return { at: i, value: l.values[i]! };
  return null;
}

/** A row a line: what it comes to, against before, and its shape. */
export function TrendTable({ answer, view }: PictureProps) {
  const pen = usePen(answer);
  const { t } = pen;
  const lines = trendLines(answer, pen), buckets = list(answer.trend?.buckets), unit = answer.question.trend?.unit ?? 'day';
  if (view.chart === 'table') return <Buckets answer={answer} lines={lines} pen={pen} />;
  return (
    <table className={css.table}>
      <thead><tr><th>{t('figure.line')}</th><th>{t('figure.total')}</th>{answer.previous && <><th>{t('previous')}</th><th>{t('figure.change')}</th></>}<th>{t('figure.average', { unit: unit === 'total' ? '' : t(`unit.${unit}`) })}</th><th>{t('figure.peak')}</th><th /></tr></thead>
      <tbody>
        {lines.map((l) => {
          const peak = peakOf(l, buckets.length);
          return (
            <tr key={l.key}>
              <td><i className={css.swatch} style={{ background: l.color }} aria-hidden />{l.name}</td>
              <td className={`num ${css.strong}`}>{l.cell ? <People behind={pen.behind(l.cell, l.name, l.measure === 'unique' && l.total !== null ? l.total : undefined)}>{pen.value(l.total)}</People> : pen.value(l.total)}</td>
              {answer.previous && <><td className={`num ${css.soft}`}>{pen.value(l.before?.total)}</td><td><Change value={l.change} /></td></>}
              <td className="num">{pen.value(rounded(mean(l.values.filter((_, i) => !buckets[i]?.incomplete))))}</td>
              <td className="num">{peak ? <>{pen.value(peak.value)} <span className={css.soft}>{pen.axis(buckets[peak.at]!.start, unit)}</span></> : '—'}</td>
              <td><Sparkline values={l.values} unfinished={buckets.at(-1)?.incomplete} color={l.color} height={26} /></td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** A row a unit of time, the last first. */
function Buckets({ answer, lines, pen }: { answer: PictureProps['answer']; lines: readonly TrendLineShown[]; pen: Pen }) {
  const { t } = pen;
  const buckets = list(answer.trend?.buckets), unit = answer.question.trend?.unit ?? 'day';
  return (
    <table className={css.table}>
      <thead><tr><th>{t('table.time')}</th>{lines.map((l) => <th key={l.key}><i className={css.swatch} style={{ background: l.color }} aria-hidden />{l.name}</th>)}</tr></thead>
      <tbody>
        <tr><td className={css.strong}>{t('table.whole')}</td>{lines.map((l) => <td key={l.key} className={`num ${css.strong}`}>{pen.value(l.total)}</td>)}</tr>
        {buckets.map((b, i) => (
          <tr key={b.start}>
            <td>{pen.moment(b.start, unit)}{b.incomplete && <span className={css.soft}> · {t('notOver')}</span>}</td>
            {lines.map((l) => <td key={l.key} className="num">{l.cell && l.values[i] != null ? <People behind={pen.behind({ ...l.cell, bucket: b.start }, `${l.name} · ${pen.moment(b.start, unit)}`, l.measure === 'unique' ? l.values[i]! : undefined)}>{pen.value(l.values[i])}</People> : pen.value(l.values[i])}</td>)}
          </tr>
        )).reverse()}
      </tbody>
    </table>
  );
}
