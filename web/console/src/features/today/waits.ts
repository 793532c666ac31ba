import { useQuery } from '@tanstack/react-query';
import { Hourglass } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { api, body } from '@/api/client';
import type { Wait } from '@/app/feature';
import { useFormat, useWorkspace } from '@/app/session';

/** Log entries accepted and not in answers from which on somebody should look: at full speed a few dozen are normal. */
const manyBehind = 100;

/** Events that are accepted and do not get into answers. */
export function useIngestWaits(): Wait[] {
  const { t } = useTranslation('today');
  const f = useFormat();
  const { slug } = useWorkspace();
  const behind = useQuery({ queryKey: ['status', slug], queryFn: async ({ signal }) => body(await api.GET('/api/v1/status', { signal }))?.find((s) => s.workspace === slug) ?? null }).data?.behind ?? 0;
  if (behind < manyBehind) return [];
  return [{ key: 'behind', icon: Hourglass, urgent: true, title: t('wait.behind'), text: t('wait.behindText', { count: behind, formatted: f.number(behind) }) }];
}
