import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Schemas } from '@/api/client';
import { useConfirm } from '@/app/confirm';
import { useFormat } from '@/app/session';
import { Card } from '@/design';
import { UndoDialog, useMay, useTypeName, useUnbind } from '@/features/identity';
import type { Person } from './PersonPage';
import css from './person.module.css';

/** The ids of one person on the track: a line an id, a curve where it joined. */
export function Ids({ person: p }: { person: Person }) {
  const { t } = useTranslation('people');
  const [undo, setUndo] = useState(0);
  const ids = [...(p.ids ?? [])].sort((a, b) => Number(a.joined !== undefined) - Number(b.joined !== undefined) || (a.joined ?? '').localeCompare(b.joined ?? ''));
  return (
    <Card title={t('one.ids')} note={t('one.idsNote', { count: ids.length + p.more_ids })}>
      <ol className={css.ids}>{ids.map((id, i) => <Line key={id.kind + id.id} id={id} person={p.person} many={ids.length > 1} onUndo={setUndo} first={i === 0} last={i === ids.length - 1} />)}</ol>
      {undo > 0 && <UndoDialog number={undo} onClose={() => setUndo(0)} />}
      {p.more_ids > 0 && <p className={css.nothing}>{t('one.idsMore', { count: p.more_ids })}</p>}
    </Card>
  );
}

interface Shown { id: Schemas['PeopleKnownID']; person: number; many: boolean; onUndo: (merge: number) => void; first: boolean; last: boolean }

function Line({ id, person, many, onUndo, first, last }: Shown) {
  const { t } = useTranslation('people');
  const { t: words } = useTranslation('identity');
  const type = useTypeName();
  const may = useMay('operate');
  const confirm = useConfirm();
  const unbind = useUnbind();
  const part = async () => {
    if (await confirm({ title: words('unbind.ask'), body: words('unbind.body', { id: id.id }), act: words('unbind.act') })) unbind.mutate({ person, type: id.kind, id: id.id });
  };
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
        <span className={css.when}>{[type(id.kind), when].filter(Boolean).join(' · ')}</span>
        {may && (id.merge ? <button type="button" className={css.part} onClick={() => onUndo(id.merge ?? 0)}>{words('log.undo')}</button>
          : many && <button type="button" className={css.part} onClick={() => void part()}>{words('unbind.act')}</button>)}
      </span>
    </li>
  );
}
