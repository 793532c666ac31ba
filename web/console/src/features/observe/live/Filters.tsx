import { Select, Segmented } from 'antd';
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { useSeen } from '@/app/catalogue';
import type { Source } from '../data';
import css from './live.module.css';
import type { Filter } from './useLive';

/** The filter that an address holds. */
export function filterOf(p: URLSearchParams): Filter {
  return { event: p.getAll('event'), without: p.getAll('without'), source: p.getAll('source'), person: p.get('person') ?? undefined, only: p.get('only') ?? undefined };
}

export const isNarrow = (f: Filter): boolean => f.event.length + f.without.length + f.source.length > 0 || f.person !== undefined || f.only !== undefined;

/** What is watched for: the server sends nothing else. */
export function Filters({ sources, titleOf }: { sources: readonly Source[]; titleOf: (name: string) => string }) {
  const { t } = useTranslation('observe');
  const [params, setParams] = useSearchParams();
  const f = filterOf(params);
  const seen = useSeen().data;
  const events = (seen?.events ?? []).map((e) => ({ value: e.name, label: e.title ? `${e.title} ${e.name}` : e.name }));
  const set = (key: string, values: readonly string[]) => setParams((had) => { const p = new URLSearchParams(had); p.delete(key); for (const v of values) p.append(key, v); p.delete('at'); return p; }, { replace: true });
  const without = f.without.length > 0;
  const chosen = without ? f.without : f.event;
  return (
    <div className={css.filters}>
      <Select<string[]> mode="multiple" maxTagCount={1} className={css.select} aria-label={t('source.one')} placeholder={t('live.anySource')} value={f.source}
        options={sources.map((s) => ({ value: String(s.id), label: s.name }))} onChange={(v) => set('source', v)} optionFilterProp="label" />
      <Segmented<string> size="small" className={css.is} value={without ? 'without' : 'event'} aria-label={t('event')}
        options={[{ value: 'event', label: t('live.is') }, { value: 'without', label: t('live.isNot') }]}
        onChange={(to) => setParams((had) => { const p = new URLSearchParams(had); p.delete('event'); p.delete('without'); for (const v of chosen) p.append(to, v); return p; }, { replace: true })} />
      <Select<string[]> mode="multiple" maxTagCount={1} className={css.select} aria-label={t('event')} placeholder={t('live.anyEvent')} value={chosen}
        options={events} onChange={(v) => set(without ? 'without' : 'event', v)} optionFilterProp="label" labelRender={(l) => titleOf(String(l.value))} popupMatchSelectWidth={280} />
      <Select<string> className={css.only} aria-label={t('live.outcome')} value={f.only ?? ''} onChange={(v) => set('only', v ? [v] : [])}
        options={[{ value: '', label: t('live.all') }, { value: 'accepted', label: t('live.accepted') }, { value: 'quarantined', label: t('live.inQuarantine') }]} />
      {f.person && <button type="button" className={css.chip} onClick={() => set('person', [])}>{t('live.onlyPerson', { person: f.person })}<X size={13} strokeWidth={1.5} aria-hidden /></button>}
    </div>
  );
}
