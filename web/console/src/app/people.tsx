import { createContext, use, useCallback, useState, type ReactNode } from 'react';

import type { Schemas } from '@/api/client';
import { lazyPart } from './lazy';

/** Whom a number stands for: a cell of a question's answer. */
export interface Behind {
  /** What these people have in common, in a few words. */
  title: string;
  question: Schemas['InsightQuestion'];
  cell: Schemas['InsightCell'];
  /** How many, when it is known. */
  count?: number;
}

const Context = createContext<(behind: Behind) => void>(() => undefined);

/** Opens the drawer of the people behind a number. */
export const usePeople = (): ((behind: Behind) => void) => use(Context);

const Drawer = lazyPart(() => import('./PeopleDrawer').then((m) => m.PeopleDrawer));

export function PeopleProvider({ children }: { children: ReactNode }) {
  const [behind, setBehind] = useState<Behind | null>(null);
  const close = useCallback(() => setBehind(null), []);
  return <Context value={setBehind}>{children}{behind && <Drawer behind={behind} onClose={close} />}</Context>;
}
