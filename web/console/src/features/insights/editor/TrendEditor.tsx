import { InputNumber, Select } from 'antd';
import { CalendarRange, Plus, Sigma, Split } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { any, list, namesOf, numeric, type Question, type Series } from '../model/question';
import { useNames } from '../names';
import { BreakdownRow, Opener, Row, Switch } from './controls';
import { useEditor } from './context';
import css from './cards.module.css';
import own from './editor.module.css';
import { PropertyPicker } from './PropertyPicker';
import { moved, SelectorCard } from './SelectorCard';

type Trend = NonNullable<Question['trend']>;
const measures = ['total', 'unique', 'per_person', 'sum', 'sum_per_person', 'average', 'minimum', 'maximum', 'percentile'] as const;
const units = ['hour', 'day', 'week', 'month', 'total'] as const;

export function TrendEditor({ trend }: { trend: Trend }) {
  const { t } = useTranslation('insights');
  const { edit } = useEditor();
  const series = list(trend.series);
  const set = (change: Partial<Trend>, tag?: string) => edit((q) => ({ ...q, trend: { ...q.trend!, ...change } }), tag);
  const setSeries = (i: number, s: Series, tag?: string) => set({ series: series.map((x, n) => (n === i ? s : x)) }, tag);
  const unit = trend.unit ?? 'day';
  const setUnit = (u: (typeof units)[number]) => set({ unit: u, series: u === 'total' ? series.map((s) => ({ ...s, rolling: undefined })) : [...series] });
  return (
    <>
      <section className={css.section}>
        <div className={css.head}><h2>{t('edit.series')}</h2><Switch label={t('edit.unit')} value={unit} onChange={setUnit} options={units.map((u) => ({ value: u, label: t(`edit.units.${u}`) }))} /></div>
        {series.map((s, i) => (
          <div key={i} className={css.with}>
            {series.length > 1 && <span className={css.letter} aria-hidden>{String.fromCharCode(65 + i)}</span>}
            <SelectorCard field={`series-${i}`} path={`trend.series[${i}]`} selector={s} anything onChange={(next, tag) => setSeries(i, { ...s, event: next.event, events: next.events, where: next.where, label: next.label }, tag)}
              onRemove={series.length > 1 ? () => set({ series: series.filter((_, n) => n !== i) }) : undefined}
              order={{ draggable: series.length > 1, index: i, group: 'series', onMove: (by) => set({ series: moved(series, i, i + by) }), onDrop: (from) => set({ series: moved(series, from, i) }) }}>
              <Measure series={s} index={i} unit={unit} onChange={(next, tag) => setSeries(i, next, tag)} />
            </SelectorCard>
          </div>
        ))}
        {series.length < 10 && <div className={css.add}><button type="button" onClick={() => set({ series: [...series, { event: '', measure: series[0]?.measure ?? 'unique' }] })}><span className={css.hollow}><Plus size={13} strokeWidth={1.5} aria-hidden /></span>{t('edit.addSeries')}</button></div>}
      </section>
      <section className={css.section}>
        {series.length > 1 && (
          <Row icon={<Sigma size={15} strokeWidth={1.5} />} label={t('edit.formula')} field="formula" path="trend.formula">
            <input className={own.input} value={trend.formula ?? ''} placeholder="A/B*100" title={t('edit.formulaHint')} aria-label={t('edit.formula')} onChange={(e) => set({ formula: e.target.value }, 'formula')} />
          </Row>
        )}
        <BreakdownRow icon={<Split size={15} strokeWidth={1.5} />} breakdown={trend.breakdown} path="trend" event={series.length === 1 ? single(series[0]) : undefined} onChange={(breakdown) => set({ breakdown })} />
      </section>
    </>
  );
}

/** The event of a selector of just one. */
export const single = (s: { event?: string; events?: string[] | null } | undefined): string | undefined => {
  const names = s ? namesOf(s) : [];
  return names.length === 1 && names[0] !== any ? names[0] : undefined;
};

function Measure({ series, index, unit, onChange }: { series: Series; index: number; unit: string; onChange: (s: Series, tag?: string) => void }) {
  const { t } = useTranslation('insights');
  const names = useNames();
  const measure = series.measure ?? 'total';
  const rest: Series = { ...series, property: undefined, percentile: undefined, rolling: undefined };
  const set = (m: (typeof measures)[number]) => onChange({ ...rest, measure: m, ...(numeric(m) && series.property ? { property: series.property } : {}), ...(m === 'percentile' ? { percentile: 90 } : {}) });
  return (
    <div className={css.measure}>
      <Select size="small" value={measure} onChange={set} options={measures.map((m) => ({ value: m, label: t(`edit.ms.${m}`) }))} aria-label={t('edit.measure')} popupMatchSelectWidth={false} />
      {numeric(measure) && <Opener field={`property-${index}`} label={t('edit.property')} text={series.property ? names.property(series.property) : t('edit.chooseProperty')} faint={!series.property}
        content={(close) => <PropertyPicker numbers event={single(series)} chosen={series.property ?? ''} onChoose={(property) => { onChange({ ...series, property }); close(); }} />} />}
      {measure === 'percentile' && <InputNumber size="small" min={0} max={100} prefix="P" value={series.percentile ?? 90} onChange={(v) => onChange({ ...series, percentile: v ?? 90 }, `percentile-${index}`)} aria-label={t('edit.percentile')} style={{ width: 80 }} />}
      {measure === 'unique' && unit !== 'total' && <Select size="small" value={series.rolling ?? 0} onChange={(n: number) => onChange({ ...series, rolling: n || undefined })} aria-label={t('edit.rolling')} popupMatchSelectWidth={false}
        options={[{ value: 0, label: t('edit.rollingNone') }, ...[...new Set([7, 14, 28, 30, series.rolling ?? 7])].map((n) => ({ value: n, label: t('edit.rollingN', { n }) }))]} suffixIcon={<CalendarRange size={13} strokeWidth={1.5} aria-hidden />} />}
    </div>
  );
}
