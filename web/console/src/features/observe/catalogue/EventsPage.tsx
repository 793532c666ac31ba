import { Table } from 'antd';
import { BadgeCheck, EyeOff, Lock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';

import { useFormat, useTo } from '@/app/session';
import { Card, Empty, Failed, Skeleton, Sparkline } from '@/design';
import css from './catalogue.module.css';
import { EventPanel } from './EventPanel';
import { Frame } from './Frame';
import { useStatuses } from './rules/useRules';
import { pageSize, useEvents } from './useCatalogue';

/** The events that were really seen: how many, by how many people, since when, and what they mean here. */
export function EventsPage() {
  const { t } = useTranslation('observe');
  const f = useFormat();
  const to = useTo();
  const [params, setParams] = useSearchParams();
  const search = params.get('search') ?? '', hidden = params.has('hidden'), after = Number(params.get('after') ?? 0);
  const query = useEvents({ search, hidden, after });
  const locked = new Set((useStatuses().data?.events ?? []).filter((e) => e.status === 'locked').map((e) => e.name));
  const open = params.get('open');
  const set = (change: Record<string, string>) => setParams((had) => { const p = new URLSearchParams(had); for (const [k, v] of Object.entries(change)) { if (v) p.set(k, v); else p.delete(k); } return p; }, { replace: true, preventScrollReset: true });
  const events = query.data?.events ?? [];
  const total = query.data?.total ?? 0;
  return (
    <Frame hidden={hidden} searchLabel={t('cat.searchEvents')} asOf={query.data?.as_of} took={query.data?.took_ms}
      sentence={query.data ? t('cat.events', { count: total, formatted: f.number(total) }) : t('entry.events')}
      side={open && <EventPanel key={open} name={open} onClose={() => set({ open: '' })} />}>
      <Card flush className={css.card} label={t('entry.events')}>
        {query.isPending && <Skeleton kind="rows" height={420} />}
        {query.error && !query.data && <Failed error={query.error} onRetry={() => void query.refetch()} height={420} />}
        {query.data && (
          <Table size="small" rowKey="name" dataSource={events} scroll={{ x: 'max-content' }}
            rowClassName={(e) => `${css.row} ${e.name === open ? css.open : ''}`} onRow={(e) => ({ onClick: () => set({ open: e.name }) })}
            pagination={{ current: after / pageSize + 1, pageSize, total, hideOnSinglePage: true, showSizeChanger: false, onChange: (n) => set({ after: n > 1 ? String((n - 1) * pageSize) : '' }) }}
            locale={{ emptyText: search ? <Empty title={t('cat.noneFound', { text: search })} height={240}>{t('cat.noneFoundHint')}</Empty> : <Empty title={t('cat.noEvents')} height={240} actions={<Link to={to('sources')}>{t('source.connect')}</Link>}>{t('cat.noEventsHint')}</Empty> }}
            columns={[
              { title: t('event'), dataIndex: 'name', render: (_, e) => (
                <button type="button" className={css.name} onClick={(c) => { c.stopPropagation(); set({ open: e.name }); }}>
                  <span>{e.title || e.name}</span>{e.title && <code>{e.name}</code>}
                  {e.verified && <BadgeCheck size={15} strokeWidth={1.5} className={css.verified} aria-label={t('cat.verified')} />}
                  {locked.has(e.name) && <Lock size={14} strokeWidth={1.5} className={css.hidden} aria-label={t('rules.status.locked')} />}
                  {e.hidden && <EyeOff size={14} strokeWidth={1.5} className={css.hidden} aria-label={t('cat.hidden')} />}
                </button>) },
              { title: t('cat.days'), dataIndex: 'days', responsive: ['md'], render: (days: number[] | null) => <Sparkline values={days ?? []} width={120} height={24} unfinished /> },
              { title: t('cat.month'), dataIndex: 'last_30d', align: 'right', render: (n: number) => <b className="num">{f.number(n)}</b> },
              { title: t('cat.day'), dataIndex: 'last_24h', align: 'right', responsive: ['lg'], render: (n: number) => <span className="num">{f.number(n)}</span> },
              { title: t('cat.persons'), dataIndex: 'persons', align: 'right', responsive: ['md'], render: (n: number) => <span className="num">{f.number(n)}</span> },
              { title: t('lastSeen'), dataIndex: 'last_seen', align: 'right', render: (at?: string) => <span className="num">{at ? f.ago(at) : t('cat.justNow')}</span> },
            ]} />
        )}
      </Card>
    </Frame>
  );
}
