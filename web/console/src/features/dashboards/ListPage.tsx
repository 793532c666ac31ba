import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { Plus, Search } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { api, body } from '@/api/client';
import { useWorkspace } from '@/app/session';
import { Top } from '@/app/top';
import { Empty, Failed, Skeleton } from '@/design';
import { useAllowed } from './api';
import { BoardTile } from './BoardTile';
import css from './list.module.css';
import { Templates } from './Templates';

/** All dashboards of the workspace, and the ways to a new one. */
export function ListPage() {
  const { t } = useTranslation('dashboards');
  const ws = useWorkspace().slug;
  const may = useAllowed('analyse');
  const [params, setParams] = useSearchParams();
  const [text, setText] = useState(params.get('q') ?? '');
  const search = params.get('q') ?? '';
  const picking = params.has('new');
  const list = useInfiniteQuery({
    queryKey: ['dashboards', ws, search], initialPageParam: '',
    queryFn: async ({ pageParam, signal }) => body(await api.GET('/api/v1/dashboards', { params: { query: { search: search || undefined, after: pageParam || undefined, limit: 30 } }, signal })),
    getNextPageParam: (page) => page.next || undefined,
  });
  const all = list.data?.pages.flatMap((p) => p.dashboards ?? []) ?? [];
  const choose = (q: string) => { setText(q); setParams(q ? { q } : {}, { replace: true }); };
  const pick = (open: boolean) => setParams(open ? { new: '' } : {}, { replace: true });
  return (
    <>
      <Top actions={may && <Button type="primary" icon={<Plus size={16} strokeWidth={1.5} />} onClick={() => pick(true)}>{t('create')}</Button>} />
      <div className={css.head}>
        <p className={css.lead}>{t('listNote')}</p>
        <Input className={css.search} allowClear prefix={<Search size={14} strokeWidth={1.5} />} placeholder={t('search')} aria-label={t('search')} value={text} onChange={(e) => choose(e.target.value)} />
      </div>
      {list.isPending && <Skeleton kind="rows" height={280} />}
      {list.isError && <Failed error={list.error} onRetry={() => void list.refetch()} height={280} />}
      {list.isSuccess && all.length === 0 && (search
        ? <Empty title={t('noneFound', { text: search })} height={280} actions={<Button onClick={() => choose('')}>{t('cancel')}</Button>} />
        : <Empty title={t('none')} height={280} actions={may && <Button onClick={() => pick(true)}>{t('template.title')}</Button>}>{t('noneHint')}</Empty>)}
      {all.length > 0 && <ul className={css.tiles}>{all.map((d) => <li key={d.id}><BoardTile board={d} /></li>)}</ul>}
      {list.hasNextPage && <Button className={css.more} loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('more')}</Button>}
      {picking && may && <Templates onClose={() => pick(false)} />}
    </>
  );
}
