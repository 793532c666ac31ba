import { useTranslation } from 'react-i18next';

import type { Schemas } from '@/api/client';
import { useFormat } from '@/app/session';
import { Card } from '@/design';
import type { Person } from './PersonPage';
import css from './person.module.css';

/** The ids of one person on the track: a line an id, a curve where it joined. */
export function Ids({ person: p }: { person: Person }) {
  const { t } = useTranslation('people');
  const ids = [...(p.ids ?? [])].sort((a, b) => Number(a.joined !== undefined) - Number(b.joined !== undefined) || (a.joined ?? '').localeCompare(b.joined ?? ''));
  return (
    <Card title={t('one.ids')} note={t('one.idsNote', { count: ids.length + p.more_ids })}>
      <ol className={css.ids}>{ids.map((id, i) => <Line key={id.kind + id.id} id={id} first={i === 0} last={i === ids.length - 1} />)}</ol>
      {p.more_ids > 0 && <p className={css.nothing}>{t('one.idsMore', { count: p.more_ids })}</p>}
    </Card>
  );
}

function Line({ id, first, last }: { id: Schemas['PeopleKnownID']; first: boolean; last: boolean }) {
  const { t } = useTranslation('people');
  const f = useFormat();
  const joined = id.joined !== undefined;
  const when = joined ? t(id.kind === 'user' ? 'one.identifiedAt' : 'one.joinedAt', { when: f.ago(id.joined ?? '') }) : id.first_seen ? t('one.began', { when: f.ago(id.first_seen) }) : '';
  return (
    <li>
      <svg aria-hidden preserveAspectRatio="none">
        {!first && <line x1="5" y1="0" x2="5" y2={last ? 3 : '100%'} stroke="currentColor" />}
        {first && !last && <line x1="5" y1="10" x2="5" y2="100%" stroke="currentColor" />}
        {joined && <path d="M5 2 C5 8 7 10 13 10" fill="none" stroke="currentColor" />}
        <circle cx={joined ? 15 : 5} cy="10" r="4" fill={id.kind === 'user' ? 'var(--ink-2)' : 'var(--surface)'} stroke="var(--ink-2)" strokeWidth="1.5" />
      </svg>
      <span />
      <span>
        <span className={`mono ${css.id}`}>{id.id}</span>
        <span className={css.when}>{[t(id.kind === 'user' ? 'one.user' : 'one.device'), when].filter(Boolean).join(' · ')}</span>
      </span>
    </li>
  );
}
