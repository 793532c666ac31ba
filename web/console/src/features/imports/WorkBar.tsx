import { useTranslation } from 'react-i18next';

import type { Schemas } from '@/api/client';
import { useFormat } from '@/app/session';
import css from './imports.module.css';

interface Props { p: Schemas['ImporterViewProgress'] | undefined; size: number; counts?: { written: number; existing: number; bad: number; skipped: number; rows: number } }

/** How far work is: the bar, what became of the rows, how fast and how long yet. */
export function WorkBar({ p, counts }: Props) {
  const { t } = useTranslation('imports');
  const f = useFormat();
  const share = p?.share ?? 0;
  const n = counts ?? { written: p?.written ?? 0, existing: p?.existing ?? 0, bad: p?.bad ?? 0, skipped: p?.skipped ?? 0, rows: p?.rows ?? 0 };
  const bad = n.rows > 0 ? (share * n.bad) / n.rows : 0;
  return (
    <div>
      <div className={css.bar} role="progressbar" aria-label={t('step.run')} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(share * 100)}>
        <i className={css.barDone} style={{ width: `${(share - bad) * 100}%` }} />
        <i className={css.barBad} style={{ width: `${bad * 100}%` }} />
      </div>
      <div className={`num ${css.counts}`}>
        <span><b>{f.number(n.rows)}</b> {t('check.rows')}</span>
        {n.written > 0 && <span className={css.key1}>{t('run.written', { count: n.written })}</span>}
        {n.existing > 0 && <span className={css.key2}>{t('run.existing', { count: n.existing })}</span>}
        {n.bad > 0 && <span className={css.key3}>{t('run.bad', { count: n.bad })}</span>}
        {n.skipped > 0 && <span className={css.key4}>{t('run.skipped', { count: n.skipped })}</span>}
        {p && <span className={css.pace}>{p.stage === 'checking' ? t('run.checkingFile') : p.stage === 'writing' ? t('run.writing') : [p.rate > 0 && t('run.rate', { rate: f.number(Math.round(p.rate)) }), p.left_ms > 1000 && t('run.left', { time: f.duration(p.left_ms / 1000) })].filter(Boolean).join(' · ')}</span>}
      </div>
    </div>
  );
}
