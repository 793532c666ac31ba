import { Button } from 'antd';
import { Info, LockKeyhole } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { useFormat, useTo } from '@/app/session';
import { Top } from '@/app/top';
import { Empty, Failed, Skeleton } from '@/design';
import { codeOf, usualColumns, type Field } from './field';
import { List } from './List';
import css from './people.module.css';
import { SelectionBar } from './SelectionBar';
import { Toolbar } from './Toolbar';
import { useKnown } from './useKnown';
import { useNarrow } from './useNarrow';
import { useRows, type Row } from './useRows';
import { useSearch } from './useSearch';

/** Everybody, searched, filtered and sorted, 50,000 rows as easily as 50. */
export function PeoplePage() {
  const { t } = useTranslation('people');
  const f = useFormat(), to = useTo(), navigate = useNavigate(), narrow = useNarrow();
  const known = useKnown();
  const { search, columns: chosen, change } = useSearch();
  const columns = useMemo(() => chosen ?? usualColumns(known.data), [chosen, known.data]);
  const shown = useMemo(() => (narrow ? [onPhone(columns, search.sort.field)] : columns), [narrow, columns, search.sort.field]);
  const { head, rowAt, want, renew, failed } = useRows(search, shown, known.data !== undefined || known.isError);
  const [selected, setSelected] = useState<ReadonlySet<number> | 'all'>(() => new Set());
  const list = head.data;
  const of = list?.result ?? '';

  const select = useCallback((r: Row) => setSelected((old) => toggled(old === 'all' ? new Set() : old, [r.person])), []);
  const selectShown = useCallback((rows: Row[]) => setSelected((old) => (old === 'all' ? new Set() : toggled(old, rows.map((r) => r.person)))), []);
  const open = useCallback((person: number) => void navigate(to(`people/${person}`)), [navigate, to]);
  const error = head.error ?? failed;

  return (
    <div className={css.page}>
      <Top note={list && t('everyone', { total: f.number(list.everyone) })} />
      <Toolbar search={search} columns={columns} usual={!chosen} known={known.data} found={list} busy={head.isFetching} onChange={change} />
      {error && !list ? <div className={css.panel}><Failed error={error} onRetry={() => void head.refetch()} height={320} /></div>
        : !list ? <div className={css.panel}><Skeleton kind="rows" height={560} words={t('loading')} /></div>
        : (
          <List total={list.total} rowAt={rowAt} want={want} of={of} columns={shown} known={known.data} sort={search.sort} onSort={(sort) => change({ sort })}
            selected={selected} onSelect={select} onSelectShown={selectShown} onOpen={open}>
            {list.total === 0 && (list.everyone > 0
              ? <Empty title={t('emptyTitle')} height={280} actions={<Button size="small" onClick={() => change({ text: '', where: [] })}>{t('clearAll')}</Button>}>{t('emptyFilter')}</Empty>
              : <Empty title={t('emptyTitle')} height={280}>{t('emptyNobody')}</Empty>)}
          </List>
        )}
      {list && (
        <p className={`num ${css.foot}`}>
          <Info size={14} strokeWidth={1.5} aria-hidden />
          <span>{t('orderedAt', { time: f.time(list.as_of, true) })}</span>
          {list.behind > 0 && <span>{t('behind', { count: list.behind, formatted: f.number(list.behind) })}</span>}
          <button type="button" className={css.renew} onClick={renew} disabled={head.isFetching}>{t('renew')}</button>
          <span>{t('live')}</span>
          <span>{t('design:zone', { zone: list.zone })}</span>
          {list.masked && <span className={css.masked}><LockKeyhole size={13} strokeWidth={1.5} aria-hidden />{t('masked')}</span>}
        </p>
      )}
      {list && <SelectionBar selected={selected} list={list} search={search} columns={columns} known={known.data} onAll={() => setSelected('all')} onClose={() => setSelected(new Set())} />}
    </div>
  );
}

/** Of some persons, all are taken in, or out when all were in. */
function toggled(old: ReadonlySet<number>, persons: number[]): ReadonlySet<number> {
  const next = new Set(old);
  const out = persons.every((p) => next.has(p));
  for (const p of persons) if (out) next.delete(p); else next.add(p);
  return next;
}

/** A phone has room for one column: what the list is sorted by. */
const onPhone = (columns: Field[], sorted: Field): Field => columns.find((c) => codeOf(c) === codeOf(sorted)) ?? columns[0] ?? sorted;
