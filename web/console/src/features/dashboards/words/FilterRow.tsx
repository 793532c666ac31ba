import { useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { api, body } from '@/api/client';
import { useWorkspace } from '@/app/session';
import css from '../board.module.css';
import type { Filter, Op } from '../model/types';

const ops: Op[] = ['eq', 'ne', 'contains', 'not_contains', 'starts_with', 'gt', 'gte', 'lt', 'lte', 'between', 'set', 'not_set'];
const numeric: Op[] = ['gt', 'gte', 'lt', 'lte', 'between'];

/** Typed values are numbers where the test is one of numbers. */
const typed = (text: string, op: Op): unknown => (numeric.includes(op) && text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text);

/** One condition: a property that was seen, a test, values that were seen. */
export function FilterRow({ filter, onChange, onRemove }: { filter: Filter; onChange: (f: Filter) => void; onRemove: () => void }) {
  const { t } = useTranslation('dashboards');
  const ws = useWorkspace().slug;
  const names = useQuery({ queryKey: ['names', ws], staleTime: 60_000, queryFn: async ({ signal }) => body(await api.GET('/api/v1/names', { signal })) });
  const values = useQuery({
    queryKey: ['values', ws, filter.property], enabled: filter.property !== '', staleTime: 60_000,
    queryFn: async ({ signal }) => body(await api.GET('/api/v1/catalogue/values', { params: { query: { property: filter.property, limit: 50 } }, signal })),
  });
  const none = filter.op === 'set' || filter.op === 'not_set';
  return (
    <div className={css.filter}>
      <Select showSearch aria-label={t('where.property')} placeholder={t('where.property')} value={filter.property || undefined} options={(names.data?.properties ?? []).map((n) => ({ value: n, label: n }))} onChange={(property: string) => onChange({ property, op: filter.op, values: [] })} />
      <Select aria-label={t('where.title')} value={filter.op} options={ops.map((op) => ({ value: op, label: t(`where.op.${op}`) }))} popupMatchSelectWidth={false} onChange={(op: Op) => onChange({ ...filter, op, values: none ? undefined : (filter.values ?? []).map((v) => typed(String(v), op)) })} />
      {none ? <span /> : (
        <Select mode="tags" aria-label={t('where.value')} placeholder={t('where.values')} maxTagCount="responsive" loading={values.isFetching} value={(filter.values ?? []).map(String)}
          options={(values.data?.values ?? []).map((v) => ({ value: String(v.value), label: String(v.value) }))} onChange={(list: string[]) => onChange({ ...filter, values: list.map((v) => typed(v, filter.op)) })} />
      )}
      <Button type="text" size="small" aria-label={t('where.remove')} icon={<X size={14} strokeWidth={1.5} />} onClick={onRemove} />
    </div>
  );
}
