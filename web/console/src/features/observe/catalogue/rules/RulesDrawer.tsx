import { Button, Drawer, Input, Segmented, Select } from 'antd';
import { Lock, Plus, RotateCcw } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useConfirm } from '@/app/confirm';
import { useToast } from '@/app/notices';
import { useFormat } from '@/app/session';
import { PreviewLine } from './PreviewLine';
import { RuleRow } from './RuleRow';
import css from './rules.module.css';
import { useChangeRules, usePreview, type Rule, type Rules } from './useRules';

interface Props { event: string; from: Rules; version: number; proposed: Rules; onClose: () => void }

/** The rules of one event: proposed or as they are, edited, looked at against the last days, then locked. */
export function RulesDrawer({ event, from, version, proposed, onClose }: Props) {
  const { t } = useTranslation('observe');
  const f = useFormat();
  const [draft, setDraft] = useState(from);
  const [added, setAdded] = useState('');
  const [saving, setSaving] = useState(false);
  const change = useChangeRules(event);
  const confirm = useConfirm();
  const toast = useToast();
  const settled = useDeferredValue(draft);
  const preview = usePreview(event, settled.status === 'draft' ? { ...settled, status: 'locked' } : settled);
  const rules = draft.properties ?? [];
  const set = (more: Partial<Rules>) => setDraft({ ...draft, ...more });
  const put = (at: number, rule: Rule | null) => set({ properties: rules.flatMap((r, i) => (i === at ? (rule ? [rule] : []) : [r])) });
  const add = () => {
    const name = added.trim();
    if (!name || rules.some((r) => r.name === name)) return;
    set({ properties: [...rules, { name }] });
    setAdded('');
  };
  const acts = [{ value: 'flag', label: t('rules.flag') }, { value: 'quarantine', label: t('rules.hold') }] as const;
  const save = async (status: Rules['status']) => {
    const held = preview.data?.held ?? 0;
    if (status !== 'draft' && held > 0 && !(await confirm({ title: t('rules.lockTitle', { event }), body: t('rules.lockBody', { held: f.number(held), count: held }), act: t('rules.lock') }))) return;
    setSaving(true);
    const done = await change.set({ ...draft, status }, version);
    setSaving(false);
    if (!done) return;
    toast({ text: t(`rules.saved.${status}`), undo: () => void (version === 0 ? change.drop(version + 1) : change.set(from, version + 1)) });
    onClose();
  };
  return (
    <Drawer open onClose={onClose} size={760} title={t('rules.of', { event })} closable={{ 'aria-label': t('close'), placement: 'end' }} destroyOnHidden
      footer={
        <div className={css.foot}>
          <Button type="text" icon={<RotateCcw size={14} strokeWidth={1.5} />} onClick={() => setDraft({ ...proposed, on_violation: draft.on_violation, other_properties: draft.other_properties })}>{t('rules.again')}</Button>
          <span className={css.push} />
          {from.status !== 'deprecated' && version > 0 && <Button disabled={saving} onClick={() => void save('deprecated')}>{t('rules.deprecate')}</Button>}
          <Button disabled={saving} onClick={() => void save('draft')}>{t('rules.keepDraft')}</Button>
          <Button type="primary" loading={saving} icon={<Lock size={14} strokeWidth={1.5} />} onClick={() => void save('locked')}>{t('rules.lock')}</Button>
        </div>
      }>
      <div className={css.editor}>
        <PreviewLine preview={preview.data} error={preview.error} />
        <div className={css.acts}>
          <label>{t('rules.onViolation')}<Segmented value={draft.on_violation} options={[...acts]} onChange={(v) => set({ on_violation: v })} /></label>
          <label>{t('rules.others')}<Select className={css.act} value={draft.other_properties} options={[{ value: 'allow', label: t('rules.allow') }, ...acts]} onChange={(v) => set({ other_properties: v })} /></label>
        </div>
        <ul className={css.rules} aria-label={t('rules.title')}>{rules.map((r, i) => <RuleRow key={r.name} rule={r} onChange={(next) => put(i, next)} />)}</ul>
        {rules.length === 0 && <p className="ink3">{t('rules.noProperties')}</p>}
        <form className={css.add} onSubmit={(e) => { e.preventDefault(); add(); }}>
          <Input maxLength={200} value={added} placeholder={t('rules.addHint')} aria-label={t('rules.addHint')} onChange={(e) => setAdded(e.target.value)} />
          <Button htmlType="submit" disabled={!added.trim()} icon={<Plus size={14} strokeWidth={1.5} />}>{t('rules.add')}</Button>
        </form>
      </div>
    </Drawer>
  );
}
