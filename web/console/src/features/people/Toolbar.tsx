import { Button, Input, Popover, Tooltip } from 'antd';
import { Columns3, Download, Plus, Search as SearchIcon, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Schemas } from '@/api/client';
import { useFormat } from '@/app/session';
import { ColumnPicker } from './ColumnPicker';
import type { Field, Filter, Known, Sort } from './field';
import { filterCode } from './field';
import { FilterForm } from './FilterForm';
import { useLabels } from './label';
import css from './people.module.css';
import { useExport } from './SelectionBar';
import type { Search } from './useSearch';

interface Props {
  search: Search;
  columns: Field[];
  /** The columns are those that nobody chose. */
  usual: boolean;
  known: Known | undefined;
  found: Schemas['PeoplePersonsFound'] | undefined;
  busy: boolean;
  onChange: (to: { text?: string; where?: Filter[]; sort?: Sort; columns?: Field[] | null }) => void;
}

export function Toolbar({ search, columns, usual, known, found, busy, onChange }: Props) {
  const { t } = useTranslation('people');
  const f = useFormat(), labels = useLabels(known);
  const [before = '', after = ''] = t('found', { count: found?.total ?? 0, formatted: '\n' }).split('\n');
  const out = useExport(found, search, columns, known);
  const put = (i: number, filter: Filter | null) => onChange({ where: search.where.flatMap((old, k) => (k === i ? (filter ? [filter] : []) : [old])) });
  return (
    <div className={css.tools} role="search">
      <SearchBox text={search.text} onText={(text) => onChange({ text })} />
      {search.where.map((w, i) => <Chip key={filterCode(w)} filter={w} known={known} label={labels.chip(w)} onPut={(next) => put(i, next)} />)}
      <AddFilter known={known} onAdd={(w) => onChange({ where: [...search.where, w] })} />
      <span className={`num ${css.found} ${busy ? css.busy : ''}`} aria-live="polite">
        {found && <>{before}<b>{f.number(found.total)}</b>{after} · {t('took', { ms: Math.max(1, Math.round(found.ms)) })}</>}
      </span>
      <Popover trigger="click" placement="bottomRight" content={<ColumnPicker columns={columns} known={known} usual={usual} onChange={(next) => onChange({ columns: next })} />}>
        <Button icon={<Columns3 size={15} strokeWidth={1.5} />}>{t('columns', { count: columns.length })}</Button>
      </Popover>
      {found?.may_export && (
        <Tooltip title={t('export')}><Button icon={<Download size={15} strokeWidth={1.5} />} aria-label={t('export')} loading={out.busy} disabled={found.total === 0} onClick={() => void out.save()} /></Tooltip>
      )}
    </div>
  );
}

/** Searches a moment after the last key. */
function SearchBox({ text, onText }: { text: string; onText: (text: string) => void }) {
  const { t } = useTranslation('people');
  const [typed, setTyped] = useState(text);
  const latest = useRef(onText);
  latest.current = onText;
  useEffect(() => setTyped(text), [text]);
  useEffect(() => {
    if (typed.trim() === text) return;
    const timer = window.setTimeout(() => latest.current(typed.trim()), 200);
    return () => window.clearTimeout(timer);
  }, [typed, text]);
  return <Input className={css.search} value={typed} allowClear aria-label={t('search')} placeholder={t('search')} prefix={<SearchIcon size={15} strokeWidth={1.5} className="ink3" aria-hidden />} onChange={(e) => setTyped(e.target.value)} />;
}

function Chip({ filter, known, label, onPut }: { filter: Filter; known: Known | undefined; label: string; onPut: (next: Filter | null) => void }) {
  const { t } = useTranslation('people');
  const [open, setOpen] = useState(false);
  return (
    <span className={css.chip}>
      <Popover trigger="click" placement="bottomLeft" open={open} onOpenChange={setOpen} destroyOnHidden content={<FilterForm known={known} filter={filter} onDone={(next) => { setOpen(false); onPut(next); }} />}>
        <button type="button" aria-label={`${t('editFilter')}: ${label}`}>{label}</button>
      </Popover>
      <button type="button" aria-label={t('dropFilter', { what: label })} onClick={() => onPut(null)}><X size={14} strokeWidth={1.5} aria-hidden /></button>
    </span>
  );
}

function AddFilter({ known, onAdd }: { known: Known | undefined; onAdd: (filter: Filter) => void }) {
  const { t } = useTranslation('people');
  const [open, setOpen] = useState(false);
  return (
    <Popover trigger="click" placement="bottomLeft" open={open} onOpenChange={setOpen} destroyOnHidden content={<FilterForm known={known} onDone={(next) => { setOpen(false); onAdd(next); }} />}>
      <button type="button" className={css.add}><Plus size={15} strokeWidth={1.5} aria-hidden />{t('addFilter')}</button>
    </Popover>
  );
}
