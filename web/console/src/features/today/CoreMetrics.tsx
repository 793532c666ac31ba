import { useTranslation } from 'react-i18next';

import { usePeople } from '@/app/people';
import { useFormat } from '@/app/session';
import { Change, Sparkline, Stat, StatSheet } from '@/design';
import type { Format } from '@/format';
import { metricsOf, type Metric, type MetricKey, type Period } from './metrics';
import type { Asked } from './questions';

const keys: MetricKey[] = ['dau', 'wau', 'stickiness', 'new', 'retention', 'revenue', 'arpu', 'duration'];

export function CoreMetrics({ asked, period }: { asked: Asked; period: Period }) {
  const { t } = useTranslation('today');
  const f = useFormat();
  const open = usePeople();
  const titles = Object.fromEntries(keys.map((k) => [k, t(`metric.${k}`)])) as Record<MetricKey, string>;
  const metrics = metricsOf(asked, period, titles, f);
  return (
    <StatSheet columns={metrics.length % 4 ? 3 : 4}>
      {metrics.map((m) => {
        const w = written(m, m.value, f, t('minutes'));
        const { behind } = m;
        return (
          <Stat key={m.key} label={titles[m.key]} value={w.text} unit={w.unit}
            change={<Change value={change(m)} points={m.kind === 'share'} />}
            note={m.before === null ? t('noBefore') : t(`before.${period}`, { value: written(m, m.before, f, t('minutes')).whole, weekday: f.weekday(Date.now() - 8 * 86_400_000) })}
            chart={<Sparkline values={m.line} previous={m.lineBefore} unfinished={m.key !== 'retention'} />}
            onOpen={behind && (() => open(behind))} openLabel={`${titles[m.key]} ${w.whole}`} />
        );
      })}
    </StatSheet>
  );
}

function change(m: Metric): number | null {
  if (m.value === null || m.before === null) return null;
  return m.kind === 'share' ? m.value - m.before : m.before === 0 ? null : m.value / m.before - 1;
}

function written(m: Metric, v: number | null, f: Format, minutes: string): { text: string; unit?: string; whole: string } {
  if (v === null) return { text: '—', whole: '—' };
  if (m.kind === 'share') return { text: f.number(v * 100, 1), unit: '%', whole: f.percent(v) };
  if (m.kind === 'seconds') return { text: f.number(v / 60, 1), unit: minutes, whole: `${f.number(v / 60, 1)} ${minutes}` };
  const text = m.kind === 'money' && v < 1000 ? f.number(v, 2) : v >= 1e6 ? f.short(v) : f.number(Math.round(v));
  return { text, whole: text };
}
