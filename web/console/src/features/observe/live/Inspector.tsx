import { Button, Segmented } from 'antd';
import { ArrowRight, ChevronDown, ChevronUp, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';

import { useFormat, useTo } from '@/app/session';
import { CopyButton, Mark, Sentence, Tag } from '@/design';
import { Code } from '../Code';
import { useReasonWords } from '../quarantine/reasons';
import type { LiveEvent } from './feed';
import { iconOf } from './icons';
import css from './live.module.css';
import { say, textOf, whoIs } from './say';

interface Props { event: LiveEvent; titleOf: (name: string) => string; sourceOf: (id: number) => string; nameOf: (person: number | undefined) => string; onClose: () => void; onUp?: () => void; onDown?: () => void }

/** One event: who, what, when, and everything it said. */
export function Inspector({ event: e, titleOf, sourceOf, nameOf, onClose, onUp, onDown }: Props) {
  const { t } = useTranslation('observe');
  const f = useFormat();
  const to = useTo();
  const [, setParams] = useSearchParams();
  const words = useReasonWords();
  const [view, setView] = useState<'properties' | 'json'>('properties');
  const Icon = iconOf(e.name);
  const who = whoIs(e);
  const at = new Date(e.received);
  const json = e.raw ? pretty(e.raw) : JSON.stringify(whole(e), null, 2);
  const only = () => setParams((had) => { const p = new URLSearchParams(had); p.delete('without'); p.delete('event'); p.set('event', e.name); p.delete('at'); return p; });
  return (
    <aside className={css.inspector} aria-label={t('live.oneEvent')}>
      <header className={css.inspector_head}>
        <Mark icon={<Icon size={14} strokeWidth={1.5} />} />
        <div><h2>{titleOf(e.name) || t('live.unnamed')} {e.name && titleOf(e.name) !== e.name && <code>{e.name}</code>}</h2><p className="num">{f.day(at)} {f.time(at, true)}.{String(at.getMilliseconds()).padStart(3, '0')}{t('comma')}{f.zone}</p></div>
        <Button type="text" size="small" aria-label={t('live.newer')} disabled={!onUp} onClick={onUp} icon={<ChevronUp size={16} strokeWidth={1.5} />} />
        <Button type="text" size="small" aria-label={t('live.older')} disabled={!onDown} onClick={onDown} icon={<ChevronDown size={16} strokeWidth={1.5} />} />
        <Button type="text" size="small" aria-label={t('close')} onClick={onClose} icon={<X size={16} strokeWidth={1.5} />} />
      </header>
      <div className={css.inspector_body}>
        <Sentence>{e.reason ? t('live.sentenceHeld', { reason: words(e.reason).title }) : t(say(e) ? 'live.sentenceWhat' : 'live.sentence', { who: nameOf(e.person) || who.name || t('live.anonymous'), event: titleOf(e.name), what: say(e) })}</Sentence>
        {e.detail && <p className={css.detail}>{e.detail}</p>}
        <dl className={css.facts}>
          <dt>{t('source.one')}</dt><dd>{sourceOf(e.source)}</dd>
          {e.time && <><dt>{t('live.happened')}</dt><dd className="num">{f.moment(e.time)}</dd></>}
          {e.lag_ms !== undefined && <><dt>{t('live.lag')}</dt><dd className="num">{t('live.ms', { ms: f.number(e.lag_ms) })}</dd></>}
          {e.message_id && <><dt>{t('live.message')}</dt><dd><code>{e.message_id}</code></dd></>}
        </dl>
        <div className={css.views}>
          <Segmented<'properties' | 'json'> size="small" value={e.raw ? 'json' : view} disabled={Boolean(e.raw)} options={[{ value: 'properties', label: t('live.properties') }, { value: 'json', label: e.raw ? t('live.asSent') : 'JSON' }]} onChange={setView} />
          <CopyButton text={json} />
        </div>
        {view === 'json' || e.raw ? <div className={css.json}><Code text={json} wrap /></div> : <Properties event={e} />}
      </div>
      <footer className={css.inspector_foot}>
        {e.person ? <Link to={to(`people/${e.person}`)}>{t('live.openPerson')}<ArrowRight size={14} strokeWidth={1.5} aria-hidden /></Link> : e.quarantine ? <Link to={to(`quarantine?open=${e.reason ?? ''}&entry=${e.quarantine}`)}>{t('live.openQuarantine')}<ArrowRight size={14} strokeWidth={1.5} aria-hidden /></Link> : null}
        {e.name && <button type="button" onClick={only}>{t('live.onlyThis')}</button>}
      </footer>
    </aside>
  );
}

function Properties({ event: e }: { event: LiveEvent }) {
  const { t } = useTranslation('observe');
  const all = e.properties ?? [];
  if (all.length === 0) return <p className="ink3">{t('live.noProperties')}</p>;
  return (
    <table className={css.properties}>
      <tbody>{all.map((p) => (
        <tr key={p.name}><th scope="row"><code>{p.name}</code></th><td>{textOf(p.value) || <span className="ink3">{t('live.blank')}</span>}</td><td className={css.type}>{p.new && <Tag tone="ours">{t('live.newProperty')}</Tag>}{t(`type.${p.type}`)}</td></tr>
      ))}</tbody>
    </table>
  );
}

/** The event as one document, the way it is kept. */
const whole = (e: LiveEvent) => ({ event: e.name, time: e.time, received: e.received, message_id: e.message_id, user_id: e.user_id, anonymous_id: e.anonymous_id, person: e.person, properties: Object.fromEntries((e.properties ?? []).map((p) => [p.name, p.value])) });

export function pretty(text: string): string {
  try { return JSON.stringify(JSON.parse(text), null, 2); } catch { return text; }
}
