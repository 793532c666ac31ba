import { useFormat } from '@/app/session';
import css from './change.module.css';

interface Props {
  /** Relative difference (0.042 for +4.2 %), or of shares when points. */
  value: number | null;
  points?: boolean;
  moreIsBetter?: boolean;
}

/** ▲▼ follows the number, colour follows good or bad. */
export function Change({ value, points, moreIsBetter = true }: Props) {
  const f = useFormat();
  if (value === null || !Number.isFinite(value)) return null;
  const text = points ? f.points(value) : f.percent(Math.abs(value));
  const flat = Math.abs(value) < (points ? 0.0005 : 0.0005);
  if (flat) return <span className={`num ${css.flat}`}>— {text}</span>;
  const good = value > 0 === moreIsBetter;
  return <span className={`num ${good ? css.good : css.bad}`}><i className={value > 0 ? css.up : css.down} aria-hidden />{value > 0 ? '' : <span className="sr">−</span>}{text}</span>;
}
