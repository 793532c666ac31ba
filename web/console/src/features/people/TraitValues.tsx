import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, body } from '@/api/client';
import { useFormat } from '@/app/session';
import type { Field, Value } from './field';

/** Values of a text, offered from those that persons have, the most frequent first; any other may be typed. */
export function TraitValues({ field, several, values, onChange }: { field: Field; several: boolean; values: Value[]; onChange: (values: Value[]) => void }) {
  const { t } = useTranslation('people');
  const f = useFormat();
  const [typed, setTyped] = useState('');
  const [text, setText] = useState('');
  useEffect(() => { const timer = window.setTimeout(() => setText(typed.trim()), 150); return () => window.clearTimeout(timer); }, [typed]);
  const trait = field.kind === 'trait' ? field.trait : undefined;
  const offered = useQuery({
    queryKey: ['people', 'values', trait, text], enabled: trait !== undefined, staleTime: 30_000, placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => body(await api.GET('/api/v1/persons/trait-values', { params: { query: { trait: trait ?? '', text, limit: 30 } }, signal })),
  });
  const options = (offered.data?.values ?? []).map((v) => ({ value: String(v.value), label: String(v.value), count: v.persons }));
  return (
    <Select mode="tags" maxCount={several ? undefined : 1} value={values.map(String)} options={options} aria-label={t('filterValue')} notFoundContent={t('noMore')} filterOption={false} onSearch={setTyped}
      optionRender={(o) => <span style={{ display: 'flex', gap: 8 }}>{o.label}<span className="num ink3" style={{ marginLeft: 'auto' }}>{f.number((o.data as { count: number }).count ?? 0)}</span></span>}
      onChange={(next: string[]) => { setTyped(''); onChange(next); }} />
  );
}
