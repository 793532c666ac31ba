import type { Pen } from '../picture/context';
import { change, colorOf, groupKey } from './group';
import { list, namesOf, type Answer, type Cell, type Series } from './question';

export interface TrendLineShown {
  key: string;
  name: string;
  color: string;
  measure: Series['measure'] | 'formula';
  values: readonly (number | null)[];
  total: number | null;
  before?: { values: readonly (number | null)[]; total: number | null };
  /** Change of the total against the period before. */
  change: number | null;
  /** Whose numbers they are; a formula is nobody's. */
  cell?: Cell;
}

/** Measures whose groups and units add up. */
export const additive = (m: TrendLineShown['measure']): boolean => m === undefined || m === 'total' || m === 'sum';

/** Lines of a trend in the order of the answer; the parts of a formula step back behind it. */
export function trendLines(answer: Answer, pen: Pick<Pen, 't' | 'group' | 'names'>): TrendLineShown[] {
  const lines = list(answer.trend?.lines);
  const series = list(answer.question.trend?.series);
  const formula = Boolean(answer.question.trend?.formula);
  const several = series.length > 1 || formula;
  return lines.map((l, i) => {
    const s = series[l.series];
    const own = l.series < 0 ? (answer.question.trend?.formula ?? '') : seriesName(s, pen);
    const letter = several && l.series >= 0 && formula ? `${String.fromCharCode(65 + l.series)} ` : '';
    const name = l.group ? (several ? `${letter}${own} · ${pen.group(l.group)}` : pen.group(l.group)) : `${letter}${own}`;
    const was = list(answer.previous?.trend?.lines).find((p) => p.series === l.series && groupKey(p.group) === groupKey(l.group));
    const before = was && { values: list(was.values), total: was.total };
    return {
      key: String(i), name, color: colorOf(i, l.group?.other), measure: l.series < 0 ? 'formula' : s?.measure, values: list(l.values), total: l.total, before,
      change: change(l.total, before?.total), cell: l.series < 0 ? undefined : { series: l.series, group: l.group },
    };
  });
}

/** What a series is called: its own label, or its event and measure. */
export function seriesName(s: Series | undefined, pen: Pick<Pen, 't' | 'names'>): string {
  if (!s) return '';
  if (s.label) return s.label;
  const event = pen.names.events(namesOf(s));
  const property = s.property ? pen.names.property(s.property) : '';
  switch (s.measure) {
    case 'unique': return s.rolling && s.rolling > 1 ? pen.t('series.rolling', { event, n: s.rolling }) : pen.t('series.unique', { event });
    case 'per_person': return pen.t('series.per_person', { event });
    case 'percentile': return pen.t('series.percentile', { event, property, p: s.percentile ?? 0 });
    case 'sum': case 'sum_per_person': case 'average': case 'minimum': case 'maximum': return pen.t(`series.${s.measure}`, { event, property });
    default: return pen.t('series.total', { event });
  }
}
