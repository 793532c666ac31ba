import type { ReactNode } from 'react';

import css from './sentence.module.css';

interface Props {
  children: ReactNode;
  /** page: the sentence of a page, no bar; definition: what a picture shows; verdict: what it means. */
  kind?: 'page' | 'definition' | 'verdict';
  id?: string;
}

/** One plain sentence with a persimmon bar at its left: what is asked, or what came of it. */
export function Sentence({ children, kind = 'definition', id }: Props) {
  return kind === 'page' ? <h1 id={id} className={css.page}>{children}</h1> : <p id={id} className={`${css.sentence} ${css[kind]}`}>{children}</p>;
}

interface WordProps {
  children: ReactNode;
  /** The word being edited is persimmon. */
  editing?: boolean;
  /** What the word stands for, spoken: "window". */
  label?: string;
  onEdit?: () => void;
}

/** A word of a sentence that can be changed. */
export function Word({ children, editing, label, onEdit }: WordProps) {
  const cls = `${css.word} ${editing ? css.editing : ''}`;
  if (!onEdit) return <span className={cls}>{children}</span>;
  return <button type="button" className={cls} aria-label={label} onClick={onEdit}>{children}</button>;
}
