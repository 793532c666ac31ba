import { Select } from 'antd';
import { ArrowRight, Braces, CircleCheck, CircleDot, CircleHelp, Clock, Fingerprint, Hash, KeyRound, Layers, Minus, TriangleAlert, Zap, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/app/session';
import { useNames, type Column, type Mapping } from './data';
import css from './imports.module.css';
import { assign, setType, type Target } from './mapping';
import { useWhy, type Role } from './words';

const icons: Record<Role, LucideIcon> = { event: Zap, time: Clock, user_id: Fingerprint, or_user_id: Fingerprint, anonymous_id: Fingerprint, id: KeyRound, group: Layers, properties_from: Braces, property: Hash, unused: Minus };
const surely: Record<string, LucideIcon> = { sure: CircleCheck, guessed: CircleHelp, look: TriangleAlert, chosen: CircleDot };
const roles = ['event', 'time', 'user_id', 'or_user_id', 'anonymous_id', 'id', 'properties_from', 'unused'] as const;
const types = ['', 'text', 'number', 'boolean', 'json'] as const;

interface Props { c: Column; m: Mapping; zone: string; read: number; onChange: (m: Mapping) => void }

/** One column of the file: what it is, where it goes, how much can be read, and why it was guessed so. */
export function ColumnRow({ c, m, zone, read, onChange }: Props) {
  const { t } = useTranslation('imports');
  const f = useFormat();
  const why = useWhy(zone)(c);
  const role = (c.role ?? 'unused') as Role;
  const Icon = icons[role], Sure = role === 'unused' && c.sure !== 'chosen' ? Minus : (surely[c.sure ?? ''] ?? CircleDot);
  const property = c.property ?? '';
  return (
    <tr className={c.sure === 'look' ? css.look : ''}>
      <td className={css.columnCell}>
        <span className={css.columnName}>{c.name}</span>
        <span className={`caption num ${css.examples}`}>{c.examples?.length ? c.examples.map((e, k) => <span key={k}>{e}</span>) : t('row.empty')}</span>
      </td>
      <td className={css.arrow} aria-hidden><ArrowRight size={14} strokeWidth={1.5} /></td>
      <td className={css.role}><Icon size={15} strokeWidth={1.5} aria-hidden /> {t(`map.role.${role}`)}</td>
      <td className={css.target}>
        <TargetSelect c={c} role={role} onChange={(to) => onChange(assign(m, c.name, to))} />
        {property !== '' && role === 'property' && (
          <Select
            size="small" variant="borderless" className={css.type} value={m.types?.[property] ?? ''} aria-label={t('map.typeLabel', { name: c.name })} popupMatchSelectWidth={false}
            onChange={(type: string) => onChange(setType(m, property, type))} options={types.map((value) => ({ value, label: t(`map.type.${value || 'auto'}`) }))}
          />
        )}
      </td>
      <td className={`num ${css.right} ${c.sure === 'look' && read < 1 ? 'warn' : ''}`}>{f.percent(read, read > 0.99 && read < 1 ? 2 : read === 1 ? 0 : 1)}</td>
      <td className={`${css.why} ${css[`why_${c.sure ?? 'chosen'}`] ?? ''}`}><Sure size={15} strokeWidth={1.5} aria-hidden /> <span>{why}</span></td>
    </tr>
  );
}

/** Where a column goes: a part of the event, a property there is, or a new one. */
function TargetSelect({ c, role, onChange }: { c: Column; role: Role; onChange: (to: Target) => void }) {
  const { t } = useTranslation('imports');
  const names = useNames();
  const [typed, setTyped] = useState('');
  const own = c.property || c.name;
  const label = (text: string, code: string) => <span className={css.option}>{text}<code>{code}</code></span>;
  const part = (r: (typeof roles)[number]) => ({ value: r, text: `${t(`map.target.${r}`)} ${r}`, label: r === 'unused' ? t('map.target.unused') : label(t(`map.target.${r}`), r) });
  const fresh = [...new Set([typed.trim(), own, c.name].filter(Boolean))].filter((n) => !names.data?.properties?.includes(n));
  const known = (names.data?.properties ?? []).filter((p) => !p.startsWith('$'));
  const asProperty = (name: string, text: string) => ({ value: `=${name}`, text: name, label: text });
  return (
    <Select
      className={css.select} value={role === 'property' || role === 'group' ? `=${own}` : role} aria-label={t('map.targetLabel', { name: c.name })} popupMatchSelectWidth={260}
      showSearch={{ onSearch: setTyped, filterOption: (text, o) => String((o as { text?: string } | undefined)?.text ?? '').toLowerCase().includes(text.toLowerCase()) }}
      onChange={(v: string) => { setTyped(''); onChange(v.startsWith('=') ? { role: 'property', name: v.slice(1) } : { role: v as (typeof roles)[number] }); }}
      labelRender={({ value }) => (String(value).startsWith('=') ? <span className="mono">{String(value).slice(1)}</span> : value === 'unused' ? <span className="ink3">{t('map.target.unused')}</span> : label(t(`map.target.${value as (typeof roles)[number]}`), String(value)))}
      options={[
        { label: t('map.target.event_group'), options: [part('event'), part('time'), part('id')] },
        { label: t('map.target.identity'), options: [part('user_id'), part('or_user_id'), part('anonymous_id')] },
        { label: t('map.target.property_group'), options: [...fresh.map((n) => asProperty(n, t('map.target.own', { name: n }))), part('properties_from')] },
        { label: t('map.target.leave'), options: [part('unused')] },
        { label: t('map.target.known'), options: known.map((n) => asProperty(n, n)) },
      ]}
    />
  );
}
