import { Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Schemas } from '@/api/client';
import { useFormat, useTo } from '@/app/session';
import { Failed, Skeleton, Tag } from '@/design';
import { useRow, type Name } from './data';
import css from './tables.module.css';
import { Value } from './Value';

/** One row: what it says now, what became of it on the timeline, and its versions. */
export function RowView({ table, row, onClose }: { table: Name; row: string | null; onClose: () => void }) {
  const { t } = useTranslation('tables');
  const query = useRow(table, row);
  return (
    <Drawer open={row !== null} onClose={onClose} size={440} title={row} closable={{ 'aria-label': t('close') }}>
      {query.error ? <Failed error={query.error} height={240} onRetry={() => void query.refetch()} /> : query.data ? <Detail detail={query.data} /> : row !== null && <Skeleton kind="rows" height={240} />}
    </Drawer>
  );
}

function Detail({ detail: d }: { detail: Schemas['TableDetail'] }) {
  const { t } = useTranslation('tables');
  const f = useFormat();
  const to = useTo();
  const events = d.events ?? [], versions = d.versions ?? [];
  return (
    <div className={css.detail}>
      {d.person !== undefined && <p><Link to={to(`people/${d.person}`)}>{t('person')}</Link></p>}
      <dl className={css.facts}>
        {Object.entries(d.fields).map(([name, value]) => <div key={name}><dt>{name}</dt><dd><Value name={name} value={value} currency={d.fields['currency']} /></dd></div>)}
      </dl>
      {events.length > 0 && <>
        <h3>{t('events')}</h3>
        <ul className={css.list}>{events.map((e) => <li key={e.state}><span>{e.state}</span><Tag tone={e.outcome === 'waiting' ? 'warn' : 'neutral'}>{t(`outcome.${e.outcome as 'sent'}`)}</Tag></li>)}</ul>
      </>}
      <h3>{t('versions')}</h3>
      <ul className={css.list}>{versions.map((v) => <li key={v.updated_at}><span className="num">{f.moment(v.updated_at)}</span><span>{String(v.fields['status'] ?? v.fields['name'] ?? '')}</span></li>)}</ul>
    </div>
  );
}
