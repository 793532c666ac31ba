import { Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import type { Schemas } from '@/api/client';
import { useFormat } from '@/app/session';
import { moneyOf } from './money';
import type { Person } from './PersonPage';
import css from './weeks.module.css';

const day = 86_400_000;
/** A date of the zone as an instant at its noon, so that no zone moves it to another day. */
const noon = (date: string, days = 0): number => Date.parse(`${date}T12:00:00Z`) + days * day;

type Week = Schemas['PeopleWeek'];

/** The weeks since they came, and a few before; the last year when that is longer. */
function lived(p: Person): Week[] {
  const weeks = p.weeks ?? [], first = weeks.findIndex((w) => w.events > 0);
  return weeks.slice(Math.max(0, Math.min(first < 0 ? weeks.length : first - 1, weeks.length - 26)));
}

/** A year in bars, a bar a week; one click leads to the week in the timeline. */
export function Weeks({ person: p }: { person: Person }) {
  const { t } = useTranslation('people');
  const f = useFormat();
  const [params, setParams] = useSearchParams();
  const weeks = lived(p);
  const most = Math.max(1, ...weeks.map((w) => w.events));
  const money = moneyOf(f, p.spent?.currency);
  const date = (ms: number) => new Intl.DateTimeFormat(f.language, { timeZone: 'UTC', month: f.language === 'en' ? 'short' : 'long', day: 'numeric' }).format(ms);
  const month = (ms: number) => new Intl.DateTimeFormat(f.language, { timeZone: 'UTC', month: f.language === 'en' ? 'short' : 'numeric' }).format(ms);
  const go = (start: string) => setParams((old) => { const next = new URLSearchParams(old); next.set('until', new Date(noon(start, 6)).toISOString().slice(0, 10)); return next; }, { replace: true });
  const chosen = params.get('until');
  return (
    <div>
      <p className={css.caption}><span>{t('one.weeks')}</span><span>{t('one.weekHint')}</span></p>
      <div className={css.bars} role="group" aria-label={t('one.weeks')}>
        {weeks.map((w, i) => {
          const now = i === weeks.length - 1, to = noon(w.start, 6);
          const words = t(w.spent > 0 ? 'one.weekSpent' : 'one.week', { from: date(noon(w.start)), to: date(to), events: f.number(w.events), spent: money(w.spent) });
          const on = chosen !== null && chosen >= w.start && Date.parse(chosen) <= to;
          return (
            <Tooltip key={w.start} title={now ? `${words} · ${t('one.weekNow')}` : words} mouseEnterDelay={0} mouseLeaveDelay={0}>
              <button type="button" className={`${css.bar} ${on ? css.on : ''} ${now ? css.now : ''}`} aria-label={words} disabled={w.events === 0} onClick={() => go(w.start)}>
                <i style={{ height: w.events > 0 ? `${Math.max(4, (w.events / most) * 100)}%` : 0 }} />
              </button>
            </Tooltip>
          );
        })}
      </div>
      <Moments person={p} weeks={weeks} money={money} />
      <div className={css.months} aria-hidden>
        {weeks.map((w, i) => { const m = month(noon(w.start, 6)); return <span key={w.start}>{i > 0 && i < weeks.length - 1 && m !== month(noon(weeks[i - 1]?.start ?? w.start, 6)) ? m : ''}</span>; })}
      </div>
    </div>
  );
}

/** What stands out of the year, under its week; two that would touch are spread. */
function Moments({ person: p, weeks, money }: { person: Person; weeks: Week[]; money: (n: number) => string }) {
  const { t } = useTranslation('people');
  const f = useFormat();
  const begin = Date.parse(weeks[0]?.start ?? ''), all = weeks.length * 7 * day;
  const shown = (p.moments ?? []).map((m) => ({ m, at: (new Date(m.at).getTime() - begin) / all })).filter((x) => x.at >= 0 && x.at <= 1);
  let free = -1;
  const spread = shown.map((x) => {
    const words = t(`one.moment.${x.m.kind}`, { amount: money(x.m.amount ?? 0) });
    const width = 0.014 + [...words].reduce((n, c) => n + (c.charCodeAt(0) > 255 ? 0.0098 : 0.0053), 0);
    const left = x.at > 0.86; // its words stand before the mark
    const start = left ? x.at - width : x.at;
    const fits = start >= free;
    if (fits) free = start + width;
    return { ...x, words, left, fits };
  });
  if (spread.length === 0) return null;
  return (
    <ul className={css.moments}>
      {spread.map(({ m, at, words, left, fits }) => (
        <li key={m.kind} style={left ? { right: `${(1 - at) * 100}%` } : { left: `${at * 100}%` }} className={left ? css.left : undefined} title={`${words} · ${f.moment(m.at)}`}>
          <i aria-hidden /><span className={fits ? undefined : 'sr'}>{words}</span>
        </li>
      ))}
    </ul>
  );
}
