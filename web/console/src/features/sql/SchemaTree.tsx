import { ChevronDown, ChevronRight, Table2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/app/session';
import { familyOf, quoted, type Schema, type SchemaColumn } from './model';
import css from './schema.module.css';

interface Props { schema: Schema; search: string; onInsert: (text: string) => void }

/** Tables with their columns, then the events: a click puts the name where the caret is. */
export function SchemaTree({ schema, search, onInsert }: Props) {
  const { t } = useTranslation('sql');
  const f = useFormat();
  const [closed, setClosed] = useState<Record<string, boolean>>({ ids: true, $events: true });
  const wanted = search.trim().toLowerCase();
  const hit = (name: string) => !wanted || name.toLowerCase().includes(wanted);
  const tables = (schema.tables ?? []).map((table) => ({ ...table, columns: (table.columns ?? []).filter((c) => hit(c.name) || hit(table.name)) })).filter((table) => table.columns.length > 0);
  const events = (schema.events ?? []).filter((e) => hit(e.name));
  const toggle = (key: string) => setClosed((c) => ({ ...c, [key]: !c[key] }));
  if (tables.length === 0 && events.length === 0) return <p className={css.none}>{t('searchNone', { text: search.trim() })}</p>;
  return (
    <>
      {tables.map((table) => {
        const open = wanted !== '' || !closed[table.name];
        return (
          <section key={table.name} className={css.table}>
            <Head name={table.name} open={open} onToggle={() => toggle(table.name)} aside={table.rows ? f.short(table.rows) : ''} />
            {open && table.columns.map((c) => <ColumnRow key={c.name} column={c} onInsert={() => onInsert(quoted(c.name))} />)}
          </section>
        );
      })}
      {events.length > 0 && (
        <section className={css.table}>
          <Head name={t('events')} plain open={wanted !== '' || !closed.$events} onToggle={() => toggle('$events')} aside={f.number(events.length)} />
          {(wanted !== '' || !closed.$events) && events.map((e) => (
            <button key={e.name} type="button" className={css.column} onClick={() => onInsert(`'${e.name.replaceAll("'", "''")}'`)} title={t('insert', { name: e.name })}>
              <span className={css.name}>{e.name}</span><span className={`num ${css.aside}`}>{f.short(e.rows)}</span>
            </button>
          ))}
        </section>
      )}
    </>
  );
}

function Head({ name, plain, open, onToggle, aside }: { name: string; plain?: boolean; open: boolean; onToggle: () => void; aside: string }) {
  const Chevron = open ? ChevronDown : ChevronRight;
  return (
    <button type="button" className={css.head} onClick={onToggle} aria-expanded={open}>
      <Chevron size={14} strokeWidth={1.5} aria-hidden /><Table2 size={14} strokeWidth={1.5} aria-hidden />
      <b className={plain ? css.words : undefined}>{name}</b><span className={`num ${css.aside}`}>{aside}</span>
    </button>
  );
}

function ColumnRow({ column, onInsert }: { column: SchemaColumn; onInsert: () => void }) {
  const { t } = useTranslation('sql');
  const f = useFormat();
  const about = [
    column.values ? t('property', { rows: f.short(column.values) }) : '',
    column.examples?.length ? t('exampleValues', { values: column.examples.join(' · ') }) : '',
    column.events?.length ? t('seenIn', { events: column.events.slice(0, 8).join(' · ') }) : '',
  ].filter(Boolean).join('\n');
  return (
    <button type="button" className={css.column} onClick={onInsert} title={about || t('insert', { name: column.name })}>
      <span className={css.name}>{column.name}</span>
      {column.distinct ? <span className={`num ${css.distinct}`}>{f.number(column.distinct)}</span> : null}
      <span className={css.aside}>{t(`type.${familyOf(column)}`)}</span>
    </button>
  );
}
