import { Button } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { ApiError } from '@/api/client';
import { useScheme } from '@/app/preferences';
import { Card, Chart, chartOption, Empty, Failed, NoRight, paletteOf, Skeleton } from '@/design';
import css from './gallery.module.css';

const days = Array.from({ length: 30 }, (_, i) => String(i + 1));
const now = days.map((_, i) => Math.round(42000 + 3000 * Math.sin(i / 2.2) + i * 180));
const prev = days.map((_, i) => Math.round(40000 + 2600 * Math.sin(i / 2.2 + 0.4) + i * 90));
const weeks = ['9/28', '10/5', '10/12', '10/19', '10/26', '11/2', '11/9', '11/16'];

export function ChartStates() {
  const { t } = useTranslation('gallery');
  const p = paletteOf(useScheme());
  const line = useMemo(() => ({
    ...chartOption.base(p), xAxis: chartOption.categories(p, days, { boundaryGap: false }), yAxis: chartOption.values(p, (v) => `${v / 1000}k`, { scale: true }),
    series: [...chartOption.line({ name: 'prev', color: p.prev, values: prev, width: 1.5 }), ...chartOption.line({ name: 'now', color: p.series[0] ?? p.ac, values: [...now.slice(0, -1), 30000], unfinished: true })],
  }), [p]);
  const stack = useMemo(() => ({
    ...chartOption.base(p), xAxis: chartOption.categories(p, weeks), yAxis: chartOption.values(p, (v) => `${v}%`, { max: 100 }),
    series: p.series.map((c, i) => ({ type: 'bar', stack: 'all', barMaxWidth: 40, itemStyle: { color: c, borderColor: p.surface, borderWidth: 1 }, data: weeks.map((_, w) => [26 + w, 20, 18, 11, 9, 8 - w * 0.4, 5, 3 - w * 0.6][i]) })),
  }), [p]);
  const failure = new ApiError(503, 'unavailable', t('brokenText'), '', '', true, 'E-4412');
  return (
    <>
      <h2 className={css.section}>{t('charts')} <span className="caption">{t('chartsNote')}</span></h2>
      <div className={css.three}>
        <Card title={t('ready')}><Chart option={line} height={200} by="axis" count={days.length} label={t('ready')} mark={(i) => ({ title: days[i] ?? '', rows: [{ label: t('dau'), value: String(now[i]), color: p.series[0] }] })} /></Card>
        <Card title={t('stacked')}><Chart option={stack} height={200} by="item" count={weeks.length} series={8} label={t('stacked')} mark={(i, s) => ({ title: weeks[i] ?? '', rows: [{ label: String(s + 1), value: '', color: p.series[s] }] })} /></Card>
        <Card title={t('reading')}><Skeleton height={200} /></Card>
        <Card title={t('nothing')}><Empty height={200} title={t('emptyTitle')} actions={<><Button size="small">{t('ninety')}</Button><Button size="small">{t('catalogue')}</Button></>}>{t('emptyText')}</Empty></Card>
        <Card title={t('broken')}><Failed height={200} error={failure} onRetry={() => undefined} /></Card>
        <Card title={t('noRight')}><NoRight height={200} title={t('noRightTitle')} actions={<Button size="small">{t('countOnly')}</Button>}>{t('noRightText')}</NoRight></Card>
      </div>
    </>
  );
}
