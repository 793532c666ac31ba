import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

import { api, body } from '@/api/client';
import { useFormat, useWorkspace } from '@/app/session';
import { Failed, Skeleton } from '@/design';
import { useTitles } from '@/app/catalogue';
import { useSources } from '../data';
import css from './quarantine.module.css';

/** The events of a reason, the newest first, as they came. */
export function Entries({ reason, source, onEntry }: { reason: string; source?: number; onEntry: (id: string) => void }) {
  const { t } = useTranslation('observe');
  const f = useFormat();
  const { slug } = useWorkspace();
  const titleOf = useTitles();
  const sources = useSources().data?.sources ?? [];
  const pages = useInfiniteQuery({
    queryKey: ['quarantine', slug, 'entries', reason, source],
    initialPageParam: '',
    queryFn: async ({ pageParam, signal }) => body(await api.GET('/api/v1/quarantine', { params: { query: { reason, source, before: pageParam || undefined, limit: 20 } }, signal })),
    getNextPageParam: (last) => last.next,
  });
  const all = pages.data?.pages.flatMap((p) => p.events ?? []) ?? [];
  if (pages.isPending) return <Skeleton kind="rows" height={160} />;
  if (pages.error) return <Failed error={pages.error} onRetry={() => void pages.refetch()} height={160} />;
  return (
    <div>
      <ul className={css.entries}>
        {all.map((e) => (
          <li key={e.id}>
            <button type="button" className={css.entry} onClick={() => onEntry(e.id)}>
              <span className={css.entry_head}><b>{titleOf(e.name ?? '') || t('live.unnamed')}</b><span>{sources.find((s) => s.id === e.source)?.name}</span><span className="num">{f.moment(e.received)}</span></span>
              <code>{e.raw || t('held.noRaw')}</code>
            </button>
          </li>
        ))}
      </ul>
      {pages.hasNextPage && <Button size="small" type="text" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>{t('more')}</Button>}
    </div>
  );
}
