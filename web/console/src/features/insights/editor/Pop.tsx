import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { createPortal } from 'react-dom';

import css from './editor.module.css';

interface Props { open: boolean; onOpen: (open: boolean) => void; content: ReactNode; /** One element, which a press opens. */ children: ReactNode }

/** What floats beside a control while something is chosen; it stays on the screen and gives the focus back. */
export function Pop({ open, onOpen, content, children }: Props) {
  const anchor = useRef<HTMLSpanElement>(null);
  return (
    <>
      <span ref={anchor} className={css.anchor} onClick={() => onOpen(!open)}>{children}</span>
      {open && createPortal(<Float anchor={anchor} onClose={() => onOpen(false)}>{content}</Float>, document.body)}
    </>
  );
}

const edge = 8;

function Float({ anchor, onClose, children }: { anchor: React.RefObject<HTMLSpanElement | null>; onClose: () => void; children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<{ left: number; top?: number; bottom?: number; maxHeight: number } | null>(null);
  const close = useRef(onClose);
  close.current = onClose;
  useLayoutEffect(() => {
    const place = () => {
      const a = anchor.current?.firstElementChild?.getBoundingClientRect(), b = box.current;
      if (!a || !b) return;
      const left = Math.max(edge, Math.min(a.left, innerWidth - b.offsetWidth - edge));
      const below = innerHeight - a.bottom - 4 - edge, above = a.top - 4 - edge;
      const down = below >= Math.min(b.scrollHeight, 420) || below >= above;
      setAt(down ? { left, top: a.bottom + 4, maxHeight: below } : { left, bottom: innerHeight - a.top + 4, maxHeight: above });
    };
    place();
    const sized = new ResizeObserver(place);
    if (box.current) sized.observe(box.current);
    addEventListener('scroll', place, true);
    addEventListener('resize', place);
    return () => { sized.disconnect(); removeEventListener('scroll', place, true); removeEventListener('resize', place); };
  }, [anchor]);
  useEffect(() => {
    const trigger = anchor.current?.firstElementChild as HTMLElement | null;
    const press = (e: PointerEvent) => {
      const on = e.target as Element;
      // Lists that a control inside opens lie outside of it.
      if (box.current?.contains(on) || anchor.current?.contains(on) || on.closest('.ant-select-dropdown')) return;
      close.current();
    };
    const key = (e: KeyboardEvent) => { if (e.key === 'Escape') { e.stopPropagation(); close.current(); } };
    addEventListener('pointerdown', press, true);
    addEventListener('keydown', key, true);
    return () => {
      removeEventListener('pointerdown', press, true);
      removeEventListener('keydown', key, true);
      if (document.activeElement === document.body || !document.activeElement) trigger?.focus();
    };
  }, [anchor]);
  return <div ref={box} className={css.pop} style={at ?? { visibility: 'hidden', left: 0, top: 0 }} role="dialog">{children}</div>;
}
