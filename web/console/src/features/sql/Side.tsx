import { useQuery } from '@tanstack/react-query';
import { Input, Segmented } from 'antd';
import { FileText, Search } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, body, type ApiError } from '@/api/client';
import { useFormat, useWorkspace } from '@/app/session';
import { Failed, Skeleton } from '@/design';
import { useRecent, type Recent } from './drafts';
import type { Saved, Schema } from './model';
import { SchemaTree } from './SchemaTree';
import css from './side.module.css';

interface Props {
  schema: { data: Schema | undefined; error: ApiError | Error | null; refetch: () => unknown };
  current: number | undefined;
  onInsert: (text: string) => void;
  onOpen: (saved: Saved) => void;
  onRecent: (sql: string) => void;
}

/** What there is to ask about, and what was asked before. */
export function Side({ schema, current, onInsert, onOpen, onRecent }: Props) {
  const { t } = useTranslation('sql');
  const [search, setSearch] = useState('');
  const [list, setList] = useState<'saved' | 'recent'>('saved');
  return (
    <aside className={css.side} aria-label={t('schema')}>
      <div className={css.search}><Input allowClear prefix={<Search size={14} strokeWidth={1.5} />} placeholder={t('search')} aria-label={t('search')} value={search} onChange={(e) => setSearch(e.target.value)} /></div>
      <div className={css.tree} role="region" aria-label={t('schema')}>
        {schema.data ? <SchemaTree schema={schema.data} search={search} onInsert={onInsert} />
          : schema.error ? <Failed error={schema.error} onRetry={() => void schema.refetch()} height={160} /> : <Skeleton kind="rows" height={320} />}
      </div>
      <div className={css.lists}>
        <Segmented size="small" value={list} onChange={setList} options={[{ value: 'saved', label: t('saved') }, { value: 'recent', label: t('recent') }]} />
        {list === 'saved' ? <SavedList current={current} onOpen={onOpen} /> : <RecentList onRecent={onRecent} />}
      </div>
    </aside>
  );
}

/** Deleted, but not yet for good: the time to undo is not over. */
export const leaving = new Set<number>();

export const savedKey = (workspace: string) => ['sql-saved', workspace];

export function useSaved() {
  const here = useWorkspace();
  return useQuery({
    queryKey: savedKey(here.slug),
    queryFn: async ({ signal }) => {
      const all: Saved[] = [];
      for (let before = 0; ;) {
        const page = body(await api.GET('/api/v1/sql/saved', { params: { query: { before, limit: 200 } }, signal }));
        all.push(...(page.queries ?? []).filter((q) => !leaving.has(q.id)));
        if (!page.next) return all;
        before = page.next;
      }
    },
  });
}

function SavedList({ current, onOpen }: { current: number | undefined; onOpen: (saved: Saved) => void }) {
  const { t } = useTranslation('sql');
  const saved = useSaved();
  if (saved.error) return <div className={css.empty}><Failed error={saved.error} onRetry={() => void saved.refetch()} /></div>;
  if (!saved.data) return <Skeleton kind="rows" height={120} />;
  if (saved.data.length === 0) return <p className={css.empty}>{t('savedNone')}</p>;
  return (
    <ul className={css.list}>
      {saved.data.map((q) => (
        <li key={q.id}>
          <button type="button" className={`${css.item} ${q.id === current ? css.here : ''}`} aria-current={q.id === current || undefined} title={q.description || q.name} onClick={() => onOpen(q)}>
            <FileText size={14} strokeWidth={1.5} aria-hidden /><span>{q.name}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function RecentList({ onRecent }: { onRecent: (sql: string) => void }) {
  const { t } = useTranslation('sql');
  const f = useFormat();
  const here = useWorkspace();
  const recent = useRecent(here.slug);
  const aside = (r: Recent) => (r.failed ? t('failedRun') : f.ago(r.at));
  if (recent.all.length === 0) return <p className={css.empty}>{t('recentNone')}</p>;
  return (
    <>
      <ul className={css.list}>
        {recent.all.map((r) => (
          <li key={`${r.at}${r.sql}`}>
            <button type="button" className={css.item} title={r.sql} onClick={() => onRecent(r.sql)}>
              <span className={css.sql}>{r.sql.replace(/\s+/g, ' ').trim()}</span><span className={`num ${css.aside} ${r.failed ? 'bad' : ''}`}>{aside(r)}</span>
            </button>
          </li>
        ))}
      </ul>
      <button type="button" className={css.clear} onClick={recent.clear}>{t('clearRecent')}</button>
    </>
  );
}
