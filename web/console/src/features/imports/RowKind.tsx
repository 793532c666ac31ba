import { AutoComplete, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useNames, type Column, type Mapping } from './data';
import css from './imports.module.css';
import { assign, rowsOf, type Rows } from './mapping';

interface Props { m: Mapping; columns: readonly Column[]; onChange: (m: Mapping) => void }

/** What each row is: events of one name, events named by a column, or a person's profile. */
export function RowKind({ m, columns, onChange }: Props) {
  const { t } = useTranslation('imports');
  const names = useNames();
  const [chosen, setKind] = useState<Rows>('fixed');
  const kind = rowsOf(m) === 'fixed' && chosen === 'column' ? 'column' : rowsOf(m);
  const [typed, setTyped] = useState(m.event ?? '');
  const free = (): Mapping => (m.event_column ? assign(m, m.event_column, { role: 'property', name: m.event_column }) : m);
  const choose = (next: Rows) => {
    setKind(next);
    if (next === 'person') onChange({ ...free(), event: '$identify', event_column: undefined, event_names: undefined });
    if (next === 'fixed' && kind !== 'fixed') { setTyped(''); onChange({ ...free(), event: undefined, event_column: undefined, event_names: undefined }); }
    if (next === 'column' && m.event === '$identify') onChange({ ...m, event: undefined });
  };
  const commit = (event: string) => { if (event.trim() !== (m.event ?? '')) onChange({ ...free(), event: event.trim() || undefined, event_column: undefined, event_names: undefined }); };
  return (
    <div className={css.kind}>
      <span className={css.label}>{t('map.each')}</span>
      <Segmented<Rows> value={kind} onChange={choose} options={(['fixed', 'column', 'person'] as const).map((value) => ({ value, label: t(`map.as.${value}`) }))} />
      {kind === 'fixed' && (
        <AutoComplete defaultActiveFirstOption={false}
          className={css.eventName} value={typed} placeholder={t('map.eventPlaceholder')} aria-label={t('map.eventName')} maxLength={200}
          onChange={setTyped} onSelect={(v: string) => commit(v)} onBlur={() => commit(typed)} onInputKeyDown={(e) => { if (e.key === 'Enter') commit(typed); }}
          showSearch={{ filterOption: (text, o) => String(o?.value).toLowerCase().includes(text.toLowerCase()) }}
          options={(names.data?.events ?? []).filter((e) => !e.startsWith('$')).map((value) => ({ value }))}
          status={m.event ? undefined : 'warning'}
        />
      )}
      {kind === 'column' && (
        <Select
          className={css.eventName} value={m.event_column || undefined} placeholder={t('map.pick')} aria-label={t('map.target.event')} showSearch status={m.event_column ? undefined : 'warning'}
          onChange={(c: string) => onChange(assign(m, c, { role: 'event' }))} options={columns.map((c) => ({ value: c.name, label: c.name }))}
        />
      )}
    </div>
  );
}
