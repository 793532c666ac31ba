import { Button, Input, InputNumber, Select } from 'antd';
import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useToast } from '@/app/notices';
import { useFormat } from '@/app/session';
import { Card, Field, Fields } from '@/design';
import { useSaveRules, useTypeName, useWhyNot, type IdType, type Rules } from './data';
import css from './identity.module.css';

const fixed = (t: IdType) => t.name === 'user' || t.name === 'anonymous';
/** They say which machine or visit it was, not who: their place is the last. */
const weak = (t: IdType) => t.name === 'anonymous' || t.name === 'device' || t.name === 'click';

/** The rules, to be changed; who may not sees them. */
export function RulesForm({ rules, may }: { rules: Rules; may: boolean }) {
  const { t } = useTranslation('identity');
  const say = useToast();
  const why = useWhyNot();
  const save = useSaveRules();
  const [types, setTypes] = useState<IdType[]>(rules.types ?? []);
  const [blocked, setBlocked] = useState((rules.blocked ?? []).join('\n'));
  const [traits, setTraits] = useState(rules.traits ?? []);
  const [most, setMost] = useState(rules.max_ids);
  const next = { types, blocked: blocked.split('\n').map((b) => b.trim()).filter(Boolean), traits: traits.filter((x) => x.trait.trim()), max_ids: most };
  const changed = JSON.stringify(next) !== JSON.stringify({ types: rules.types ?? [], blocked: rules.blocked ?? [], traits: rules.traits ?? [], max_ids: rules.max_ids });
  const own = types.filter((x) => !fixed(x)).map((x) => ({ value: x.name, label: x.name }));
  return (
    <>
      <Types types={types} counts={rules.counts} may={may} onChange={setTypes} />
      <Card title={t('rules.more')}>
        <Fields>
          <Field label={t('rules.max')} hint={t('rules.maxHint')}><InputNumber min={2} max={10000} value={most} disabled={!may} onChange={(v) => setMost(v ?? 200)} /></Field>
          <Field label={t('rules.blocked')} hint={t('rules.blockedHint')}><Input.TextArea className="mono" autoSize={{ minRows: 2, maxRows: 8 }} value={blocked} disabled={!may} onChange={(e) => setBlocked(e.target.value)} /></Field>
        </Fields>
        <div className={css.traits}>
          <b>{t('rules.traits')}</b><p className="caption">{t('rules.traitsHint')}</p>
          {traits.map((x, i) => (
            <div key={i} className={css.trait}>
              <Input aria-label={t('rules.trait')} placeholder={t('rules.trait')} value={x.trait} disabled={!may} onChange={(e) => setTraits(traits.map((y, k) => (k === i ? { ...y, trait: e.target.value } : y)))} />
              <span className="ink3">{t('rules.is')}</span>
              <Select aria-label={t('rules.type')} value={x.type} options={own} disabled={!may} onChange={(v: string) => setTraits(traits.map((y, k) => (k === i ? { ...y, type: v } : y)))} />
              {may && <Button type="text" aria-label={t('rules.remove')} icon={<X size={14} strokeWidth={1.5} />} onClick={() => setTraits(traits.filter((_, k) => k !== i))} />}
            </div>
          ))}
          {may && <Button size="small" icon={<Plus size={14} strokeWidth={1.5} />} onClick={() => setTraits([...traits, { trait: '', type: own[0]?.value ?? 'email' }])}>{t('rules.addTrait')}</Button>}
        </div>
      </Card>
      {may && (
        <div className={css.save}>
          <Button type="primary" disabled={!changed} loading={save.isPending} onClick={() => save.mutate(next, { onSuccess: () => say({ text: t('rules.saved') }) })}>{t('rules.save')}</Button>
          {save.error && <span role="alert" className={css.problem}>{why(save.error)}</span>}
        </div>
      )}
    </>
  );
}

function Types({ types, counts, may, onChange }: { types: IdType[]; counts: Rules['counts']; may: boolean; onChange: (types: IdType[]) => void }) {
  const { t } = useTranslation('identity');
  const f = useFormat();
  const say = useTypeName();
  const [name, setName] = useState('');
  const set = (i: number, change: Partial<IdType>) => onChange(types.map((x, k) => (k === i ? { ...x, ...change } : x)));
  const move = (i: number, by: number) => { const out = [...types]; const [x] = out.splice(i, 1); if (x) out.splice(i + by, 0, x); onChange(out); };
  const movable = (i: number) => { const x = types[i]; return x !== undefined && !fixed(x) && !weak(x); };
  const add = () => { const at = types.findIndex(weak); onChange([...types.slice(0, at), { name: name.trim(), use: 'joins', limit: 5, form: 'exact' }, ...types.slice(at)]); setName(''); };
  return (
    <Card flush title={t('rules.types')} note={t('rules.typesNote')}>
      <div className={css.scroll}>
        <table className={css.types}>
          <thead><tr><th scope="col">{t('rules.type')}</th><th scope="col">{t('rules.use')}</th><th scope="col">{t('rules.limit')}</th><th scope="col">{t('rules.form')}</th><th scope="col" className={css.right}>{t('rules.count')}</th><th scope="col"><span className="sr">{t('rules.order')}</span></th></tr></thead>
          <tbody>
            {types.map((x, i) => (
              <tr key={x.name}>
                <th scope="row">{say(x.name)}<small className="mono">{x.name}</small></th>
                <td><Select aria-label={`${x.name}: ${t('rules.use')}`} className={css.use} value={x.use} disabled={!may || fixed(x)} onChange={(v: IdType['use']) => set(i, { use: v })} options={(['joins', 'shared', 'off'] as const).filter((u) => u !== 'shared' || !weak(x)).map((u) => ({ value: u, label: t(`use.${u}`) }))} /></td>
                <td>{fixed(x) ? <span className="ink3">{t('rules.noLimit')}</span> : <InputNumber aria-label={`${x.name}: ${t('rules.limit')}`} min={0} max={200} value={x.limit} disabled={!may} onChange={(v) => set(i, { limit: v ?? 0 })} />}</td>
                <td><Select aria-label={`${x.name}: ${t('rules.form')}`} className={css.form} value={x.form} disabled={!may || fixed(x)} onChange={(v: IdType['form']) => set(i, { form: v })} options={(['exact', 'lower', 'digits'] as const).map((u) => ({ value: u, label: t(`form.${u}`) }))} /></td>
                <td className={`num ${css.right}`}>{f.number(counts[x.name] ?? 0)}</td>
                <td className={css.order}>{may && movable(i) && <>
                  <Button type="text" size="small" disabled={!movable(i - 1)} aria-label={t('rules.up', { type: x.name })} icon={<ArrowUp size={14} strokeWidth={1.5} />} onClick={() => move(i, -1)} />
                  <Button type="text" size="small" disabled={!movable(i + 1)} aria-label={t('rules.down', { type: x.name })} icon={<ArrowDown size={14} strokeWidth={1.5} />} onClick={() => move(i, 1)} />
                </>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {may && <div className={css.add}><Input aria-label={t('rules.newType')} placeholder={t('rules.newType')} maxLength={40} value={name} onChange={(e) => setName(e.target.value)} onPressEnter={() => { if (name.trim()) add(); }} /><Button icon={<Plus size={14} strokeWidth={1.5} />} disabled={!name.trim() || types.some((x) => x.name === name.trim())} onClick={add}>{t('rules.addType')}</Button></div>}
    </Card>
  );
}
