import type { UseQueryResult } from '@tanstack/react-query';
import { History } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/app/session';
import { Tag } from './Bits';
import { Card } from './Card';
import { Failed, Skeleton } from './States';
import css from './chartcard.module.css';

interface Props<T> {
  title?: ReactNode;
  note?: ReactNode;
  extra?: ReactNode;
  query: Pick<UseQueryResult<T>, 'data' | 'error' | 'isFetching' | 'refetch' | 'dataUpdatedAt'>;
  height: number;
  kind?: 'bars' | 'rows' | 'line';
  /** Shown instead when the answer holds nothing. */
  empty?: (data: T) => ReactNode | null;
  foot?: (data: T) => ReactNode;
  flush?: boolean;
  className?: string;
  children: (data: T) => ReactNode;
}

/**
 * A picture of an answer in its six states, all of one height: on its way, ready, empty, failed, no right, stale
 * (an old value stays, with its time, while the new one fails or is on its way).
 */
export function ChartCard<T>({ title, note, extra, query, height, kind, empty, foot, flush, className, children }: Props<T>) {
  const { t } = useTranslation('design');
  const f = useFormat();
  const { data, error } = query;
  const stale = data !== undefined && error ? <Tag tone="warn" icon={<History size={12} />}>{t('stale', { time: f.time(query.dataUpdatedAt) })}</Tag> : null;
  const nothing = data !== undefined ? empty?.(data) : null;
  return (
    <Card title={title} note={note} className={className} flush={flush} extra={stale || extra ? <>{stale}{extra}</> : undefined}>
      <div className={query.isFetching && data !== undefined ? css.renewing : undefined} style={{ minHeight: height }} aria-busy={query.isFetching}>
        {data === undefined ? (error ? <Failed error={error} onRetry={() => void query.refetch()} height={height} /> : <Skeleton height={height} kind={kind} />) : (nothing ?? children(data))}
      </div>
      {data !== undefined && foot && <div className={css.foot}>{foot(data)}</div>}
    </Card>
  );
}
