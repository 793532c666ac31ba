import { CircleCheck, CircleDashed, CircleDot, Radio } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { useFormat, useTo } from '@/app/session';
import { Card, Tag } from '@/design';
import { useTitles } from '@/app/catalogue';
import type { SourceDetail } from '../data';
import css from './sources.module.css';

type State = 'done' | 'look' | 'open';

/** Is it connected well? Each line goes live by itself. */
export function Connected({ source: s }: { source: SourceDetail }) {
  const { t } = useTranslation('observe');
  const f = useFormat();
  const to = useTo();
  const titleOf = useTitles();
  const came = s.total > 0;
  const events = s.events ?? [];
  const unnamed = events.filter((e) => !e.title && !e.name.startsWith('$')).length;
  const recent = s.last && Date.now() - new Date(s.last).getTime() < 5 * 60_000;
  return (
    <Card title={t('check.title')} flush extra={s.disabled_at ? <Tag>{t('source.off')}</Tag> : recent ? <Tag tone="good" icon={<Radio size={12} />}>{t('check.receiving')}</Tag> : !came ? <Tag tone="ours" icon={<Radio size={12} />}>{t('check.waiting')}</Tag> : undefined}>
      <ol className={css.checks} aria-live="polite">
        <Step state={came ? 'done' : 'look'} title={came ? t('check.first') : t('check.firstWait')}
          note={came && s.latest ? t('check.firstNote', { time: f.moment(s.latest.received), event: titleOf(s.latest.name), page: s.latest.page ? t('check.onPage', { page: s.latest.page }) : '' }) : came ? t('check.firstSeen', { time: f.moment(s.first ?? '') }) : t('check.firstWaitNote')} />
        <Step state={s.known ? 'done' : 'open'} title={t('check.known')}
          note={s.known ? <Link to={to(`people/${s.known.person}`)}>{t('check.knownNote', { user: s.known.user_id })}</Link> : t('check.knownWait')} />
        <Step state={!came ? 'open' : s.rejected > 0 ? 'look' : 'done'} title={t('check.clean')}
          note={s.rejected > 0 ? <Link to={to(`quarantine?source=${s.id}`)}>{t('check.cleanLook', { count: s.rejected, formatted: f.number(s.rejected), share: s.rejected_share < 0.0001 ? `<${f.percent(0.0001, 2)}` : f.percent(s.rejected_share, 2) })}</Link> : came ? t('check.cleanNote') : t('check.cleanWait')} />
        <Step state={events.length === 0 ? 'open' : unnamed > 0 ? 'look' : 'done'} title={t('check.named')}
          note={events.length === 0 ? t('check.namedWait') : unnamed > 0 ? <Link to={to('catalogue/events')}>{t('check.namedLook', { count: unnamed, all: f.number(events.length), formatted: f.number(unnamed) })}</Link> : t('check.namedNote', { count: events.length, formatted: f.number(events.length) })} />
      </ol>
    </Card>
  );
}

const icons: Record<State, typeof CircleDot> = { done: CircleCheck, look: CircleDot, open: CircleDashed };

function Step({ state, title, note }: { state: State; title: string; note: ReactNode }) {
  const Icon = icons[state];
  return (
    <li className={`${css.check} ${css[`check_${state}`]}`}>
      <Icon size={18} strokeWidth={1.5} aria-hidden />
      <div><b>{title}</b><small>{note}</small></div>
    </li>
  );
}
