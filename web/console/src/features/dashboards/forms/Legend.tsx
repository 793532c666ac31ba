import css from './forms.module.css';

/** What each colour stands for, above the picture. */
export function Legend({ keys }: { keys: { name: string; color: string }[] }) {
  return <ul className={css.legend}>{keys.map((k) => <li key={k.name}><i style={{ background: k.color }} aria-hidden />{k.name}</li>)}</ul>;
}
