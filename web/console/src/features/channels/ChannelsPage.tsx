import { Button, Select, Segmented } from 'antd';
import { Download, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { usePeople } from '@/app/people';
import { useFormat, useRights, useWorkspace } from '@/app/session';
import { Top } from '@/app/top';
import { useScheme } from '@/app/preferences';
import { Chart, ChartCard, chartOption, CopyButton, DefinitionLine, Empty, paletteOf, Stat, StatSheet, StatSkeleton, type ChartMark } from '@/design';
import { curl, exportCsv } from '@/features/insights/export';
import css from './channels.module.css';
import { CostForm } from './CostForm';
import { asked, bys, keyOf, models, placeOf, questionOf, ranges, useAnswer, useSeen, type Answer, type Asked, type Question } from './data';
import { Rows } from './Rows';
import { useRowName } from './name';

/** By which channel people come, what they are worth and what they cost. */
export function ChannelsPage() {
  const { t } = useTranslation('channels');
  const f = useFormat();
  const { slug } = useWorkspace();
  const rights = useRights();
  const [params, setParams] = useSearchParams();
  const seen = useSeen();
  const a = asked(params, seen.data);
  const question = questionOf(a);
  const answer = useAnswer(question, seen.data !== undefined || seen.error !== null);
  const [entering, setEntering] = useState(false);
  const set = (name: string, value: string | undefined) => setParams((now) => { const next = new URLSearchParams(now); if (value) next.set(name, value); else next.delete(name); return next; }, { replace: true });
  const row = params.get('row') ?? '';
  return (
    <>
      <Top actions={rights.can('operate') && <Button type="primary" size="small" icon={<Plus size={14} strokeWidth={1.5} />} onClick={() => setEntering(true)}>{t('enterCost')}</Button>} />
      <div className={css.page}>
        <div className={css.ask}>
          <Segmented size="small" aria-label={t('range')} value={a.span} onChange={(v) => set('range', v)} options={ranges.map((r) => ({ value: r, label: t(`last.${r}`) }))} />
          <Segmented size="small" aria-label={t('by')} value={a.by} onChange={(v) => { set('by', v); set('row', undefined); }} options={bys.map((b) => ({ value: b, label: t(`bys.${b}`) }))} />
          <label className={css.pick}><span>{t('conversion')}</span>
            <Select size="small" aria-label={t('conversion')} showSearch allowClear value={a.event || undefined} placeholder={t('none')} popupMatchSelectWidth={false} onChange={(v: string | undefined) => set('event', v)} options={(seen.data?.events ?? []).map((e) => ({ value: e, label: e }))} />
          </label>
          <label className={css.pick}><span>{t('amount')}</span>
            <Select size="small" aria-label={t('amount')} showSearch allowClear value={a.amount || undefined} placeholder={t('none')} popupMatchSelectWidth={false} onChange={(v: string | undefined) => set('amount', v)} options={(seen.data?.properties ?? []).map((e) => ({ value: e, label: e }))} />
          </label>
          <label className={css.pick}><span>{t('model')}</span>
            <Select size="small" aria-label={t('model')} value={a.first} popupMatchSelectWidth={false} onChange={(v) => set('model', v)} options={models.map((m) => ({ value: m, label: t(`models.${m}`) }))} />
          </label>
          <label className={css.pick}><span>{t('beside')}</span>
            <Select size="small" aria-label={t('beside')} allowClear value={a.second} placeholder={t('none')} popupMatchSelectWidth={false} onChange={(v) => set('beside', v)} options={models.filter((m) => m !== a.first).map((m) => ({ value: m, label: t(`models.${m}`) }))} />
          </label>
        </div>
        {answer.data ? <Sums answer={answer.data} question={question} a={a} /> : !answer.error && <StatSheet columns={4}>{[0, 1, 2, 3].map((i) => <StatSkeleton key={i} />)}</StatSheet>}
        <ChartCard title={t('table')} query={answer} height={320} kind="rows" flush
          extra={<span className={css.tools}>
            <CopyButton text={curl(question, slug)} label={t('copyCall')} />
            {rights.can('analyse') && <Button size="small" icon={<Download size={14} strokeWidth={1.5} />} onClick={() => void exportCsv(question, t('entry'), f.language)}>CSV</Button>}
          </span>}
          empty={(x) => ((x.channels?.rows ?? []).length === 0 ? <Empty title={t('nothing')} height={320}>{t('nothingHint')}</Empty> : null)}
          foot={(x) => <div className={css.foot}><DefinitionLine answer={x}>{(x.warnings ?? []).map((w) => <span key={w}>{w}</span>)}</DefinitionLine></div>}>
          {(x) => <Rows answer={x} question={question} a={a} open={row} onOpen={(key) => set('row', key === row ? undefined : key)} />}
        </ChartCard>
        <ChartCard title={t('overTime')} query={answer} height={220} note={<ChosenName answer={answer.data} row={row} />}>
          {(x) => <OverTime answer={x} question={question} row={row} />}
        </ChartCard>
      </div>
      {entering && <CostForm currency={answer.data?.channels?.currency} onClose={() => setEntering(false)} />}
    </>
  );
}

function ChosenName({ answer, row }: { answer: Answer | undefined; row: string }) {
  const { t } = useTranslation('channels');
  const name = useRowName();
  const found = (answer?.channels?.rows ?? []).find((r) => keyOf(r) === row);
  return <>{found ? name(found) : t('all')}</>;
}

function Sums({ answer, question, a }: { answer: Answer; question: Question; a: Asked }) {
  const { t } = useTranslation('channels');
  const f = useFormat();
  const open = usePeople();
  const total = answer.channels?.total;
  if (!total) return null;
  const currency = answer.channels?.currency ?? '';
  const money = (n: number | null | undefined) => (n == null ? '–' : currency ? f.money(n, currency) : f.number(n, 2));
  const credit = total.credits?.[0];
  return (
    <StatSheet columns={4}>
      <Stat label={t('col.people')} value={f.number(total.people)} note={t('touches', { formatted: f.number(total.touches) })}
        onOpen={total.people > 0 ? () => open({ title: t('col.people'), question, cell: { metric: 'people' }, count: total.people }) : undefined} openLabel={t('openPeople')} />
      <Stat label={t('col.cost')} value={total.cost > 0 ? money(total.cost) : '–'} note={total.cost > 0 ? t('cacNote', { formatted: money(total.cac) }) : t('noCost')} />
      <Stat label={t('col.ltv')} value={a.event ? money(total.ltv) : '–'} note={total.payback_days == null ? t('noPayback') : t('payback', { count: total.payback_days })} />
      <Stat label={t('col.revenue')} value={a.event ? money(credit?.revenue) : '–'} note={credit?.roi == null ? t('orders', { formatted: f.number(credit?.orders ?? 0) }) : t('roiNote', { formatted: f.percent(credit.roi) })} />
    </StatSheet>
  );
}

function OverTime({ answer, question, row }: { answer: Answer; question: Question; row: string }) {
  const { t } = useTranslation('channels');
  const f = useFormat();
  const p = paletteOf(useScheme());
  const buckets = answer.channels?.buckets ?? [];
  const chosen = (answer.channels?.rows ?? []).find((r) => keyOf(r) === row), of = chosen ?? answer.channels?.total;
  const people = of?.people_by ?? [], cost = of?.cost_by ?? [], orders = of?.orders_by ?? [];
  const currency = answer.channels?.currency ?? '';
  const option = {
    ...chartOption.base(p),
    xAxis: chartOption.categories(p, buckets.map((b) => f.day(b.start)), { boundaryGap: false }),
    yAxis: chartOption.values(p, f.short, { minInterval: 1 }),
    series: chartOption.line({ name: t('col.people'), color: p.series[0] ?? p.ac, values: people, unfinished: true }),
  };
  const mark = (i: number): ChartMark | null => {
    const bucket = buckets[i], n = people[i];
    if (!bucket || n == null) return null;
    const title = f.day(bucket.start);
    return {
      title,
      rows: [{ label: t('col.people'), value: f.number(n), color: p.series[0] }, ...(currency ? [{ label: t('col.cost'), value: f.money(cost[i] ?? 0, currency) }] : []), { label: t('col.orders'), value: f.number(orders[i] ?? 0, Number.isInteger(orders[i] ?? 0) ? 0 : 1) }],
      ...(n > 0 ? { people: { title: `${t('col.people')} · ${title}`, question, count: n, cell: { metric: 'people', bucket: bucket.start, ...(chosen ? { place: placeOf(chosen) } : {}) } } } : {}),
    };
  };
  return <Chart option={option} height={220} label={t('overTime')} by="axis" count={buckets.length} mark={mark} />;
}
