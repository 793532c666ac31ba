import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Input, Modal } from 'antd';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { api, body } from '@/api/client';
import { useTo, useWorkspace } from '@/app/session';
import { Empty, Failed, Skeleton, Tag } from '@/design';
import type { Card } from '../model/types';
import css from './pick.module.css';

/** Saved insights to choose a new card from. */
export function PickInsight({ cards, onPick, onClose }: { cards: readonly Card[]; onPick: (insight: { id: number; name: string }) => void; onClose: () => void }) {
  const { t } = useTranslation('dashboards');
  const ws = useWorkspace().slug, to = useTo();
  const [text, setText] = useState('');
  const list = useInfiniteQuery({
    queryKey: ['insights-to-pick', ws, text], initialPageParam: '',
    queryFn: async ({ pageParam, signal }) => body(await api.GET('/api/v1/insights', { params: { query: { search: text || undefined, after: pageParam || undefined, limit: 50 } }, signal })),
    getNextPageParam: (page) => page.next || undefined,
  });
  const all = list.data?.pages.flatMap((p) => p.insights ?? []) ?? [];
  return (
    <Modal open width={560} title={t('pick.title')} onCancel={onClose} footer={null}>
      <Input autoFocus allowClear prefix={<Search size={14} strokeWidth={1.5} />} placeholder={t('pick.search')} aria-label={t('pick.search')} value={text} onChange={(e) => setText(e.target.value)} />
      <div className={css.list}>
        {list.isPending && <Skeleton kind="rows" height={240} />}
        {list.isError && <Failed error={list.error} onRetry={() => void list.refetch()} height={240} />}
        {list.isSuccess && all.length === 0 && (text ? <Empty title={t('pick.none', { text })} height={240} /> : <Empty title={t('pick.empty')} height={240} actions={<Link to={to('insights')}>{t('pick.toInsights')}</Link>}>{t('pick.emptyHint')}</Empty>)}
        {all.map((i) => (
          <button key={i.id} type="button" className={css.item} onClick={() => onPick(i)}>
            <b>{i.name}</b><span>{i.description}</span>
            {cards.some((c) => c.insight === i.id) && <Tag>{t('pick.on')}</Tag>}
          </button>
        ))}
        {list.hasNextPage && <Button size="small" onClick={() => void list.fetchNextPage()}>{t('more')}</Button>}
      </div>
    </Modal>
  );
}
