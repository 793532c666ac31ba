import { ShieldAlert, Unplug } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { Wait } from '@/app/feature';
import { useFormat } from '@/app/session';
import { useTitles } from '@/app/catalogue';
import { useReasons, useSources } from './data';
import { useReasonWords } from './quarantine/reasons';

const day = 86_400_000;
/** So many events in the days before make a source's silence worth a word. */
const lively = 100;

/** Events that could not be accepted, and sources that fell silent. */
export function useObserveWaits(): Wait[] {
  const { t } = useTranslation('observe');
  const f = useFormat();
  const words = useReasonWords();
  const titleOf = useTitles();
  const held = useReasons(60_000).data, sources = useSources(60_000).data?.sources ?? [];
  const waits: Wait[] = [];
  const worst = held?.reasons?.[0];
  if (held && worst) {
    const names = (worst.names ?? []).map((n) => titleOf(n.name) || t('live.unnamed')).slice(0, 2).join(t('comma'));
    waits.push({
      key: 'quarantine', icon: ShieldAlert, urgent: false, when: f.ago(worst.latest), title: t('wait.held', { count: held.events, formatted: f.number(held.events) }),
      text: t('wait.heldText', { reason: words(worst.reason).title, formatted: f.number(worst.events), names }), action: { label: t('wait.heldAct'), path: `quarantine?open=${worst.reason}` },
    });
  }
  for (const s of sources) {
    if (s.disabled_at || s.kind === 'import' || !s.last || s.week < lively || Date.now() - new Date(s.last).getTime() < day) continue;
    waits.push({ key: `silent-${s.id}`, icon: Unplug, urgent: true, when: f.ago(s.last), title: t('wait.silent', { name: s.name }), text: t('wait.silentText', { formatted: f.number(s.week) }), action: { label: t('wait.silentAct'), path: `sources/${s.id}` } });
  }
  return waits;
}
