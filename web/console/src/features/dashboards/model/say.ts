import { useTranslation } from 'react-i18next';

import { useFormat } from '@/app/session';
import type { Filter, Range } from './types';
import { lastOf } from './view';

/** Says ranges and filters in the reader's language. */
export function useSay() {
  const { t } = useTranslation('dashboards');
  const f = useFormat();
  const date = (text: string | undefined) => (text ? f.day(text.length === 10 ? `${text}T12:00:00Z` : text) : '');
  const range = (r: Range): string => {
    const last = lastOf(r);
    if (last) return t(`range.last_${last.unit}`, { count: last.count });
    return t('range.fromTo', { from: date(r.from), to: date(r.to) });
  };
  const filter = (w: Filter): string => [w.property, t(`where.op.${w.op}`), (w.values ?? []).map(String).join(t('foot.sep'))].filter(Boolean).join(' ');
  return { range, filter, where: (list: readonly Filter[]) => list.map(filter).join(t('foot.sep')) };
}
