import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/app/session';
import { Mark } from '@/design';
import { useLabels } from '../label';
import { iconOf } from './icons';
import { moneyOf } from './money';
import { shown } from './shown';
import css from './timeline.module.css';
import type { TimelineEvent } from './useTimeline';

const amounts = /^(amount|price|total|revenue|pay_amount|order_amount)$/;

/** What an event is about comes first, then other words, then numbers. */
const weight = (p: { name: string; value: unknown }): number =>
  /^(title|work|name|product|item|query|keyword|text|content)/.test(p.name) ? 0 : amounts.test(p.name) ? 1 : typeof p.value === 'string' ? 2 : 3;

/** One event: when, what, and in short with what; all of it when unfolded. */
export const EventRow = memo(function EventRow({ event: e, usual, currency }: { event: TimelineEvent; usual: ReadonlySet<string>; currency?: string }) {
  const { t } = useTranslation('people');
  const f = useFormat(), labels = useLabels();
  const [open, setOpen] = useState(false);
  const Icon = iconOf(e.event);
  const properties = e.properties ?? [];
  const telling = properties.filter((p) => !p.name.startsWith('$') && !usual.has(p.name) && typeof p.value !== 'object').sort((a, b) => weight(a) - weight(b)).slice(0, 3);
  const page = properties.find((p) => p.name === '$pathname' || p.name === '$screen_name');
  const money = moneyOf(f, currency);
  const short = (name: string, value: unknown) => (typeof value === 'number' && amounts.test(name) ? money(value) : typeof value === 'string' ? value : `${name} ${shown(value)}`);
  return (
    <li className={css.event}>
      <time className="num" dateTime={e.at} title={f.moment(e.at)}>{f.time(e.at)}</time>
      <Mark icon={<Icon size={13} strokeWidth={1.5} />} />
      <div className={css.what}>
        <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
          <span>{labels.event(e.event)}</span>
          <span className={css.short}>{page && <span>{shown(page.value)}</span>}{telling.map((p) => <span key={p.name} title={p.name}>{short(p.name, p.value)}</span>)}</span>
        </button>
        {open && (properties.length === 0 ? <p className={css.none}>{t('one.noProperties')}</p> : (
          <dl className={css.properties} aria-label={t('one.properties', { event: e.event })}>
            <div><dt>{t('event')}</dt><dd className="mono">{e.event}</dd></div>
            {properties.map((p) => <div key={p.name}><dt className="mono">{p.name}</dt><dd>{shown(p.value)}{p.cut && <em>{t('one.cut')}</em>}</dd></div>)}
          </dl>
        ))}
      </div>
    </li>
  );
});
