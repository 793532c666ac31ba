import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { Track, type Stop } from '@/design';
import css from './imports.module.css';

export const steps = ['upload', 'preview', 'map', 'check', 'run'] as const;
export type Step = (typeof steps)[number];

interface Props {
  now: Step | 'over';
  failed?: boolean;
  /** Goes to a step that can be gone to. */
  onGo?: (step: Step) => void;
  children?: ReactNode;
}

/** The way of a file, drawn as the track; its buttons at the right. */
export function Steps({ now, failed, onGo, children }: Props) {
  const { t } = useTranslation('imports');
  const at = now === 'over' ? steps.length : steps.indexOf(now);
  const stops: Stop[] = steps.map((s, k) => ({
    key: s, label: t(`step.${s}`),
    state: k < at ? 'done' : k > at ? 'to_come' : failed ? 'failed' : 'current',
    onGo: onGo && k !== at && (s === 'preview' || s === 'map' || s === 'check') ? () => onGo(s) : undefined,
  }));
  return (
    <div className={css.steps}>
      <Track stops={stops} label={t('steps')} />
      {children && <div className={css.stepActs}>{children}</div>}
    </div>
  );
}
