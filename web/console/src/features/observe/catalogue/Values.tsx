import { Input } from 'antd';
import { Search } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Schemas } from '@/api/client';
import { useFormat } from '@/app/session';
import { Failed, Skeleton } from '@/design';
import { textOf } from '../live/say';
import css from './catalogue.module.css';
import { useValues } from './useCatalogue';

/** The most frequent values, with how many events have each. */
export function Values({ property, event }: { property: string; event: string }) {
  const { t } = useTranslation('observe');
  const f = useFormat();
  const [search, setSearch] = useState('');
  const query = useValues(property, event, useDeferredValue(search));
  const data = query.data;
  if (!data) return query.error ? <Failed error={query.error} height={140} onRetry={() => void query.refetch()} /> : <Skeleton kind="rows" height={140} />;
  const all = data.values ?? [];
  const most = Math.max(1, ...all.map((v) => v.events));
  return (
    <div className={css.values}>
      <div className={css.values_head}>
        <span className="caption num">{data.at_least ? t('cat.distinctAtLeast', { formatted: f.number(data.distinct) }) : t('cat.distinctOf', { count: data.distinct, formatted: f.number(data.distinct) })}</span>
        {data.distinct > 10 && <Input size="small" className={css.values_search} allowClear prefix={<Search size={13} strokeWidth={1.5} />} aria-label={t('cat.searchValues')} placeholder={t('cat.searchValues')} value={search} onChange={(e) => setSearch(e.target.value)} />}
      </div>
      {data.numbers && <NumbersLine numbers={data.numbers} />}
      <ol>{all.slice(0, search ? 50 : 12).map((v, i) => (
        <li key={i}><i style={{ width: `${(v.events / most) * 100}%` }} aria-hidden /><span>{textOf(v.value) || t('live.blank')}</span><span className="num">{f.number(v.events)}</span></li>
      ))}</ol>
      {all.length === 0 && <p className="ink3">{t('cat.noValues')}</p>}
    </div>
  );
}

function NumbersLine({ numbers: n }: { numbers: Schemas['CatalogueNumbers'] }) {
  const { t } = useTranslation('observe');
  const f = useFormat();
  const show = (v: number) => f.number(v, Number.isInteger(v) || Math.abs(v) >= 1000 ? 0 : 2);
  return <p className={`num ${css.numbers}`}>{t('cat.numbers', { min: show(n.min), median: show(n.median), mean: show(n.mean), max: show(n.max) })}</p>;
}
