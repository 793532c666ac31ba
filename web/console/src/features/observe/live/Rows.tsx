import { CircleUserRound, TriangleAlert } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/app/session';
import { Avatar, Mark, Tag } from '@/design';
import { useReasonWords } from '../quarantine/reasons';
import { keyOf, type LiveEvent } from './feed';
import { iconOf } from './icons';
import css from './live.module.css';
import { say, whoIs } from './say';

interface Props { events: readonly LiveEvent[]; chosen: string | null; onChoose: (key: string) => void; titleOf: (name: string) => string; sourceOf: (id: number) => string; nameOf: (person: number | undefined) => string }

/** A row an event, the newest first. */
export function Rows({ events, chosen, onChoose, titleOf, sourceOf, nameOf }: Props) {
  const { t } = useTranslation('observe');
  return (
    <table className={css.table}>
      <thead><tr><th scope="col">{t('live.time')}</th><th scope="col">{t('event')}</th><th scope="col">{t('person')}</th><th scope="col">{t('live.what')}</th><th scope="col" className={css.right}>{t('source.one')}</th></tr></thead>
      <tbody>{events.map((e) => <Row key={keyOf(e)} event={e} chosen={keyOf(e) === chosen} onChoose={onChoose} title={titleOf(e.name)} source={sourceOf(e.source)} called={nameOf(e.person)} />)}</tbody>
    </table>
  );
}

const Row = memo(function Row({ event: e, chosen, onChoose, title, source, called }: { event: LiveEvent; chosen: boolean; onChoose: (key: string) => void; title: string; source: string; called: string }) {
  const { t } = useTranslation('observe');
  const f = useFormat();
  const words = useReasonWords();
  const id = whoIs(e);
  const who = called ? { name: called, known: true } : id;
  const Icon = iconOf(e.name);
  const at = new Date(e.received);
  return (
    <tr className={`${chosen ? css.chosen : ''} ${e.reason ? css.bad_row : ''}`} aria-selected={chosen} onClick={() => onChoose(keyOf(e))}>
      <td className={css.time}>{f.time(at, true)}<small>.{String(at.getMilliseconds()).padStart(3, '0')}</small></td>
      <td><button type="button" className={css.name} onClick={(c) => { c.stopPropagation(); onChoose(keyOf(e)); }}><Mark icon={<Icon size={13} strokeWidth={1.5} />} /><span>{title || t('live.unnamed')}</span></button></td>
      <td><span className={css.who}>{e.person ? <Avatar name={who.name} id={e.person} size={20} anonymous={!who.known} /> : <CircleUserRound size={20} strokeWidth={1.25} className={css.nobody} />}<span className={who.known ? '' : css.anonymous}>{who.name || (e.reason ? t('live.nobody') : t('live.anonymous'))}</span></span></td>
      <td className={css.what}>{e.reason ? <span className="warn"><TriangleAlert size={14} strokeWidth={1.5} aria-hidden />{words(e.reason).title}</span> : say(e)}</td>
      <td className={css.right}>{e.reason ? <Tag tone="warn">{t('live.inQuarantine')}</Tag> : source}</td>
    </tr>
  );
});
