import { Checkbox } from 'antd';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { codeOf, type Field, type Known, type Sort } from './field';
import { useLabels } from './label';
import { isNumber } from './layout';
import css from './list.module.css';

interface Props {
  template: string;
  columns: Field[];
  known: Known | undefined;
  sort: Sort;
  onSort: (sort: Sort) => void;
  all: boolean;
  some: boolean;
  count: number;
  onSelect: () => void;
}

export function Head({ template, columns, known, sort, onSort, all, some, count, onSelect }: Props) {
  const { t } = useTranslation('people');
  const labels = useLabels(known);
  const by = codeOf(sort.field);
  return (
    <div className={css.headgroup} role="rowgroup">
      <div className={css.head} style={{ gridTemplateColumns: template }} role="row" aria-rowindex={1}>
        <span role="columnheader"><Checkbox checked={all} indeterminate={some && !all} onChange={onSelect} aria-label={t('selectShown', { n: count })} /></span>
        <span role="columnheader" className={css.first}>{t('person')}</span>
        {columns.map((c) => {
          const code = codeOf(c), sorted = code === by, name = labels.field(c);
          return (
            <span key={code} role="columnheader" className={isNumber(c) ? css.right : undefined} aria-sort={sorted ? (sort.descending ? 'descending' : 'ascending') : undefined}>
              {c.kind === 'activity' ? name : (
                <button type="button" className={`${css.sort} ${sorted ? css.sorted : ''}`} title={name}
                  onClick={() => onSort({ field: c, descending: sorted ? !sort.descending : c.kind !== 'trait' && c.kind !== 'first_touch' && c.kind !== 'last_touch' })}>
                  <span>{name}</span>{sorted && (sort.descending ? <ArrowDown size={13} aria-hidden /> : <ArrowUp size={13} aria-hidden />)}
                </button>
              )}
            </span>
          );
        })}
      </div>
    </div>
  );
}
