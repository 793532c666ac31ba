import type { LucideIcon } from 'lucide-react';
import type { RouteObject } from 'react-router';

import type { zh } from '@/words/zh';

/** The stops of the loop, in order. A stop without an entry is not shown. */
export const stops = ['today', 'observe', 'understand', 'act', 'engage', 'measure', 'protect'] as const;
export type StopName = (typeof stops)[number];

/** What a role may do; the server decides, the console only leaves out what would be refused. */
export type Right = 'view' | 'analyse' | 'query' | 'operate' | 'integrate' | 'manage' | 'own';

type Group = keyof typeof zh.shell.group;

/** A page that is reached from the rail, the second column and the palette. */
export interface Entry {
  stop: StopName | 'settings';
  group: Group;
  /** Below the workspace: "people". */
  path: string;
  /** Its name in the reader's language. */
  name: () => string;
  icon: LucideIcon;
  right?: Right;
  /** Smaller first within the group. */
  order: number;
}

/** Something the palette finds. */
export interface Hit { key: string; kind: 'go' | 'insights' | 'people' | 'do'; name: string; note?: string; aside?: string; icon: LucideIcon; path?: string; run?: () => void }

/** Something that needs somebody now: a row of Today and of the notifications, with its one next step. */
export interface Wait {
  key: string;
  icon: LucideIcon;
  urgent: boolean;
  title: string;
  /** When, in words. */
  when?: string;
  text: string;
  action?: { label: string; path: string };
}

/** What a feature brings to the shell. Its pages are fetched when they are opened. */
export interface Feature {
  /** Below /:ws. */
  routes: RouteObject[];
  entries: Entry[];
  /** What it finds for the palette; called 150 ms after the last key. */
  find?: (text: string, signal: AbortSignal) => Promise<Hit[]>;
  /** A hook: what of this feature needs somebody now. */
  useWaits?: () => Wait[];
}
