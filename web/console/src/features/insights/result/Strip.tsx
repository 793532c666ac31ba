import { Segmented } from 'antd';
import type { ReactNode } from 'react';

import { usePeople, type Behind } from '@/app/people';
import css from '../picture/picture.module.css';

/** Figures that belong together, over the picture they sum up. */
export const Strip = ({ children }: { children: ReactNode }) => <div className={css.strip}>{children}</div>;

interface Props { label: ReactNode; value: ReactNode; change?: ReactNode; unit?: ReactNode; plain?: boolean; people?: Behind; title?: string }

export function Fact({ label, value, change, unit, plain, people, title }: Props) {
  const open = usePeople();
  const inner = <>{people ? <button type="button" className="num" onClick={() => open(people)}>{value}</button> : <span className="num">{value}</span>}{unit && <small>{unit}</small>}{change && <small>{change}</small>}</>;
  return <div className={css.figure} title={title}><div className={css.label}>{label}</div><div className={`${css.value} ${plain ? css.plain : ''}`}>{inner}</div></div>;
}

interface ViewsProps<V extends string> { value: V; options: readonly { value: V; label: string; icon?: ReactNode }[]; onChange: (v: V) => void; label: string }

/** Which picture is drawn. */
export function Views<V extends string>({ value, options, onChange, label }: ViewsProps<V>) {
  return <div className={css.switch}><Segmented<V> value={value} options={options.map((o) => ({ value: o.value, label: o.label, icon: o.icon }))} onChange={onChange} aria-label={label} /></div>;
}

/** A number in a table that opens its people. */
export function People({ behind, children }: { behind: Behind; children: ReactNode }) {
  const open = usePeople();
  return <button type="button" className="num" onClick={() => open(behind)}>{children}</button>;
}
