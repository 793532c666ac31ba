import { Button, DatePicker, InputNumber, Select } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { codeOf, fieldOf, shapeOf, type Field, type Filter, type Known, type Op, type Shape, type Value } from './field';
import { useLabels } from './label';
import css from './people.module.css';
import { TraitValues } from './TraitValues';

const opsOf: Record<Exclude<Shape, 'spark'>, readonly Op[]> = {
  text: ['eq', 'ne', 'contains', 'not_contains', 'starts_with', 'set', 'not_set'],
  number: ['gte', 'lte', 'eq', 'gt', 'lt', 'between', 'set', 'not_set'],
  boolean: ['eq', 'set', 'not_set'],
  time: ['within', 'not_within', 'gte', 'lt', 'set', 'not_set'],
};

/** One condition on persons, made or changed. */
export function FilterForm({ known, filter, onDone }: { known: Known | undefined; filter?: Filter; onDone: (filter: Filter) => void }) {
  const { t } = useTranslation('people');
  const labels = useLabels(known);
  const [field, setField] = useState<Field>(filter?.field ?? { kind: 'last_seen' });
  const shape = shapeOf(field, known), ops = shape === 'spark' ? [] : opsOf[shape];
  const [op, setOp] = useState<Op>(filter?.op ?? 'within');
  const [values, setValues] = useState<Value[]>((filter?.values as Value[] | undefined) ?? [7]);
  const choose = (code: string) => {
    const f = fieldOf(code);
    if (!f) return;
    const s = shapeOf(f, known);
    setField(f);
    setOp(s === 'spark' ? 'set' : opsOf[s][0] ?? 'set');
    setValues(s === 'time' ? [7] : s === 'boolean' ? [true] : []);
  };
  const bare = op === 'set' || op === 'not_set';
  const complete = bare || (values.length > 0 && (op !== 'between' || values.length === 2));
  return (
    <form className={css.form} onSubmit={(e) => { e.preventDefault(); if (complete) onDone({ field, op, values: bare ? [] : values }); }}>
      <label>{t('filterField')}<Select showSearch optionFilterProp="label" value={codeOf(field)} onChange={choose} options={useFieldOptions(known)} aria-label={t('filterField')} /></label>
      <label>{t('filterOp')}
        <Select value={op} aria-label={t('filterOp')} options={ops.map((o) => ({ value: o, label: shape === 'time' && o in dateOps ? t(`dateOp.${o as keyof typeof dateOps}`) : t(`op.${o}`) }))}
          onChange={(o: Op) => { if ((o === 'gte' || o === 'lt') !== (op === 'gte' || op === 'lt') && shape === 'time') setValues(o === 'gte' || o === 'lt' ? [] : [7]); setOp(o); }} />
      </label>
      {!bare && <label>{t('filterValue')}<Values field={field} shape={shape} op={op} values={values} onChange={setValues} /></label>}
      <Button type="primary" htmlType="submit" disabled={!complete} title={complete ? labels.chip({ field, op, values }) : undefined}>{t('apply')}</Button>
    </form>
  );
}

const dateOps = { gte: 1, lt: 1, within: 1, not_within: 1 };

function Values({ field, shape, op, values, onChange }: { field: Field; shape: Shape; op: Op; values: Value[]; onChange: (values: Value[]) => void }) {
  const { t } = useTranslation('people');
  const numbers = (v: number | null, i: number) => { const next = [...values]; if (v === null) next.splice(i, 1); else next[i] = v; onChange(next); };
  const one = (i: number) => (typeof values[i] === 'number' ? values[i] : null);
  if (op === 'within' || op === 'not_within') return <InputNumber min={1} max={3650} value={one(0)} suffix={t('filterDays')} style={{ width: '100%' }} aria-label={t('filterValue')} onChange={(v) => numbers(v, 0)} />;
  if (shape === 'time') return <DatePicker value={values[0] ? dayjs(String(values[0])) : null} style={{ width: '100%' }} aria-label={t('filterValue')} onChange={(d) => onChange(d ? [d.format('YYYY-MM-DD')] : [])} />;
  if (shape === 'boolean') return <Select value={values[0] === true} aria-label={t('filterValue')} onChange={(v: boolean) => onChange([v])} options={[{ value: true, label: t('yes') }, { value: false, label: t('no') }]} />;
  if (shape === 'number') {
    if (op === 'between') return <span className={css.pair}>{[0, 1].map((i) => <InputNumber key={i} value={one(i)} style={{ width: '100%' }} aria-label={t('filterValue')} onChange={(v) => numbers(v, i)} />)}</span>;
    return <InputNumber value={one(0)} style={{ width: '100%' }} aria-label={t('filterValue')} onChange={(v) => numbers(v, 0)} />;
  }
  return <TraitValues field={field} several={op !== 'starts_with'} values={values} onChange={onChange} />;
}

/** What can be filtered by: time and activity first, then every trait. */
function useFieldOptions(known: Known | undefined) {
  const { t } = useTranslation('people');
  const labels = useLabels(known);
  const option = (f: Field) => ({ value: codeOf(f), label: labels.field(f) });
  const pay = known?.payment;
  return [
    { label: t('group.behaviour'), options: ([{ kind: 'last_seen' }, { kind: 'first_seen' }, { kind: 'events' }, { kind: 'events', days: 30 }, { kind: 'active_days', days: 30 }, { kind: 'sessions', days: 30 },
      ...(pay ? [{ kind: 'sum', event: pay.event, property: pay.property }, { kind: 'count', event: pay.event }] : [])] as Field[]).map(option) },
    { label: t('group.source'), options: ([{ kind: 'first_touch' }, { kind: 'last_touch' }] as Field[]).map(option) },
    { label: t('group.traits'), options: (known?.traits ?? []).map((x) => option({ kind: 'trait', trait: x.name })) },
  ].filter((g) => g.options.length > 0);
}
