import { Button } from 'antd';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useParams } from 'react-router';

import { useFormat, useTo } from '@/app/session';
import { Top } from '@/app/top';
import { Empty, Failed, Skeleton, Sparkline, Tag } from '@/design';
import { useMay, useSources, type Source } from '../data';
import { kindIcons } from './icons';
import { NewSource } from './NewSource';
import { SourceView } from './SourceView';
import css from './sources.module.css';

/** What sends events, how it does, and how to connect more. */
export function SourcesPage() {
  const { t } = useTranslation('observe');
  const { source } = useParams();
  const to = useTo();
  const sources = useSources();
  const may = useMay('integrate');
  const [making, setMaking] = useState(false);
  const all = sources.data?.sources ?? [];
  const first = all.find((s) => !s.disabled_at) ?? all[0];
  if (!source && first && window.innerWidth > 900) return <Navigate to={to(`sources/${first.id}`)} replace />;
  const add = may && <Button size="small" icon={<Plus size={14} strokeWidth={1.5} />} onClick={() => setMaking(true)}>{t('source.connect')}</Button>;
  return (
    <>
      <Top />
      <div className={css.page} data-flush>
        <aside className={`${css.list} ${source ? css.list_behind : ''}`} aria-label={t('entry.sources')}>
          <header className={css.list_head}><h1>{sources.data ? t('source.count', { count: all.length }) : t('entry.sources')}</h1>{add}</header>
          {sources.isPending && <Skeleton kind="rows" height={320} />}
          {sources.error && !sources.data && <Failed error={sources.error} onRetry={() => void sources.refetch()} height={240} />}
          <ul className={css.rows}>{all.map((s) => <Row key={s.id} source={s} open={String(s.id) === source} />)}</ul>
          {all.length > 0 && <Today sources={all} />}
        </aside>
        <div className={`${css.detail} ${source ? '' : css.detail_behind}`}>
          {source && <SourceView key={source} id={Number(source)} />}
          {sources.data && all.length === 0 && <Empty title={t('source.none')} height={360} actions={add}>{t('source.noneHint')}</Empty>}
        </div>
      </div>
      {making && <NewSource onClose={() => setMaking(false)} />}
    </>
  );
}

function Row({ source: s, open }: { source: Source; open: boolean }) {
  const { t } = useTranslation('observe');
  const f = useFormat();
  const to = useTo();
  const Icon = kindIcons[s.kind];
  const library = s.libraries?.[0];
  const minutes = s.minutes ?? [];
  const quiet = minutes.every((n) => n === 0);
  return (
    <li>
      <Link to={to(`sources/${s.id}`)} className={`${css.row} ${open ? css.open : ''}`} aria-current={open ? 'page' : undefined}>
        <Icon size={18} strokeWidth={1.5} aria-hidden />
        <span className={css.row_name}><b>{s.name}</b><small>{library ? library.name : t(`source.kind.${s.kind}`)}</small></span>
        <span className={css.row_rate}>
          <span className="num">{s.disabled_at ? <Tag>{t('source.off')}</Tag> : rate(s)}</span>
          <Sparkline values={quiet ? (s.days ?? []) : minutes} width={84} height={20} color={quiet ? 'var(--ink-4)' : 'var(--ink-2)'} unfinished />
        </span>
      </Link>
    </li>
  );

  function rate(of: Source): string {
    if (!of.last) return t('source.never');
    if (of.per_minute >= 0.5) return t('source.perMinute', { n: f.number(Math.round(of.per_minute)) });
    return f.ago(of.last);
  }
}

function Today({ sources }: { sources: Source[] }) {
  const { t } = useTranslation('observe');
  const f = useFormat();
  const sum = (of: (s: Source) => number) => sources.reduce((n, s) => n + of(s), 0);
  return (
    <footer className={css.list_foot}>
      <span>{t('source.today')}</span><b className="num">{f.number(sum((s) => s.today))}</b>
      <span>{t('source.week')}</span><span className="num">{f.number(sum((s) => s.week))}</span>
    </footer>
  );
}
