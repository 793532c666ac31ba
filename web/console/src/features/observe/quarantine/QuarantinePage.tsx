import { Select } from 'antd';
import { Info } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';

import { useFormat, useTo } from '@/app/session';
import { Top } from '@/app/top';
import { Card, Empty, Failed, Sentence, Skeleton } from '@/design';
import { useReasons, useSources } from '../data';
import { EntryDrawer } from './EntryDrawer';
import css from './quarantine.module.css';
import { Reason, type Group } from './Reason';

/** What could not be accepted: kept as it came, by reason, each with its own remedy. */
export function QuarantinePage() {
  const { t } = useTranslation('observe');
  const f = useFormat();
  const to = useTo();
  const [params, setParams] = useSearchParams();
  const query = useReasons();
  const sources = useSources().data?.sources ?? [];
  const source = Number(params.get('source') ?? 0);
  const here = (g: Group) => (source ? (g.sources?.find((s) => s.source === source)?.events ?? 0) : g.events);
  const groups = (query.data?.reasons ?? []).filter((g) => here(g) > 0);
  const held = groups.reduce((n, g) => n + here(g), 0);
  const set = (change: Record<string, string>) => setParams((had) => { const p = new URLSearchParams(had); for (const [k, v] of Object.entries(change)) { if (v) p.set(k, v); else p.delete(k); } return p; }, { replace: true, preventScrollReset: true });
  return (
    <>
      <Top />
      <div className={css.head}>
        <Sentence kind="page">{query.data ? (held > 0 ? t('held.sentence', { count: held, formatted: f.number(held), reasons: f.number(groups.length) }) : t('held.calm')) : t('entry.quarantine')}</Sentence>
        <Select className={css.source} aria-label={t('source.one')} value={source} onChange={(v: number) => set({ source: v ? String(v) : '' })}
          options={[{ value: 0, label: t('live.anySource') }, ...sources.map((s) => ({ value: s.id, label: s.name }))]} />
      </div>
      <Card flush className={css.card} label={t('held.byReason')}>
        {query.isPending && <Skeleton kind="rows" height={320} />}
        {query.error && !query.data && <Failed error={query.error} onRetry={() => void query.refetch()} height={320} />}
        {query.data && groups.length === 0 && <Empty title={t('held.none')} height={320} actions={<Link to={to('live')}>{t('held.toLive')}</Link>}>{t('held.noneHint')}</Empty>}
        {groups.map((g) => (
          <Reason key={g.reason} group={g} count={here(g)} source={source || undefined} firstHour={query.data?.first_hour ?? 0}
            open={params.get('open') === g.reason} onOpen={(o) => set({ open: o ? g.reason : '', entry: '' })} onEntry={(id) => set({ entry: id })} />
        ))}
      </Card>
      <p className={css.line}>
        <Info size={14} strokeWidth={1.5} aria-hidden />
        <span>{t('held.kept')}</span><span>{t('held.once')}</span>
        {query.data && <span className="num">{t('source.asOf', { time: f.time(query.data.as_of, true) })}</span>}
      </p>
      {params.get('entry') && <EntryDrawer key={params.get('entry')} id={params.get('entry') ?? ''} onClose={() => set({ entry: '' })} />}
    </>
  );
}
