import { Button, Checkbox, Input, InputNumber, Select } from 'antd';
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import css from './rules.module.css';
import type { Rule } from './useRules';

const types = ['text', 'number', 'bool', 'time', 'list', 'object'] as const;

/** What one property is expected to be. */
export function RuleRow({ rule: r, onChange }: { rule: Rule; onChange: (next: Rule | null) => void }) {
  const { t } = useTranslation('observe');
  const set = (more: Partial<Rule>) => onChange({ ...r, ...more });
  const retype = (type?: Rule['type']) => onChange({ name: r.name, required: r.required, on_violation: r.on_violation, type });
  return (
    <li className={css.rule}>
      <code>{r.name}</code>
      <Select<NonNullable<Rule['type']> | ''> size="small" className={css.type} value={r.type ?? ''} aria-label={t('rules.typeOf', { name: r.name })} options={[{ value: '' as const, label: t('rules.any') }, ...types.map((v) => ({ value: v, label: t(`rules.type.${v}`) }))]} onChange={(v) => retype(v || undefined)} />
      <Checkbox checked={r.required ?? false} onChange={(e) => set({ required: e.target.checked || undefined })}>{t('rules.required')}</Checkbox>
      <Select<NonNullable<Rule['on_violation']> | ''> size="small" className={css.act} value={r.on_violation ?? ''} aria-label={t('rules.actOf', { name: r.name })} options={[{ value: '' as const, label: t('rules.asEvent') }, { value: 'flag' as const, label: t('rules.flag') }, { value: 'quarantine' as const, label: t('rules.hold') }]} onChange={(v) => set({ on_violation: v || undefined })} />
      <Button type="text" size="small" aria-label={t('rules.without', { name: r.name })} icon={<X size={14} strokeWidth={1.5} />} onClick={() => onChange(null)} />
      {r.type === 'text' && (
        <div className={css.limits}>
          <Select mode="tags" size="small" className={css.values} maxCount={100} value={(r.values ?? []).map(String)} placeholder={t('rules.values')} aria-label={t('rules.valuesOf', { name: r.name })} onChange={(values: string[]) => set({ values: values.length > 0 ? values : undefined })} open={false} suffixIcon={null} />
          <Input size="small" className={css.pattern} maxLength={200} value={r.pattern ?? ''} placeholder={t('rules.pattern')} aria-label={t('rules.patternOf', { name: r.name })} onChange={(e) => set({ pattern: e.target.value || undefined })} />
        </div>
      )}
      {r.type === 'number' && (
        <div className={css.limits}>
          <InputNumber size="small" value={r.min ?? null} placeholder={t('rules.min')} aria-label={t('rules.minOf', { name: r.name })} onChange={(min) => set({ min: min ?? undefined })} />
          <InputNumber size="small" value={r.max ?? null} placeholder={t('rules.max')} aria-label={t('rules.maxOf', { name: r.name })} onChange={(max) => set({ max: max ?? undefined })} />
        </div>
      )}
    </li>
  );
}
