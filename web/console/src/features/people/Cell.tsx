import type { TFunction } from 'i18next';

import { Sparkline } from '@/design';
import type { Format } from '@/format';
import type { Field } from './field';
import css from './list.module.css';

/** One thing known of a person. */
export function Cell({ field, value, f, t }: { field: Field; value: unknown; f: Format; t: TFunction<'people'> }) {
  if (value === null || value === undefined) return <span className={css.none}>{t('none')}</span>;
  if (Array.isArray(value)) {
    const days = value as number[];
    return days.some((n) => n > 0) ? <Sparkline values={days} width={88} height={28} unfinished /> : <span className={css.none}>{t('none')}</span>;
  }
  if (typeof value === 'boolean') return <>{t(value ? 'yes' : 'no')}</>;
  if (typeof value === 'number') {
    if (field.kind === 'trait') return <>{String(value)}</>;
    if (value === 0) return <span className={css.none}>0</span>;
    return <>{f.number(value, field.kind === 'sum' && value < 1000 && !Number.isInteger(value) ? 2 : 0)}</>;
  }
  const text = String(value);
  if (field.kind === 'first_seen' || field.kind === 'last_seen') return <time dateTime={text} title={f.moment(text)}>{f.ago(text)}</time>;
  return <span title={text.length > 12 ? text : undefined}>{text}</span>;
}
