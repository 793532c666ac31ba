import { Button } from 'antd';
import { ChevronLeft, ChevronRight, ShoppingCart, UserRound, Zap } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/app/session';
import { Mark } from '@/design';
import type { DraftEvent, Sheet } from './data';
import css from './imports.module.css';
import { useLacks } from './words';

/** One of the first rows as the event that it becomes, and from what. */
export function EventCard({ sheet, all }: { sheet: Sheet; all: number | undefined }) {
  const { t } = useTranslation('imports');
  const f = useFormat();
  const lacks = useLacks();
  const [at, setAt] = useState(0);
  const events = sheet.draft?.events ?? [];
  const k = Math.min(at, events.length - 1);
  const e = events[k];
  return (
    <section className={css.becomes}>
      <header>
        <h2>{t('row.title')}</h2>
        {e && (
          <span className={css.pager}>
            <Button type="text" size="small" disabled={k === 0} icon={<ChevronLeft size={14} strokeWidth={1.5} />} aria-label={t('row.previous')} onClick={() => setAt(k - 1)} />
            <span className="num">{all !== undefined ? t('row.of', { row: f.number(e.row), all: f.number(all) }) : t('row.at', { row: f.number(e.row) })}</span>
            <Button type="text" size="small" disabled={k === events.length - 1} icon={<ChevronRight size={14} strokeWidth={1.5} />} aria-label={t('row.next')} onClick={() => setAt(k + 1)} />
          </span>
        )}
      </header>
      {e ? <Becomes e={e} sheet={sheet} /> : <div className={css.nothing}><b>{t('row.none')}</b><p>{sheet.lacks ? lacks(sheet.lacks) : t('row.noneText')}</p></div>}
    </section>
  );
}

function Becomes({ e, sheet }: { e: DraftEvent; sheet: Sheet }) {
  const { t } = useTranslation('imports');
  const f = useFormat();
  const person = e.event === '$identify';
  const bought = Object.keys(e.properties).some((p) => /amount|price|revenue|金额|实付|total/i.test(p));
  const Icon = person ? UserRound : bought ? ShoppingCart : Zap;
  const shown = propertiesOf(e, sheet);
  return (
    <>
      <div className={css.eventHead}><Mark icon={<Icon size={13} strokeWidth={1.5} />} /><b>{person ? t('row.traits') : e.event}</b>{person && <code>{e.event}</code>}<span className="num">{f.moment(e.time)}</span></div>
      <dl className={css.facts}>
        <dt>{t('row.person')}</dt>
        <dd><span className="mono">{e.user_id || e.anonymous_id}</span> <span className="ink3">{t(e.known ? 'row.known' : 'row.fresh')}</span></dd>
        <dd />
        {shown.map((p) => [
          <dt key={`${p.name} name`} title={p.name}>{p.name}</dt>,
          <dd key={`${p.name} value`} className={p.value === '' ? 'ink3' : 'num'}>{p.value === '' ? t('row.empty') : p.value}</dd>,
          <dd key={`${p.name} from`} className={p.doubt ? 'warn' : 'ink3'}>{p.raw !== undefined ? t('row.from', { raw: p.raw }) : ''}</dd>,
        ])}
        <dt>{t('row.dedupe')}</dt>
        <dd className={`mono ${css.messageId}`} title={e.message_id}>{e.message_id}</dd>
        <dd className="ink3">{t('row.dedupeNote')}</dd>
      </dl>
      {e.rows > 1 && <p className={css.aside}>{t('row.made', { count: e.rows })}</p>}
    </>
  );
}

interface Shown { name: string; value: string; raw?: string; doubt: boolean }

/** The event's properties, with what the file said where it was read otherwise, and those that are empty. */
function propertiesOf(e: DraftEvent, sheet: Sheet): Shown[] {
  const raw = sheet.rows?.find((r) => r.row === e.row)?.cells;
  const columns = sheet.columns ?? [];
  const of = (property: string) => columns.findIndex((c) => c.property === property);
  const inOrder = Object.entries(e.properties).sort(([a], [b]) => place(of(a)) - place(of(b)));
  const said = inOrder.map(([name, v]): Shown => {
    const at = of(name), value = clip(typeof v === 'string' ? v : JSON.stringify(v)), cell = at >= 0 ? raw?.[at] : undefined;
    return { name, value, raw: cell !== undefined && cell.trim() !== value && !value.startsWith('[') && !cell.endsWith('…') ? cell : undefined, doubt: columns[at]?.sure === 'look' };
  });
  const empty = columns.filter((c) => c.role === 'property' && c.property && !(c.property in e.properties) && raw).slice(0, 4);
  return [...said.slice(0, 14), ...empty.map((c): Shown => {
    const cell = raw?.[columns.indexOf(c)]?.trim();
    return { name: c.property ?? c.name, value: '', raw: cell || undefined, doubt: Boolean(cell) };
  })];
}

/** Columns in the file's order, what is made of several rows after them. */
const place = (at: number) => (at < 0 ? Number.MAX_SAFE_INTEGER : at);

const clip = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
