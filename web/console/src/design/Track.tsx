import type { ReactNode } from 'react';

import css from './track.module.css';

export type StopState = 'done' | 'current' | 'to_come' | 'failed';
export interface Stop { key: string; label: ReactNode; note?: ReactNode; state: StopState; onGo?: () => void }

/** Stops on a line: steps of a wizard (across), of a checklist or a person's ids (down). */
export function Track({ stops, down = false, label }: { stops: readonly Stop[]; down?: boolean; label: string }) {
  return (
    <ol className={down ? css.down : css.across} aria-label={label}>
      {stops.map((s) => (
        <li key={s.key} className={`${css.stop} ${css[s.state]}`} aria-current={s.state === 'current' ? 'step' : undefined}>
          <span className={css.mark} aria-hidden />
          <span className={css.words}>
            {s.onGo ? <button type="button" className={css.label} onClick={s.onGo}>{s.label}</button> : <span className={css.label}>{s.label}</span>}
            {s.note && <span className={css.note}>{s.note}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}
