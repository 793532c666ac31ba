import { ArrowRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { useFormat, useTo } from '@/app/session';
import { Failed, Figure, PeopleLink, Skeleton, Sparkline } from '@/design';
import type { CatalogueEvent, CatalogueProperty } from '../data';
import { textOf } from '../live/say';
import css from './catalogue.module.css';
import { NoteForm } from './NoteForm';
import { Panel } from './Panel';
import { RulesCard } from './rules/RulesCard';
import { trendOf } from './trend';
import { Fill, Types } from './Types';
import { useEvent } from './useCatalogue';
import { Values } from './Values';

/** One event: how much, what it carries, with which values. */
export function EventPanel({ name, onClose }: { name: string; onClose: () => void }) {
  const { t } = useTranslation('observe');
  const query = useEvent(name);
  const [property, setProperty] = useState<string | null>(null);
  const e = query.data?.event;
  return (
    <Panel title={e?.title || name} code={e?.title ? name : undefined} onClose={onClose}>
      {query.isPending && <Skeleton kind="rows" height={420} />}
      {query.error && <Failed error={query.error} onRetry={() => void query.refetch()} height={300} />}
      {e && (
        <>
          <NoteForm kind="events" of={e} />
          <Figures event={e} />
          {!e.passive && <RulesCard event={name} />}
          <h3>{t('cat.itsProperties', { count: query.data?.properties?.length ?? 0 })}</h3>
          <ul className={css.carried}>{(query.data?.properties ?? []).map((p) => <Carried key={p.name} event={name} property={p} open={p.name === property} onOpen={() => setProperty(p.name === property ? null : p.name)} />)}</ul>
        </>
      )}
    </Panel>
  );
}

function Figures({ event: e }: { event: CatalogueEvent }) {
  const { t } = useTranslation('observe');
  const f = useFormat();
  const to = useTo();
  const people = { title: e.title || e.name, question: { range: { last: '30d' }, trend: { unit: 'day' as const, series: [{ event: e.name, measure: 'unique' as const }] } }, cell: { series: 0 } };
  return (
    <>
      <div className={css.figures}>
        <Figure label={t('cat.total')} value={f.number(e.total)} />
        <Figure label={t('cat.week')} value={f.number(e.last_7d)} />
        <Figure label={t('cat.persons')} value={f.number(e.persons)} />
      </div>
      <Sparkline values={e.days ?? []} width={340} height={56} unfinished label={t('cat.daysSpoken', { counts: (e.days ?? []).join(' ') })} />
      <p className="caption num">{e.first_seen && t('cat.since', { first: f.moment(e.first_seen), last: f.moment(e.last_seen ?? '') })}</p>
      {!e.passive && <p className={css.ways}><Link to={to(trendOf(e.name))}>{t('cat.trend')}<ArrowRight size={14} strokeWidth={1.5} aria-hidden /></Link><PeopleLink behind={people} label={t('cat.people')} /><Link className={css.quiet} to={to(`live?event=${encodeURIComponent(e.name)}`)}>{t('cat.live')}</Link></p>}
    </>
  );
}

function Carried({ event, property: p, open, onOpen }: { event: string; property: CatalogueProperty; open: boolean; onOpen: () => void }) {
  const { t } = useTranslation('observe');
  return (
    <li>
      <button type="button" className={css.carried_row} aria-expanded={open} onClick={onOpen}>
        <span className={css.carried_name}><code>{p.name}</code>{p.title && <span>{p.title}</span>}</span>
        <Types types={p.types ?? []} />
        <Fill share={p.fill} />
        <span className={css.carried_examples}>{(p.examples ?? []).slice(0, 4).map(textOf).join(t('comma'))}</span>
      </button>
      {open && <Values property={p.name} event={event} />}
    </li>
  );
}
