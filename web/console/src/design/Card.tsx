import type { ReactNode } from 'react';

import css from './card.module.css';

interface Props {
  title?: ReactNode;
  /** Said after the title in a caption. */
  note?: ReactNode;
  extra?: ReactNode;
  children: ReactNode;
  /** The body has no padding: rows and tables reach the edges. */
  flush?: boolean;
  className?: string;
  label?: string;
}

/** A sheet: hairline border, no shadow; its header is 44 high. */
export function Card({ title, note, extra, children, flush, className = '', label }: Props) {
  return (
    <section className={`${css.card} ${className}`} aria-label={label ?? (typeof title === 'string' ? title : undefined)}>
      {(title || extra) && (
        <header className={css.head}>
          <h2 className={css.title}>{title}</h2>
          {note && <span className={css.note}>{note}</span>}
          {extra && <div className={css.extra}>{extra}</div>}
        </header>
      )}
      <div className={flush ? css.flush : css.body}>{children}</div>
    </section>
  );
}
