import { useTranslation } from 'react-i18next';

import { useFormat } from '@/app/session';
import { Bars, Key } from '../Bars';
import type { Second } from './feed';
import css from './live.module.css';

/** How fast events come: the last 90 seconds, one bar each. */
export function Pulse({ seconds, paused }: { seconds: readonly Second[]; paused: boolean }) {
  const { t } = useTranslation('observe');
  const f = useFormat();
  const events = seconds.map((s) => s.events), held = seconds.map((s) => s.quarantined);
  const sum = (of: readonly number[]) => of.reduce((a, b) => a + b, 0);
  const all = sum(events) + sum(held);
  const rate = seconds.length === 0 ? 0 : all / seconds.length;
  const at = (i: number) => (seconds[i]?.at ?? 0) * 1000;
  return (
    <section className={css.pulse} aria-label={t('live.pulse')}>
      <header>
        <b className="num">{rate > 0 && rate < 0.1 ? `<${f.number(0.1, 1)}` : f.number(rate, rate < 10 ? 1 : 0)}</b><span>{t('live.perSecond', { seconds: seconds.length || 90 })}</span>
        <span className={css.keys}>
          <Key round color="var(--prev)">{t('live.they', { formatted: f.number(sum(events)) })}</Key>
          <Key color="var(--c4)">{t('live.quarantined', { formatted: f.number(sum(held)) })}</Key>
        </span>
      </header>
      <Bars height={46} unfinished label={t('live.pulseSpoken', { events: f.number(sum(events)), held: f.number(sum(held)), seconds: seconds.length })}
        parts={[{ name: 'they', color: 'var(--prev)', values: seconds.length ? events : Array<number>(90).fill(0) }, { name: 'held', color: 'var(--c4)', values: held }]}
        tip={(i) => t('live.secondTip', { time: f.time(at(i), true), events: f.number(events[i] ?? 0), held: f.number(held[i] ?? 0) })}
        marks={seconds.length ? [f.time(at(0), true), f.time(at(30), true), f.time(at(60), true), paused ? f.time(at(seconds.length - 1), true) : t('live.now')] : ['', t('live.now')]} />
    </section>
  );
}
