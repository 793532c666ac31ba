import type { ReactNode } from 'react';

import css from './stat.module.css';

interface Props {
  label: ReactNode;
  value: ReactNode;
  unit?: ReactNode;
  change?: ReactNode;
  note?: ReactNode;
  chart?: ReactNode;
  /** Opens the people, or the picture, behind the number. */
  onOpen?: () => void;
  openLabel?: string;
}

/** One number with where it stands: five states, one height. */
export function Stat({ label, value, unit, change, note, chart, onOpen, openLabel }: Props) {
  const number = <><span className={`num ${css.value}`}>{value}</span>{unit && <span className={css.unit}>{unit}</span>}</>;
  return (
    <div className={css.stat}>
      <div className={css.top}><span className={css.label}>{label}</span>{change}</div>
      <div className={css.middle}>
        {onOpen ? <button type="button" className={css.open} onClick={onOpen} aria-label={openLabel}>{number}</button> : <div>{number}</div>}
        {chart && <div className={css.chart}>{chart}</div>}
      </div>
      <div className={css.note}>{note}</div>
    </div>
  );
}

/** The place of a number that is on its way. */
export const StatSkeleton = () => (
  <div className={css.stat} aria-hidden><i className={css.bone} style={{ width: '38%' }} /><i className={css.bone} style={{ width: '58%', height: 22 }} /><i className={css.bone} style={{ width: '44%' }} /></div>
);

/** Figures that belong together share one sheet, divided by hairlines. */
export const StatSheet = ({ children, columns = 4 }: { children: ReactNode; columns?: number }) => (
  <div className={css.sheet} style={{ '--columns': columns } as React.CSSProperties}>{children}</div>
);
