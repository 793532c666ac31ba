import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/app/session';
import { Avatar, Tag } from '@/design';
import { useTypeName, type Comparison, type Side } from './data';
import css from './identity.module.css';

/** Two persons side by side; ours is the one that is joined or leaves. */
export function Sides({ comparison: c, notes }: { comparison: Comparison; notes: [string, string] }) {
  const { t } = useTranslation('identity');
  const [moving, staying] = c.sides ?? [];
  if (!moving || !staying) return null;
  const clashes = c.clashes ?? [];
  return (
    <>
      <div className={css.sides}><One side={staying} note={notes[1]} /><One side={moving} note={notes[0]} ours /></div>
      <div className={css.clash_head}><b>{clashes.length > 0 ? t('sides.clashes', { count: clashes.length }) : t('sides.noClash')}</b><span className="caption">{t('sides.same', { count: c.same })}</span></div>
      {clashes.length > 0 && (
        <div className={css.scroll}>
          <table className={css.clashes}>
            <thead><tr><th scope="col">{t('sides.trait')}</th><th scope="col">{staying.name || `#${staying.person}`}</th><th scope="col">{moving.name || `#${moving.person}`}</th><th scope="col">{t('sides.joint')}</th></tr></thead>
            <tbody>
              {clashes.map((x) => (
                <tr key={x.trait}>
                  <th scope="row">{x.trait}</th>
                  {[1, 0].map((i) => <td key={i}>{shown(x.sides?.[i])}<small className="num">{x.at?.[i]}</small></td>)}
                  <td><b>{shown(x.joint)}</b></td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined || value === null ? '–' : JSON.stringify(value);
}

function One({ side: s, note, ours }: { side: Side; note: string; ours?: boolean }) {
  const { t } = useTranslation('identity');
  const f = useFormat();
  const type = useTypeName();
  const name = s.name || t('nobody', { person: s.person });
  return (
    <section className={ours ? css.side_ours : css.side} aria-label={name}>
      <header><Avatar name={name} id={s.person} size={32} anonymous={!s.known} /><span><b>{name}</b><small>{note}</small></span></header>
      <dl>
        <dt>{t('sides.events')}</dt><dd className="num">{f.number(s.events)}{s.since > 0 && <small>{t('sides.since', { count: s.since, formatted: f.number(s.since) })}</small>}</dd>
        {s.spent && <><dt>{t('sides.spent')}</dt><dd className="num">{f.number(s.spent.times)} · {s.spent.currency ? f.money(s.spent.sum, s.spent.currency) : f.number(s.spent.sum)}</dd></>}
        <dt>{t('sides.seen')}</dt><dd className="num">{s.first_seen && s.last_seen ? `${f.day(s.first_seen)} – ${f.day(s.last_seen)}` : t('sides.never')}</dd>
      </dl>
      <ul className={css.ids}>{(s.ids ?? []).map((i) => <li key={i.kind + i.id}><small>{type(i.kind)}</small><code>{i.id}</code></li>)}{s.more_ids > 0 && <li><small>{t('sides.moreIds', { count: s.more_ids })}</small></li>}</ul>
      {s.known && <span><Tag>{t('sides.known')}</Tag></span>}
    </section>
  );
}

export const Warned = ({ children }: { children: string }) => <p className={css.warned}><TriangleAlert size={15} strokeWidth={1.5} aria-hidden />{children}</p>;
