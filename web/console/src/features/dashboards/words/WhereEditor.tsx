import { Button } from 'antd';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import css from '../board.module.css';
import type { Filter } from '../model/types';
import { FilterRow } from './FilterRow';

const complete = (f: Filter): boolean => f.property !== '' && (f.op === 'set' || f.op === 'not_set' || (f.values ?? []).length >= (f.op === 'between' ? 2 : 1));

/** Which events count: all conditions must hold. */
export function WhereEditor({ where, onChange }: { where: readonly Filter[]; onChange: (where: Filter[]) => void }) {
  const { t } = useTranslation('dashboards');
  const [list, setList] = useState<Filter[]>(where.length > 0 ? [...where] : []);
  return (
    <div className={css.pop_wide}>
      <b>{t('where.title')}</b>
      {list.length === 0 && <p className="caption">{t('where.none')}</p>}
      {list.map((f, i) => <FilterRow key={i} filter={f} onChange={(next) => setList(list.map((x, j) => (j === i ? next : x)))} onRemove={() => setList(list.filter((_, j) => j !== i))} />)}
      <div className={css.row}>
        <Button type="text" size="small" icon={<Plus size={14} strokeWidth={1.5} />} onClick={() => setList([...list, { property: '', op: 'eq', values: [] }])}>{t('where.add')}</Button>
        <Button size="small" disabled={!list.every(complete)} onClick={() => onChange(list)}>{t('where.apply')}</Button>
      </div>
    </div>
  );
}
