import { useFormat } from '@/app/session';

/** A field as people read it: times by the zone, amounts with their currency. */
export function Value({ name, value, currency }: { name: string; value: unknown; currency?: unknown }) {
  const f = useFormat();
  if (value === undefined || value === null) return null;
  if (typeof value === 'number') return <span className="num">{amounts.has(name) && typeof currency === 'string' ? f.money(value, currency) : f.number(value, Number.isInteger(value) ? 0 : 2)}</span>;
  if (typeof value === 'string' && name.endsWith('_at') && !Number.isNaN(Date.parse(value))) return <span className="num">{f.moment(value)}</span>;
  if (Array.isArray(value) && value.every((v) => typeof v === 'string')) return <>{value.join(' · ')}</>;
  return <>{typeof value === 'object' ? JSON.stringify(value) : String(value)}</>;
}

const amounts = new Set(['total', 'discount', 'refunded', 'amount', 'price']);
