import { useTranslation } from 'react-i18next';

import { usePeople } from '@/app/people';
import { useFormat } from '@/app/session';
import { useScheme } from '@/app/preferences';
import { Chart, ChartCard, chartOption, DefinitionLine, paletteOf, Stat, StatSheet, StatSkeleton, type ChartMark } from '@/design';
import { arrivalsOf, dayOf, useFigures, type Link } from './data';

type Figures = NonNullable<ReturnType<typeof useFigures>['data']>;

/** What a link brought in thirty days. */
export function Clicks({ link: l }: { link: Link }) {
  const { t } = useTranslation('links');
  const figures = useFigures(l.code);
  return (
    <>
      {figures.data ? <Sums link={l} figures={figures.data} /> : !figures.error && <StatSheet columns={4}>{[0, 1, 2, 3].map((i) => <StatSkeleton key={i} />)}</StatSheet>}
      <ChartCard title={t('perDay')} note={t('days')} query={figures} height={220} foot={(x) => <DefinitionLine answer={x.clicks} />}>
        {(x) => <Days link={l} figures={x} />}
      </ChartCard>
    </>
  );
}

function Sums({ link: l, figures }: { link: Link; figures: Figures }) {
  const { t } = useTranslation('links');
  const f = useFormat();
  const open = usePeople();
  const lines = figures.clicks.trend?.lines ?? [];
  const sum = (i: number) => (lines[i]?.values ?? []).reduce<number>((a, b) => a + (b ?? 0), 0);
  const [steps] = (figures.arrivals.funnel?.groups ?? []).map((g) => g.steps ?? []);
  const people = steps?.[0]?.persons ?? 0, arrived = steps?.[1]?.persons ?? 0;
  const behind = (step: number, title: string, count: number) => () => open({ title: `${title} · ${l.name}`, question: arrivalsOf(l.code), cell: { step }, count });
  const scanned = sum(2);
  return (
    <StatSheet columns={4}>
      <Stat label={t('stat.clicks')} value={f.number(sum(0))} note={scanned > 0 ? t('stat.scanned', { formatted: f.number(scanned) }) : t('days')} />
      <Stat label={t('stat.people')} value={f.number(people)} onOpen={people > 0 ? behind(1, t('stat.people'), people) : undefined} openLabel={t('stat.openPeople')} note={t('stat.peopleNote')} />
      <Stat label={t('stat.arrived')} value={f.number(arrived)} onOpen={arrived > 0 ? behind(2, t('stat.arrived'), arrived) : undefined} openLabel={t('stat.openArrived')} note={people > 0 ? t('stat.share', { share: f.percent(arrived / people) }) : t('stat.arrivedNote')} />
      <Stat label={t('stat.robots')} value={f.number(l.robots)} note={t('stat.robotsNote')} />
    </StatSheet>
  );
}

function Days({ link: l, figures }: { link: Link; figures: Figures }) {
  const { t } = useTranslation('links');
  const f = useFormat();
  const p = paletteOf(useScheme());
  const buckets = figures.clicks.trend?.buckets ?? [];
  const clicks = figures.clicks.trend?.lines?.[0]?.values ?? [], people = figures.clicks.trend?.lines?.[1]?.values ?? [];
  const option = {
    ...chartOption.base(p),
    xAxis: chartOption.categories(p, buckets.map((b) => f.day(b.start)), { boundaryGap: false }),
    yAxis: chartOption.values(p, f.short, { minInterval: 1 }),
    series: chartOption.line({ name: t('stat.clicks'), color: p.series[0] ?? p.ac, values: clicks, unfinished: true }),
  };
  const mark = (i: number): ChartMark | null => {
    const bucket = buckets[i], n = clicks[i], m = people[i] ?? 0;
    if (!bucket || n == null) return null;
    const title = `${f.day(bucket.start)} ${f.weekday(bucket.start)}`;
    return {
      title, rows: [{ label: t('stat.clicks'), value: f.number(n), color: p.series[0] }, { label: t('stat.people'), value: f.number(m) }],
      ...(m > 0 ? { people: { title: `${l.name} · ${title}`, count: m, cell: {}, question: dayOf(l.code, bucket.start.slice(0, 10)) } } : {}),
    };
  };
  return <Chart option={option} height={220} label={t('perDay')} by="axis" count={buckets.length} mark={mark} />;
}
