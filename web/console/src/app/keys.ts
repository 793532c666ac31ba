import { useEffect } from 'react';

const typing = (e: KeyboardEvent) => e.target instanceof HTMLElement && (e.target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName));

/** Ctrl-K (or /) opens the palette from anywhere, ? says which keys there are. */
export function useKeys(openPalette: () => void, openHelp: () => void): void {
  useEffect(() => {
    const press = (e: KeyboardEvent) => {
      if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === 'k') { e.preventDefault(); openPalette(); }
      else if (e.key === '/' && !typing(e) && !e.ctrlKey && !e.metaKey) { e.preventDefault(); openPalette(); }
      else if (e.key === '?' && !typing(e) && !e.ctrlKey && !e.metaKey) { e.preventDefault(); openHelp(); }
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [openPalette, openHelp]);
}
