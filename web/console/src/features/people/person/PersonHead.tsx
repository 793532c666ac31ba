import { Smartphone } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { useToast } from '@/app/notices';
import { useFormat } from '@/app/session';
import { Avatar, Figure } from '@/design';
import type { Person } from './PersonPage';
import css from './person.module.css';
import { Weeks } from './Weeks';
import { moneyOf } from './money';

/** Who it is, in one glance: name, ids, figures, and a year of activity. */
export function PersonHead({ person: p, name }: { person: Person; name: string }) {
  const { t } = useTranslation('people');
  const f = useFormat();
  const place = (p.traits ?? []).find((x) => x.name === 'city' || x.name === 'country')?.value;
  const came = p.first_seen ? (p.first_touch ? t('one.cameFrom', { day: f.day(p.first_seen), source: p.first_touch.label }) : t('one.came', { day: f.day(p.first_seen) })) : t('one.onlyKnown');
  const span = p.first_seen && p.last_seen ? Math.max(1, Math.round((Date.now() - new Date(p.first_seen).getTime()) / 86_400_000)) : 0;
  const money = moneyOf(f, p.spent?.currency);
  return (
    <section className={css.head} aria-label={name}>
      <div className={css.top}>
        <Avatar name={name} id={p.person} size={56} anonymous={p.named_by === 'anonymous'} />
        <div className={css.who}>
          <h1 className={css.name}>{name}</h1>
          <p className={css.from}>{[typeof place === 'string' ? place : '', came].filter(Boolean).join(' · ')}</p>
          <Chips person={p} />
        </div>
        <div className={css.figures}>
          <Figure label={t('one.figures.last')} value={p.last_seen ? f.ago(p.last_seen) : t('never')} note={p.first_seen && t('one.sinceFirst', { n: f.duration(span * 86_400) })} />
          <Figure label={t('one.figures.events')} value={f.number(p.events)} note={p.sessions > 0 && t('one.perSession', { n: f.number(p.events / p.sessions, 1) })} />
          <Figure label={t('one.figures.sessions')} value={f.number(p.sessions)} note={p.sessions > 0 && t('one.perWeek', { n: f.number(p.sessions / Math.max(1, span / 7), 1) })} />
          <Figure label={t('one.figures.days')} value={f.number(p.active_days)} note={span > 0 && t('one.outOf', { n: f.number(span) })} />
          {p.spent && <Figure label={t('one.figures.spent')} value={money(p.spent.sum)} note={t('one.orders', { count: p.spent.times, mean: money(p.spent.mean) })} />}
        </div>
      </div>
      <Weeks person={p} />
    </section>
  );
}

/** Ids to copy, the user's own first. */
function Chips({ person: p }: { person: Person }) {
  const { t } = useTranslation('people');
  const say = useToast();
  const users = (p.ids ?? []).filter((i) => i.kind !== 'anonymous' && i.kind !== 'device'), devices = (p.ids ?? []).filter((i) => i.kind === 'anonymous' || i.kind === 'device');
  const shown = users.length > 0 ? users.slice(0, 3) : devices.slice(0, 1);
  const copy = (id: string) => void navigator.clipboard.writeText(id).then(() => say({ text: t('design:copied') }));
  return (
    <p className={css.chips}>
      {shown.map((i) => <button key={i.kind + i.id} type="button" className={`mono ${css.chip}`} title={t('one.copyId', { id: i.id })} onClick={() => copy(i.id)}>{i.id}</button>)}
      {devices.length > 0 && users.length > 0 && <span className={css.chip}><Smartphone size={13} strokeWidth={1.5} aria-hidden />{t('one.devices', { count: devices.length })}</span>}
      <span className={`num ${css.number}`}>{t('one.number', { person: p.person })}</span>
    </p>
  );
}
