import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { useWaits } from '@/app/features';
import { useFormat, useMe } from '@/app/session';
import { Top } from '@/app/top';
import { ChartCard, DefinitionLine, Empty, Sentence } from '@/design';
import { ActivityChart } from './ActivityChart';
import { CoreMetrics } from './CoreMetrics';
import { windows, type Period } from './metrics';
import { useToday, type Asked } from './questions';
import css from './today.module.css';
import { Waiting } from './Waiting';

const periods = ['yesterday', '7d', '30d'] as const;

/** How are we doing, and who needs us. */
export function TodayPage() {
  const { t } = useTranslation('today');
  const f = useFormat();
  const [params, setParams] = useSearchParams();
  const period = periods.find((p) => p === params.get('period')) ?? 'yesterday';
  const asked = useToday();
  const waiting = useWaits();
  const nothing = (a: Asked) => (a.activity.freshness.seq === 0 ? <Empty title={t('emptyTitle')} height={200}>{t('empty')}</Empty> : null);
  const now = Date.now();
  return (
    <>
      <Top note={`${f.day(now)} ${f.weekday(now)}`} />
      <div className={css.head}>
        <Sentence kind="page"><Greeting asked={asked.data} waiting={waiting.length} /></Sentence>
        <Segmented<Period> value={period} options={periods.map((p) => ({ value: p, label: t(`period.${p}`) }))} onChange={(p) => setParams(p === 'yesterday' ? {} : { period: p }, { replace: true })} />
      </div>
      <div className={css.columns}>
        <div className={css.left}>
          <ChartCard flush title={t('metrics')} note={t(`compared.${period}`)} query={asked} height={188} kind="rows" empty={nothing}>
            {(a) => <CoreMetrics asked={a} period={period} />}
          </ChartCard>
          <ChartCard title={t('activity')} note={t('activityNote')} query={asked} height={260} empty={nothing} foot={(a) => <DefinitionLine answer={a.activity} />}>
            {(a) => <ActivityChart asked={a} />}
          </ChartCard>
        </div>
        <Waiting items={waiting} />
      </div>
    </>
  );
}

/** The page's sentence: who is greeted, what changed most visibly, how much waits. */
function Greeting({ asked, waiting }: { asked: Asked | undefined; waiting: number }) {
  const { t } = useTranslation('today');
  const f = useFormat();
  const name = useMe().data?.profile?.name ?? '';
  const hour = Number(f.time(Date.now()).slice(0, 2));
  const part = hour < 5 ? 'night' : hour < 12 ? 'morning' : hour < 18 ? 'afternoon' : 'evening';
  const w = windows(asked?.activity.trend?.lines?.[0]?.values ?? [], 'yesterday');
  const [day, before] = [w.now[0], w.before[0]];
  const weekday = f.weekday(Date.now() - 8 * 86_400_000);
  const by = day != null && before != null ? day - before : null;
  return (
    <>
      {t(`greeting.${part}`, { name })}
      {by !== null && (by === 0 ? t('same', { weekday }) : t(by > 0 ? 'more' : 'fewer', { weekday, by: f.number(Math.abs(by)) }))}
      {asked && (waiting > 0 ? <span className={css.waits}>{t('waiting', { count: waiting })}</span> : t('calm'))}
    </>
  );
}
