import { useTranslation } from 'react-i18next';

import { usePeople } from '@/app/people';
import { useFormat } from '@/app/session';
import { Sparkline } from '@/design';
import css from './channels.module.css';
import { keyOf, placeOf, type Answer, type Asked, type Model, type Question, type Row } from './data';
import { useChannelName, useRowName } from './name';

/** A row a channel, source or campaign; a row opened is the one the picture below shows. */
export function Rows({ answer, question, a, open, onOpen }: { answer: Answer; question: Question; a: Asked; open: string; onOpen: (key: string) => void }) {
  const { t } = useTranslation('channels');
  const rows = answer.channels?.rows ?? [], most = Math.max(1, ...rows.map((r) => r.people));
  const shown = answer.question.channels?.models ?? [];
  return (
    <div className={css.scroll} role="region" tabIndex={0} aria-label={t('table')}>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t(`bys.${a.by}`)}</th><th scope="col">{t('col.people')}</th><th scope="col">{t('col.activation')}</th><th scope="col">{t('col.retention')}</th><th scope="col">{t('col.ltv')}</th><th scope="col">{t('col.cost')}</th><th scope="col">{t('col.cac')}</th><th scope="col">{t('col.payback')}</th>
            {shown.map((m) => [<th scope="col" key={`${m}o`} className={css.model}>{t('col.orders')}<small>{t(`models.${m as Model}`)}</small></th>, <th scope="col" key={`${m}r`}>{t('col.revenue')}</th>, <th scope="col" key={`${m}i`}>{t('col.roi')}</th>])}
          </tr>
        </thead>
        <tbody>{rows.map((r) => <Line key={keyOf(r)} row={r} most={most} answer={answer} question={question} open={open === keyOf(r)} onOpen={() => onOpen(keyOf(r))} />)}</tbody>
      </table>
    </div>
  );
}

function Line({ row: r, most, answer, question, open, onOpen }: { row: Row; most: number; answer: Answer; question: Question; open: boolean; onOpen: () => void }) {
  const { t } = useTranslation('channels');
  const f = useFormat();
  const people = usePeople();
  const name = useRowName(), channel = useChannelName();
  const currency = answer.channels?.currency ?? '';
  const money = (n: number | null | undefined) => (n == null ? '–' : currency ? f.money(n, currency) : f.number(n, 2));
  const share = (n: number | null | undefined) => (n == null ? '–' : f.percent(n));
  const title = name(r), fine = [r.source, r.campaign].filter(Boolean).join(' · ');
  return (
    <tr className={open ? css.open : undefined}>
      <th scope="row"><button type="button" className={css.name} aria-pressed={open} onClick={onOpen}><b>{r.other ? t('other') : channel(r.channel)}</b>{fine && <small>{fine}</small>}</button></th>
      <td>
        <span className={css.people}>
          {r.people > 0 && <><Sparkline values={r.people_by ?? []} width={64} height={22} unfinished /><span className={css.bar} aria-hidden><i style={{ width: `${(r.people / most) * 100}%` }} /></span></>}
          {r.people > 0 ? <button type="button" className={css.count} onClick={() => people({ title, question, cell: { place: placeOf(r), metric: 'people' }, count: r.people })} aria-label={t('peopleOf', { name: title, formatted: f.number(r.people) })}>{f.number(r.people)}</button> : <span className="num">0</span>}
        </span>
      </td>
      <td className="num">{share(r.activation_rate)}</td>
      <td className="num">{share(r.retention_rate)}</td>
      <td className="num">{money(r.ltv)}</td>
      <td className="num">{r.cost > 0 ? money(r.cost) : '–'}</td>
      <td className="num">{money(r.cac)}</td>
      <td className="num">{r.payback_days == null ? '–' : t('days', { count: r.payback_days })}</td>
      {(r.credits ?? []).map((c) => [
        <td key={`${c.model}o`} className={`num ${css.model}`}>{c.orders > 0 ? <button type="button" className={css.count} onClick={() => people({ title: `${title} · ${t('col.orders')}`, question, cell: { place: placeOf(r), metric: 'credit', model: c.model as Model } })}>{f.number(c.orders, Number.isInteger(c.orders) ? 0 : 1)}</button> : 0}</td>,
        <td key={`${c.model}r`} className="num">{money(c.revenue)}</td>,
        <td key={`${c.model}i`} className={`num ${c.roi == null ? '' : c.roi < 0 ? css.bad : css.good}`}>{share(c.roi)}</td>,
      ])}
    </tr>
  );
}
