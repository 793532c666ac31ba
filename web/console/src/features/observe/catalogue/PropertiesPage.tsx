import { Table } from 'antd';
import { BadgeCheck, EyeOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { useFormat } from '@/app/session';
import { Card, Empty, Failed, Skeleton } from '@/design';
import { textOf } from '../live/say';
import css from './catalogue.module.css';
import { Frame } from './Frame';
import { PropertyPanel } from './PropertyPanel';
import { Fill, Types } from './Types';
import { pageSize, useProperties } from './useCatalogue';

/** The properties that events really carried: on how many, of what types, with which values. */
export function PropertiesPage() {
  const { t } = useTranslation('observe');
  const f = useFormat();
  const [params, setParams] = useSearchParams();
  const search = params.get('search') ?? '', hidden = params.has('hidden'), after = Number(params.get('after') ?? 0);
  const query = useProperties({ search, hidden, after });
  const open = params.get('open');
  const set = (change: Record<string, string>) => setParams((had) => { const p = new URLSearchParams(had); for (const [k, v] of Object.entries(change)) { if (v) p.set(k, v); else p.delete(k); } return p; }, { replace: true, preventScrollReset: true });
  const total = query.data?.total ?? 0;
  return (
    <Frame hidden={hidden} searchLabel={t('cat.searchProperties')} asOf={query.data?.as_of} took={query.data?.took_ms}
      sentence={query.data ? t('cat.properties', { count: total, formatted: f.number(total) }) : t('entry.properties')}
      side={open && <PropertyPanel key={open} name={open} onClose={() => set({ open: '' })} />}>
      <Card flush className={css.card} label={t('entry.properties')}>
        {query.isPending && <Skeleton kind="rows" height={420} />}
        {query.error && !query.data && <Failed error={query.error} onRetry={() => void query.refetch()} height={420} />}
        {query.data && (
          <Table size="small" rowKey="name" dataSource={query.data.properties ?? []} scroll={{ x: 'max-content' }}
            rowClassName={(p) => `${css.row} ${p.name === open ? css.open : ''}`} onRow={(p) => ({ onClick: () => set({ open: p.name }) })}
            pagination={{ current: after / pageSize + 1, pageSize, total, hideOnSinglePage: true, showSizeChanger: false, onChange: (n) => set({ after: n > 1 ? String((n - 1) * pageSize) : '' }) }}
            locale={{ emptyText: <Empty title={search ? t('cat.noneFound', { text: search }) : t('cat.noProperties')} height={240}>{t('cat.noneFoundHint')}</Empty> }}
            columns={[
              { title: t('property'), dataIndex: 'name', render: (_, p) => (
                <button type="button" className={css.name} onClick={(c) => { c.stopPropagation(); set({ open: p.name }); }}>
                  <span className={p.title ? '' : css.code}>{p.title || p.name}</span>{p.title && <code>{p.name}</code>}
                  {p.verified && <BadgeCheck size={15} strokeWidth={1.5} className={css.verified} aria-label={t('cat.verified')} />}
                  {p.hidden && <EyeOff size={14} strokeWidth={1.5} className={css.hidden} aria-label={t('cat.hidden')} />}
                </button>) },
              { title: t('cat.type'), dataIndex: 'types', render: (_, p) => <Types types={p.types ?? []} /> },
              { title: t('cat.carry'), dataIndex: 'events', align: 'right', render: (n: number) => <span className="num">{f.number(n)}</span> },
              { title: t('cat.fill'), dataIndex: 'fill', render: (share: number) => <Fill share={share} /> },
              { title: t('cat.on'), dataIndex: 'on', align: 'right', responsive: ['lg'], render: (n?: number) => <span className="num">{t('cat.kinds', { count: n ?? 0, formatted: f.number(n ?? 0) })}</span> },
              { title: t('cat.examples'), dataIndex: 'examples', responsive: ['lg'], render: (all: unknown[] | null) => <span className={css.examples}>{(all ?? []).slice(0, 3).map(textOf).join(t('comma'))}</span> },
            ]} />
        )}
      </Card>
    </Frame>
  );
}
