import { createContext, use, useEffect, useState, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';

interface Places { crumbs: HTMLElement | null; actions: HTMLElement | null; setCrumbs: (e: HTMLElement | null) => void; setActions: (e: HTMLElement | null) => void; own: number; setOwn: (change: (n: number) => number) => void }

const Context = createContext<Places | null>(null);

export function TopProvider({ children }: { children: ReactNode }) {
  const [crumbs, setCrumbs] = useState<HTMLElement | null>(null);
  const [actions, setActions] = useState<HTMLElement | null>(null);
  const [own, setOwn] = useState(0);
  return <Context value={{ crumbs, actions, setCrumbs, setActions, own, setOwn }}>{children}</Context>;
}

export function useTopPlaces(): Places {
  const places = use(Context);
  if (!places) throw new Error('no top bar here');
  return places;
}

interface Props {
  /** The name of what the page shows; the entry's own when absent. Also the window's title. */
  title?: string;
  /** Before the title, such as a link to the list it is of. */
  before?: ReactNode;
  /** After the title: a date, a count, a tag. */
  note?: ReactNode;
  actions?: ReactNode;
}

/** Puts a page's name and its actions into the top bar. */
export function Top({ title, before, note, actions }: Props) {
  const { t } = useTranslation();
  const places = useTopPlaces();
  const named = title !== undefined;
  const { setOwn } = places;
  useEffect(() => {
    if (!named) return;
    setOwn((n) => n + 1);
    return () => setOwn((n) => n - 1);
  }, [named, setOwn]);
  useEffect(() => { if (title) document.title = `${title} · ${t('product')}`; }, [title, t]);
  return (
    <>
      {places.crumbs && createPortal(<>{before}{before && named && <i aria-hidden>/</i>}{named && <b>{title}</b>}{note && <span>{note}</span>}</>, places.crumbs)}
      {places.actions && actions && createPortal(actions, places.actions)}
    </>
  );
}
