import { Button, Checkbox, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/app/session';
import { codeOf, type Field, type Known } from './field';
import { useLabels } from './label';
import css from './people.module.css';
import { useNames } from './useKnown';

interface Props { columns: Field[]; known: Known | undefined; usual: boolean; onChange: (columns: Field[] | null) => void }

const behaviour: Field[] = [
  { kind: 'last_seen' }, { kind: 'first_seen' }, { kind: 'activity', days: 14 }, { kind: 'events', days: 30 }, { kind: 'events' }, { kind: 'active_days', days: 30 }, { kind: 'sessions', days: 30 }, { kind: 'sessions' },
];

/** Which columns a list has: what is ticked, in the order it was ticked. */
export function ColumnPicker({ columns, known, usual, onChange }: Props) {
  const { t } = useTranslation('people');
  const f = useFormat(), labels = useLabels(known);
  const has = new Set(columns.map(codeOf));
  const pay = known?.payment;
  const events: Field[] = pay ? [{ kind: 'sum', event: pay.event, property: pay.property }, { kind: 'count', event: pay.event }] : [];
  const own = columns.filter((c) => (c.kind === 'sum' || c.kind === 'count') && !events.some((e) => codeOf(e) === codeOf(c)));
  const toggle = (c: Field) => onChange(has.has(codeOf(c)) ? columns.filter((x) => codeOf(x) !== codeOf(c)) : [...columns, c]);
  const line = (c: Field, note?: string) => (
    <label key={codeOf(c)}><Checkbox checked={has.has(codeOf(c))} onChange={() => toggle(c)} />{labels.field(c)}{note && <small className="num">{note}</small>}</label>
  );
  return (
    <div className={css.picker} role="group" aria-label={t('columnsTitle')}>
      <h4>{t('group.behaviour')}</h4>{behaviour.map((c) => line(c))}
      <h4>{t('group.source')}</h4>{line({ kind: 'first_touch' })}{line({ kind: 'last_touch' })}
      {(known?.traits?.length ?? 0) > 0 && <><h4>{t('group.traits')}</h4>{known?.traits?.map((x) => line({ kind: 'trait', trait: x.name }, f.short(x.persons)))}</>}
      <h4>{t('group.event')}</h4>{[...events, ...own].map((c) => line(c))}
      <ByEvent onAdd={(c) => { if (!has.has(codeOf(c))) onChange([...columns, c]); }} />
      {!usual && <Button size="small" type="text" onClick={() => onChange(null)}>{t('columnsReset')}</Button>}
    </div>
  );
}

/** A column made from one event: how often, or a number of it added up. */
function ByEvent({ onAdd }: { onAdd: (column: Field) => void }) {
  const { t } = useTranslation('people');
  const names = useNames(true).data;
  const [event, setEvent] = useState<string>();
  const [property, setProperty] = useState<string>();
  const [days, setDays] = useState(0);
  const options = (all: string[] | null | undefined) => (all ?? []).map((value) => ({ value, label: value }));
  return (
    <div className={css.event}>
      <Select size="small" showSearch placeholder={t('event')} aria-label={t('event')} value={event} onChange={setEvent} options={options(names?.events)} />
      <div className={css.pair}>
        <Select size="small" showSearch allowClear placeholder={t('times')} aria-label={t('property')} value={property} onChange={setProperty} options={options(names?.properties?.filter((p) => !p.startsWith('$')))} />
        <Select size="small" aria-label={t('window')} value={days} onChange={setDays} options={[0, 7, 30, 90].map((value) => ({ value, label: value ? t('lastDays', { days: value }) : t('ever') }))} />
      </div>
      <Button size="small" disabled={!event} onClick={() => { if (event) onAdd({ kind: property ? 'sum' : 'count', event, ...(property ? { property } : {}), ...(days ? { days } : {}) }); }}>{t('addColumn')}</Button>
    </div>
  );
}
