import { ArrowLeft, Info } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { useFormat, useTo } from '@/app/session';
import { Top } from '@/app/top';
import { Card, Failed, Skeleton } from '@/design';
import { Bars, Key } from '../Bars';
import { useSource, type SourceDetail } from '../data';
import { Connected } from './Connected';
import { kindIcons } from './icons';
import { Manage } from './Manage';
import { Sent } from './Sent';
import { Snippets } from './Snippets';
import css from './sources.module.css';
import { WriteKey } from './WriteKey';

/** One source: its key, how to send to it, whether it is connected well, and what came. */
export function SourceView({ id }: { id: number }) {
  const { t } = useTranslation('observe');
  const to = useTo();
  const query = useSource(id);
  const f = useFormat();
  const s = query.data;
  if (!s) return query.error ? <Failed error={query.error} onRetry={() => void query.refetch()} height={360} /> : <Skeleton height={480} kind="rows" />;
  const Icon = kindIcons[s.kind];
  return (
    <>
      <Top title={s.name} before={<Link to={to('sources')}>{t('entry.sources')}</Link>} />
      <header className={css.head}>
        <Link to={to('sources')} className={css.back} aria-label={t('entry.sources')}><ArrowLeft size={18} strokeWidth={1.5} /></Link>
        <span className={css.big_icon} aria-hidden><Icon size={18} strokeWidth={1.5} /></span>
        <h2>{s.name}</h2>
        <div className={css.head_tools}><WriteKey source={s} /><Manage source={s} /></div>
      </header>
      <div className={css.two}>
        <Snippets source={s} />
        <Connected source={s} />
      </div>
      <Hour source={s} />
      <Sent source={s} />
      <p className={css.line}>
        <Info size={14} strokeWidth={1.5} aria-hidden />
        <span>{t('source.promise')}</span><span>{t('source.oneBad')}</span>
        <span className="num">{t('source.asOf', { time: f.time(query.dataUpdatedAt, true) })}</span>
      </p>
    </>
  );
}

function Hour({ source: s }: { source: SourceDetail }) {
  const { t } = useTranslation('observe');
  const f = useFormat();
  const accepted = s.minutes ?? [], rejected = s.rejected_minutes ?? [];
  const sum = (of: readonly number[]) => of.reduce((a, b) => a + b, 0);
  const at = (i: number) => new Date(s.first_minute).getTime() + i * 60_000;
  const [taken, held] = [sum(accepted), sum(rejected)];
  return (
    <Card title={t('source.hour')} note={t('source.hourNote', { count: taken, formatted: f.number(taken) })}
      extra={<><Key color="var(--c3)">{t('source.taken')}</Key><Key color="var(--c4)">{t('source.held', { formatted: f.number(held) })}</Key></>}>
      <Bars height={92} unfinished label={t('source.hourSpoken', { taken: f.number(taken), held: f.number(held) })}
        parts={[{ name: 'taken', color: 'var(--c3)', values: accepted }, { name: 'held', color: 'var(--c4)', values: rejected }]}
        tip={(i) => t('source.minuteTip', { time: f.time(at(i)), taken: f.number(accepted[i] ?? 0), held: f.number(rejected[i] ?? 0) })}
        marks={[0, 15, 30, 45, 59].map((i) => f.time(at(i)))} />
    </Card>
  );
}
