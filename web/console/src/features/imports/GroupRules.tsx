import { Button, Select } from 'antd';
import { Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { Column, Mapping } from './data';
import css from './imports.module.css';
import { Typed } from './RowRules';

interface Props { m: Mapping; columns: readonly Column[]; onChange: (m: Mapping) => void }

/** Rows that are one event, what is added up over them, and how rows are known again. */
export function GroupRules({ m, columns, onChange }: Props) {
  const { t } = useTranslation('imports');
  const options = columns.map((c) => ({ value: c.name, label: c.name }));
  const grouped = (m.group?.length ?? 0) > 0;
  const sums = Object.entries(m.sum ?? {});
  const setSum = (at: number, name: string, of: string) => onChange({ ...m, sum: Object.fromEntries(sums.map(([n, o], k) => (k === at ? [name, of] : [n, o]))) });
  const group = (by: string[]) => {
    if (by.length === 0) return onChange({ ...m, group: undefined, sum: undefined, lines: undefined, line_columns: undefined });
    // Of many rows only what tells them together is the event's own; the rest can be added up or listed.
    const properties = grouped ? m.properties : Object.fromEntries(Object.entries(m.properties ?? {}).filter(([, c]) => by.includes(c)));
    onChange({ ...m, group: by, id: undefined, properties });
  };
  const free = (k: number): string => { const name = `sum_${k}`; return m.sum?.[name] === undefined ? name : free(k + 1); };
  return (
    <>
      <div className={css.rule}>
        <span className={css.label}>{t('map.rules.group')}</span>
        <div className={css.ruleList}>
          <Select mode="multiple" size="small" className={css.ruleWide} value={m.group ?? []} placeholder={t('map.rules.none')} aria-label={t('map.rules.group')} onChange={group} options={options} />
          <span className="caption">{t('map.rules.groupHint')}</span>
        </div>
      </div>
      {grouped && (
        <div className={css.rule}>
          <span className={css.label}>{t('map.rules.sum')}</span>
          <div className={css.ruleList}>
            {sums.map(([name, of], k) => (
              <div key={k} className={css.ruleLine}>
                <Typed value={name} label={t('map.rules.sumName')} onCommit={(n) => setSum(k, n, of)} />
                <span aria-hidden>=</span>
                <Typed value={of} label={t('map.rules.sumOf')} placeholder={t('map.rules.sumOf')} onCommit={(o) => setSum(k, name, o)} />
                <Button type="text" size="small" icon={<X size={14} strokeWidth={1.5} />} aria-label={t('map.rules.remove')} onClick={() => onChange({ ...m, sum: Object.fromEntries(sums.filter((_, at) => at !== k)) })} />
              </div>
            ))}
            <Button size="small" icon={<Plus size={14} strokeWidth={1.5} />} onClick={() => onChange({ ...m, sum: { ...m.sum, [free(1)]: columns.find((c) => c.type === 'number')?.name ?? columns[0]?.name ?? '' } })}>{t('map.rules.add')}</Button>
          </div>
        </div>
      )}
      {grouped && (
        <div className={css.rule}>
          <span className={css.label}>{t('map.rules.lines')}</span>
          <div className={css.ruleList}><Typed value={m.lines ?? ''} label={t('map.rules.lines')} placeholder={t('map.rules.linesHint')} onCommit={(lines) => onChange({ ...m, lines: lines || undefined })} /></div>
        </div>
      )}
      {!grouped && (
        <div className={css.rule}>
          <span className={css.label}>{t('map.rules.id')}</span>
          <div className={css.ruleList}><Select mode="multiple" size="small" className={css.ruleWide} value={m.id ?? []} placeholder={t('map.rules.idHint')} aria-label={t('map.rules.id')} onChange={(id: string[]) => onChange({ ...m, id })} options={options} /></div>
        </div>
      )}
    </>
  );
}
