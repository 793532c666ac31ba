import { Button, Input, Segmented, Table } from 'antd';
import { Search } from 'lucide-react';
import { useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';

import { useFormat, useTo, useWorkspace } from '@/app/session';
import { Top } from '@/app/top';
import { Card, CopyButton, Empty, Failed, Skeleton } from '@/design';
import { columns, command, names, useRows, useTables, type Name, type Row } from './data';
import { RowView } from './RowView';
import css from './tables.module.css';
import { Value } from './Value';

/** What the business knows beside events: orders, subscriptions, items. */
export function TablesPage() {
  const { t } = useTranslation('tables');
  const f = useFormat();
  const to = useTo(), navigate = useNavigate();
  const asked = useParams().table;
  const table: Name = names.find((n) => n === asked) ?? 'orders';
  const [params, setParams] = useSearchParams();
  const search = params.get('q') ?? '';
  const set = (name: string, value: string) => setParams((now) => { const next = new URLSearchParams(now); if (value) next.set(name, value); else next.delete(name); return next; }, { replace: true });
  const tables = useTables();
  const rows = useRows(table, useDeferredValue(search));
  const summary = tables.data?.find((s) => s.table === table);
  const all = rows.data?.pages.flatMap((p) => p.rows ?? []) ?? [];
  const none = rows.data !== undefined && all.length === 0;
  return (
    <>
      <Top title={t('entry')} />
      <div className={css.page}>
        <header className={css.head}>
          <Segmented value={table} onChange={(v) => void navigate(to(`tables/${v}`))} aria-label={t('which')}
            options={names.map((n) => ({ value: n, label: <>{t(`name.${n}`)} <span className="num">{f.short(tables.data?.find((s) => s.table === n)?.rows ?? 0)}</span></> }))} />
          <Input className={css.search} allowClear prefix={<Search size={14} strokeWidth={1.5} />} placeholder={t(`search.${table}`)} aria-label={t(`search.${table}`)} value={search} onChange={(e) => set('q', e.target.value)} />
          {summary?.received && <span className={css.fresh}>{t('received', { when: f.ago(summary.received) })}{summary.waiting > 0 && ` · ${t('waiting', { count: summary.waiting })}`}</span>}
        </header>
        {rows.isPending && <Card><Skeleton kind="rows" height={360} /></Card>}
        {rows.error && !rows.data && <Card><Failed error={rows.error} height={360} onRetry={() => void rows.refetch()} /></Card>}
        {none && search !== '' && <Card><Empty title={t('noneFound')} height={240} actions={<Button size="small" onClick={() => set('q', '')}>{t('showAll')}</Button>}>{t('noneFoundHint')}</Empty></Card>}
        {none && search === '' && <Card><Empty title={t(`none.${table}`)} height={220}>{t(`noneHint.${table}`)}</Empty></Card>}
        {all.length > 0 && <Card flush><List table={table} rows={all} onOpen={(key) => set('row', key)} /></Card>}
        {rows.hasNextPage && <Button loading={rows.isFetchingNextPage} onClick={() => void rows.fetchNextPage()}>{t('more')}</Button>}
        <Send table={table} />
      </div>
      <RowView table={table} row={params.get('row')} onClose={() => set('row', '')} />
    </>
  );
}

function List({ table, rows, onOpen }: { table: Name; rows: Row[]; onOpen: (key: string) => void }) {
  const { t } = useTranslation('tables');
  const f = useFormat();
  const to = useTo();
  const cell = (row: Row, name: string) => (name === 'user_id' && row.person !== undefined
    ? <Link to={to(`people/${row.person}`)}>{row.user_id}</Link>
    : <Value name={name} value={row.fields[name]} currency={row.fields['currency']} />);
  return (
    <Table<Row> size="small" rowKey="key" pagination={false} dataSource={rows} scroll={{ x: 720 }}
      columns={[
        { key: 'key', title: t(`key.${table}`), render: (_, r) => <button type="button" className={css.key} onClick={() => onOpen(r.key)}>{r.key}</button> },
        ...columns[table].map((name) => ({ key: name, title: name, align: numeric.has(name) ? 'right' as const : 'left' as const, render: (_: unknown, r: Row) => cell(r, name) })),
        { key: 'updated', title: t('updated'), render: (_, r) => <span className={`num ${css.quiet}`}>{f.ago(r.updated_at)}</span> },
      ]} />
  );
}

const numeric = new Set(['total', 'amount', 'price']);

function Send({ table }: { table: Name }) {
  const { t } = useTranslation('tables');
  const to = useTo();
  const text = command(table, useWorkspace().slug);
  return (
    <Card title={t('send')} note={t('sendNote')} extra={<CopyButton text={text} />}>
      <pre className={css.code} tabIndex={0} aria-label={t('send')}><code>{text}</code></pre>
      <p className={css.quiet}>{t(`sendHint.${table}`)} <Link to={to('settings/tokens')}>{t('tokens')}</Link></p>
    </Card>
  );
}
