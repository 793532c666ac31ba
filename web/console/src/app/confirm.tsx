import { TriangleAlert } from 'lucide-react';
import { createContext, use, useCallback, useRef, useState, type ReactNode } from 'react';

import { lazyPart } from './lazy';

export interface Asked {
  /** A question that names what it is about: "Stop sending to 3,112 people?" */
  title: string;
  /** What it will touch, and whether it can be taken back. */
  body: ReactNode;
  /** The verb of the act, also on its button. */
  act: string;
  destroys?: boolean;
}

const Context = createContext<(asked: Asked) => Promise<boolean>>(async () => false);

/** Asks before an act that touches others or cannot be undone: `if (await confirm({…}))`. */
export const useConfirm = (): ((asked: Asked) => Promise<boolean>) => use(Context);

const Dialog = lazyPart(() => import('./ConfirmDialog').then((m) => m.ConfirmDialog));

export function ConfirmProvider({ children }: { children: ReactNode }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const answer = useRef<(yes: boolean) => void>(() => undefined);
  const ask = useCallback((next: Asked) => {
    answer.current(false);
    setAsked(next);
    return new Promise<boolean>((resolve) => { answer.current = resolve; });
  }, []);
  const end = useCallback((yes: boolean) => { setAsked(null); answer.current(yes); answer.current = () => undefined; }, []);
  return <Context value={ask}>{children}{asked && <Dialog asked={asked} icon={<TriangleAlert size={18} strokeWidth={1.5} />} onEnd={end} />}</Context>;
}
