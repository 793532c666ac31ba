import { CircleAlert, TriangleAlert } from 'lucide-react';
import { cloneElement, useId, type ReactElement, type ReactNode } from 'react';

import css from './field.module.css';

interface Props {
  label: ReactNode;
  /** At the right end of the label's line. */
  extra?: ReactNode;
  /** What the value is for; an error takes its place. */
  hint?: ReactNode;
  error?: ReactNode;
  /** Not wrong, but to be known: tries that are left. */
  warning?: ReactNode;
  /** One control, which is labelled and described by the field. */
  children: ReactElement<{ id?: string; 'aria-describedby'?: string; 'aria-invalid'?: boolean; status?: '' | 'error' | 'warning' }>;
}

/** A labelled control, with what it is for or what is wrong with it below. */
export function Field({ label, extra, hint, error, warning, children }: Props) {
  const id = useId();
  const said = error || warning || hint;
  return (
    <div className={css.field}>
      <div className={css.head}><label htmlFor={id}>{label}</label>{extra && <span className={css.extra}>{extra}</span>}</div>
      {cloneElement(children, { id, 'aria-describedby': said ? `${id}-said` : undefined, 'aria-invalid': error ? true : undefined, ...(error ? { status: 'error' as const } : {}) })}
      {said && (
        <p id={`${id}-said`} className={error ? css.error : warning ? css.warning : css.hint} role={error || warning ? 'alert' : undefined}>
          {error ? <CircleAlert size={14} strokeWidth={1.5} aria-hidden /> : warning ? <TriangleAlert size={14} strokeWidth={1.5} aria-hidden /> : null}<span>{said}</span>
        </p>
      )}
    </div>
  );
}

/** Fields below each other. */
export const Fields = ({ children }: { children: ReactNode }) => <div className={css.fields}>{children}</div>;
