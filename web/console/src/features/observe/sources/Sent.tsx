import { Table, Tabs } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { useFormat, useTo } from '@/app/session';
import { Card, Empty, Tag } from '@/design';
import { useReasons, type SourceDetail } from '../data';
import { useReasonWords } from '../quarantine/reasons';
import css from './sources.module.css';

/** What it sent: events, what had to be held back, and with which libraries. */
export function Sent({ source: s }: { source: SourceDetail }) {
  const { t } = useTranslation('observe');
  const f = useFormat();
  const [tab, setTab] = useState('events');
  const events = s.events ?? [], libraries = s.libraries ?? [];
  const held = useReasons().data?.reasons?.map((r) => ({ ...r, here: r.sources?.find((x) => x.source === s.id)?.events ?? 0 })).filter((r) => r.here > 0) ?? [];
  const count = held.reduce((n, r) => n + r.here, 0);
  return (
    <Card flush label={t('source.sent')}>
      <Tabs className={css.tabs} activeKey={tab} onChange={setTab} items={[
        { key: 'events', label: t('source.tab.events', { n: f.number(events.length) }) },
        { key: 'held', label: <>{t('source.tab.held')}{count > 0 && <span className={css.tab_count}><Tag tone="warn">{f.number(count)}</Tag></span>}</> },
        { key: 'libraries', label: t('source.tab.libraries', { n: f.number(libraries.length) }) },
      ]} />
      {tab === 'events' && <Events source={s} />}
      {tab === 'held' && <Held source={s} held={held} />}
      {tab === 'libraries' && <Libraries source={s} />}
    </Card>
  );
}

function Events({ source: s }: { source: SourceDetail }) {
  const { t } = useTranslation('observe');
  const f = useFormat();
  const to = useTo();
  return (
    <Table className={css.table} size="small" rowKey="name" pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }} dataSource={s.events ?? []} scroll={{ x: 'max-content' }}
      locale={{ emptyText: <Empty title={t('source.noEvents')} height={140}>{t('source.noEventsHint')}</Empty> }}
      columns={[
        { title: t('event'), dataIndex: 'name', render: (_, e) => <Link className={css.named} to={to(`catalogue/events?open=${encodeURIComponent(e.name)}`)}>{e.title || e.name}{e.title && <code>{e.name}</code>}</Link> },
        { title: t('source.sentCount'), dataIndex: 'sent', align: 'right', render: (n: number) => <span className="num">{f.number(n)}</span> },
        { title: t('lastSeen'), dataIndex: 'last', align: 'right', render: (at: string) => <span className="num">{f.ago(at)}</span> },
      ]} />
  );
}

function Held({ source: s, held }: { source: SourceDetail; held: { reason: string; here: number; latest: string }[] }) {
  const { t } = useTranslation('observe');
  const f = useFormat();
  const to = useTo();
  const words = useReasonWords();
  return (
    <Table className={css.table} size="small" rowKey="reason" pagination={false} dataSource={held} scroll={{ x: 'max-content' }}
      locale={{ emptyText: <Empty title={t('source.noneHeld')} height={140}>{t('source.noneHeldHint')}</Empty> }}
      columns={[
        { title: t('reason'), dataIndex: 'reason', render: (reason: string) => <Link className={css.named} to={to(`quarantine?source=${s.id}&open=${reason}`)}>{words(reason).title}<code>{reason}</code></Link> },
        { title: t('count'), dataIndex: 'here', align: 'right', render: (n: number) => <b className="num">{f.number(n)}</b> },
        { title: t('latest'), dataIndex: 'latest', align: 'right', render: (at: string) => <span className="num">{f.ago(at)}</span> },
      ]} />
  );
}

function Libraries({ source: s }: { source: SourceDetail }) {
  const { t } = useTranslation('observe');
  const f = useFormat();
  return (
    <Table className={css.table} size="small" rowKey={(l) => `${l.name} ${l.version ?? ''}`} pagination={false} dataSource={s.libraries ?? []} scroll={{ x: 'max-content' }}
      locale={{ emptyText: <Empty title={t('source.noLibraries')} height={140}>{t('source.noLibrariesHint')}</Empty> }}
      columns={[
        { title: t('source.library'), dataIndex: 'name', render: (name: string, l) => <><code>{name}</code> <span className="ink3 num">{l.version}</span></> },
        { title: t('source.sentCount'), dataIndex: 'events', align: 'right', render: (n: number) => <span className="num">{f.number(n)}</span> },
        { title: t('lastSeen'), dataIndex: 'last', align: 'right', render: (at: string) => <span className="num">{f.ago(at)}</span> },
      ]} />
  );
}
