import { Button, Input, Select } from 'antd';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Card } from '@/design';
import type { Column, Mapping } from './data';
import { GroupRules } from './GroupRules';
import css from './imports.module.css';

const ops = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'starts_with', 'not_starts_with', 'set', 'not_set'] as const;
type Op = (typeof ops)[number];

interface Props { m: Mapping; columns: readonly Column[]; onChange: (m: Mapping) => void }

/** Which rows are taken, how many of them make one event, and how they are known again. */
export function RowRules({ m, columns, onChange }: Props) {
  const { t } = useTranslation('imports');
  const where = m.where ?? [];
  const set = (at: number, change: Partial<(typeof where)[number]>) => onChange({ ...m, where: where.map((r, k) => (k === at ? { ...r, ...change } : r)) });
  const options = columns.map((c) => ({ value: c.name, label: c.name }));
  return (
    <Card title={t('map.rules.title')}>
      <div className={css.rules}>
        <div className={css.rule}>
          <span className={css.label}>{t('map.rules.where')}</span>
          <div className={css.ruleList}>
            {where.map((r, k) => (
              <div key={k} className={css.ruleLine}>
                <Select size="small" className={css.ruleColumn} value={r.column} aria-label={t('map.rules.column')} showSearch onChange={(column: string) => set(k, { column })} options={options} popupMatchSelectWidth={false} />
                <Select<Op> size="small" className={css.ruleOp} value={r.op as Op} aria-label={t('map.rules.where')} onChange={(op) => set(k, { op })} options={ops.map((value) => ({ value, label: t(`map.rules.op.${value}`) }))} popupMatchSelectWidth={false} />
                {r.op !== 'set' && r.op !== 'not_set' && <Typed value={r.value ?? ''} label={t('map.rules.value')} onCommit={(value) => set(k, { value })} />}
                <Button type="text" size="small" icon={<X size={14} strokeWidth={1.5} />} aria-label={t('map.rules.remove')} onClick={() => onChange({ ...m, where: where.filter((_, at) => at !== k) })} />
              </div>
            ))}
            <Button size="small" icon={<Plus size={14} strokeWidth={1.5} />} onClick={() => onChange({ ...m, where: [...where, { column: columns[0]?.name ?? '', op: 'set' }] })}>{t('map.rules.add')}</Button>
          </div>
        </div>
        <GroupRules m={m} columns={columns} onChange={onChange} />
      </div>
    </Card>
  );
}

/** A text that is taken when one is done with it. */
export function Typed({ value, label, placeholder, onCommit }: { value: string; label: string; placeholder?: string; onCommit: (value: string) => void }) {
  const [typed, setTyped] = useState(value);
  const [of, setOf] = useState(value);
  if (of !== value) { setOf(value); setTyped(value); }
  const commit = () => { if (typed !== value) onCommit(typed); };
  return <Input size="small" className={css.typed} value={typed} aria-label={label} placeholder={placeholder} onChange={(e) => setTyped(e.target.value)} onBlur={commit} onPressEnter={commit} />;
}
