import { memo } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/app/session';
import { EventRow } from './EventRow';
import type { Group } from './grouping';
import css from './timeline.module.css';

/** A session, what lies between two, or a day. */
export const EventGroup = memo(function EventGroup({ group: g, usual, single, currency }: { group: Group; usual: ReadonlySet<string>; single: boolean; currency?: string }) {
  const { t } = useTranslation('people');
  const f = useFormat();
  const s = g.session;
  const seconds = s ? (new Date(s.end).getTime() - new Date(s.start).getTime()) / 1000 : 0;
  return (
    <section className={css.group}>
      <header className={css.head}>
        {single || s ? <b>{dayName(g.at)}</b> : <b>{t('one.between')}</b>}
        {!single && <span className="num">{s ? (f.time(s.start) === f.time(s.end) ? f.time(s.start) : `${f.time(s.start)}–${f.time(s.end)}`) : dayName(g.at)}</span>}
        {s && (s.platform || s.source) && <span className={css.from}>{[s.platform, s.source && t('one.from', { source: s.source })].filter(Boolean).join(' · ')}</span>}
        <i aria-hidden />
        {s && !single && <span className="num">{seconds >= 1 ? t('one.sessionNote', { count: s.events, duration: f.duration(seconds) }) : t('one.sessionNoteShort', { count: s.events })}</span>}
      </header>
      <ol className={css.events}>{g.events.map((e) => <EventRow key={e.cursor} event={e} usual={usual} currency={currency} />)}</ol>
    </section>
  );

  function dayName(at: string): string {
    const day = f.day(at), year = new Date(at).getFullYear();
    if (day === f.day(Date.now()) && year === new Date().getFullYear()) return t('one.today');
    if (day === f.day(Date.now() - 86_400_000)) return t('one.yesterday');
    return year === new Date().getFullYear() ? day : `${f.month(at)} ${day}`;
  }
});
