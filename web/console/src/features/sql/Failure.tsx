import { Button } from 'antd';
import { Ban, CircleStop, Clock, Gauge, Lock, SearchX, TriangleAlert, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { ApiError } from '@/api/client';
import { useFormat } from '@/app/session';
import { Failed } from '@/design';
import css from './failure.module.css';
import { problemOf, quoted, type Problem, type Schema } from './model';

const icons: Record<string, LucideIcon> = {
  read_only: Lock, not_allowed: Ban, memory: Gauge, too_large: Gauge, too_many: Gauge, time: Clock, unknown_column: SearchX, unknown_table: SearchX, unknown_function: SearchX,
};

/** Those whose cause is in the statement's own words; of the others our words say all. */
const explained = new Set(['syntax', 'unknown_column', 'unknown_table', 'unknown_function', 'wrong']);

type Reason = Exclude<Problem['reason'], 'broken'>;

interface Props {
  error: ApiError;
  limits: Schema['limits'] | undefined;
  onRetry: () => void;
  /** Marks the place in the editor; absent when the statement has changed since. */
  onGo?: () => void;
  onReplace?: (name: string) => void;
}

/** Why a statement has no answer: what, where, and what to do, in the reader's words; the database's own below. */
export function Failure({ error, limits, onRetry, onGo, onReplace }: Props) {
  const { t } = useTranslation('sql');
  const f = useFormat();
  const problem = problemOf(error);
  const crowded = error.code === 'too_many';
  if (!problem && !crowded) return <Failed error={error} onRetry={onRetry} height={220} />;
  const reason = (crowded ? 'too_many' : problem?.reason) as Reason | 'too_many';
  const Icon = icons[reason] ?? TriangleAlert;
  const words = { name: problem?.name ?? '', memory: f.bytes(limits?.memory ?? 0), seconds: limits?.seconds ?? 0 };
  const place = problem?.place;
  const nearest = (onReplace && place && problem?.nearest?.slice(0, 4)) || [];
  return (
    <section className={css.panel} role="alert" data-reason={reason}>
      <span className={css.icon} aria-hidden><Icon size={18} strokeWidth={1.5} /></span>
      <div className={css.text}>
        <h2>{t(`failure.${reason}`, words)}{place && <span className={`num ${css.place}`}>{t('at', { line: place.line, column: place.column })}</span>}</h2>
        <p>{t(`failure.${reason}Hint`, words)}</p>
        {problem && explained.has(reason) && <p className={css.own}><span>{t('said')}</span><code>{problem.message}</code></p>}
        <div className={css.actions}>
          {nearest.map((name) => <Button key={name} size="small" onClick={() => onReplace?.(reason === 'unknown_column' ? quoted(name) : name)}>{t('replaceWith', { name })}</Button>)}
          {place && onGo && <Button size="small" onClick={onGo}>{t('goThere')}</Button>}
          {crowded && <Button size="small" onClick={onRetry}>{t('run')}</Button>}
        </div>
      </div>
    </section>
  );
}

/** Somebody pressed stop. */
export function Stopped() {
  const { t } = useTranslation('sql');
  return (
    <section className={`${css.panel} ${css.calm}`} role="status">
      <span className={css.icon} aria-hidden><CircleStop size={18} strokeWidth={1.5} /></span>
      <div className={css.text}><h2>{t('stopped')}</h2><p>{t('stoppedHint')}</p></div>
    </section>
  );
}
