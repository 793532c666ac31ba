import { Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Change } from './change';
import css from './quarantine.module.css';

type PropertyChange = NonNullable<Change['properties']>[number];

const ways = ['number', 'text', 'bool', 'rename', 'set', 'drop'] as const;
type Way = (typeof ways)[number];

const usual: Record<string, Way> = { rule_type: 'number', rule_missing: 'set', rule_value: 'set', rule_unexpected_property: 'drop' };

/** A value as it was typed: a number, a truth, or text. */
function valueOf(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

function changeOf(name: string, way: Way, text: string): PropertyChange[] | undefined {
  if (!name.trim() || ((way === 'rename' || way === 'set') && !text.trim())) return undefined;
  const base = { name: name.trim() };
  if (way === 'rename') return [{ ...base, rename: text.trim() }];
  if (way === 'set') return [{ ...base, set: valueOf(text) }];
  if (way === 'drop') return [{ ...base, drop: true }];
  return [{ ...base, to: way }];
}

/** One change of one property, for all events of a reason. Left empty, they are read as they came: the rule may have changed. */
export function PropertyFix({ reason, onChange }: { reason: string; onChange: (changes: PropertyChange[] | undefined) => void }) {
  const { t } = useTranslation('observe');
  const [name, setName] = useState('');
  const [way, setWay] = useState<Way>(usual[reason] ?? 'set');
  const [text, setText] = useState('');
  const change = (n: string, w: Way, v: string) => { setName(n); setWay(w); setText(v); onChange(changeOf(n, w, v)); };
  return (
    <>
      <label>{t('held.property')}<Input size="small" className={css.event} maxLength={200} value={name} onChange={(e) => change(e.target.value, way, text)} /></label>
      <Select size="small" className={css.way} value={way} aria-label={t('held.does')} options={ways.map((v) => ({ value: v, label: t(`held.to.${v}`) }))} onChange={(v) => change(name, v, text)} />
      {(way === 'rename' || way === 'set') && <Input size="small" className={css.event} maxLength={200} aria-label={t(way === 'rename' ? 'held.newName' : 'held.newValue')} placeholder={t(way === 'rename' ? 'held.newName' : 'held.newValue')} value={text} onChange={(e) => change(name, way, e.target.value)} />}
    </>
  );
}
