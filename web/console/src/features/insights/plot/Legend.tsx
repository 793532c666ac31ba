import css from './plot.module.css';

export interface Item { name: string; color?: string; dashed?: boolean; off?: boolean; onToggle?: () => void }

/** Which colour is what; a press leaves a line out of the picture. */
export function Legend({ items }: { items: readonly Item[] }) {
  return (
    <div className={css.legend}>
      {items.map((i) => {
        const inner = <><i className={i.dashed ? css.dash : ''} style={i.dashed ? { borderColor: i.color } : { background: i.color }} aria-hidden />{i.name}</>;
        return i.onToggle
          ? <button key={i.name} type="button" aria-pressed={!i.off} className={i.off ? css.off : ''} onClick={i.onToggle}>{inner}</button>
          : <span key={i.name}>{inner}</span>;
      })}
    </div>
  );
}
