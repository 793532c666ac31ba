import { useLayoutEffect, useRef } from 'react';

import css from './forms.module.css';

/** What each colour stands for, above the picture. */
export function Legend({ keys, onHeight }: { keys: { name: string; color: string }[]; /** Told how high it is: names may take a second line. */ onHeight: (height: number) => void }) {
  const box = useRef<HTMLUListElement>(null);
  useLayoutEffect(() => {
    if (!box.current) return;
    const sized = new ResizeObserver(([e]) => e && onHeight(e.target.clientHeight));
    sized.observe(box.current);
    return () => sized.disconnect();
  }, [onHeight]);
  return <ul ref={box} className={css.legend}>{keys.map((k) => <li key={k.name}><i style={{ background: k.color }} aria-hidden />{k.name}</li>)}</ul>;
}
