import { ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { Schemas } from '@/api/client';
import { useFormat } from '@/app/session';
import { Sparkline } from '@/design';
import { useTitles } from '@/app/catalogue';
import { Entries } from './Entries';
import css from './quarantine.module.css';
import { useReasonWords } from './reasons';
import { Remedy } from './Remedy';

export type Group = Schemas['QuarantineGroup'];

interface Props { group: Group; count: number; source?: number; firstHour: number; open: boolean; onOpen: (open: boolean) => void; onEntry: (id: string) => void }

/** One reason: what is wrong, how many, since when; opened, what to do about it. */
export function Reason({ group: g, count, source, open, onOpen, onEntry }: Props) {
  const { t } = useTranslation('observe');
  const f = useFormat();
  const words = useReasonWords()(g.reason);
  const titleOf = useTitles();
  const names = (g.names ?? []).map((n) => titleOf(n.name) || t('live.unnamed'));
  const days = Array.from({ length: 7 }, (_, d) => (g.hours ?? []).slice(d * 24, d * 24 + 24).reduce((a, b) => a + b, 0));
  return (
    <section className={`${css.reason} ${open ? css.open : ''}`} aria-label={words.title}>
      <button type="button" className={css.row} aria-expanded={open} onClick={() => onOpen(!open)}>
        <ChevronRight size={16} strokeWidth={1.5} aria-hidden className={css.turn} />
        <span className={css.what}><b>{words.title}</b><code>{g.reason}</code></span>
        <span className={css.names}>{names.slice(0, 3).join(t('comma'))}{names.length > 3 && t('held.andMore')}</span>
        <Sparkline values={days} width={84} height={22} label={t('held.sevenDays', { counts: days.join(' ') })} />
        <b className={`num ${css.count}`}>{f.number(count)}</b>
        <span className={`num ${css.latest}`}>{f.ago(g.latest)}</span>
      </button>
      {open && (
        <div className={css.body}>
          <Remedy group={g} count={count} source={source} />
          <Entries reason={g.reason} source={source} onEntry={onEntry} />
        </div>
      )}
    </section>
  );
}
