import { today } from '@/features/today';
import { observe } from '@/features/observe';
import { links } from '@/features/links';
import { channels } from '@/features/channels';
import { tables } from '@/features/tables';
import { insights } from '@/features/insights';
import { dashboards } from '@/features/dashboards';
import { people } from '@/features/people';
import { identity } from '@/features/identity';
import { sql } from '@/features/sql';
import { imports } from '@/features/imports';
import { privacy } from '@/features/privacy';
import { settings } from '@/features/settings';
import type { Entry, Feature, StopName, Wait } from './feature';

/** Every feature of the console, a row each. */
export const features: Feature[] = [
  today,
  observe,
  links,
  tables,
  insights,
  channels,
  dashboards,
  people,
  identity,
  sql,
  imports,
  privacy,
  settings,
];

export const entries: Entry[] = features.flatMap((f) => f.entries).sort((a, b) => a.order - b.order);

export const entriesOf = (stop: StopName | 'settings'): Entry[] => entries.filter((e) => e.stop === stop);

/** What needs somebody now, urgent first. Features are the same at every call, so their hooks keep their order. */
export const useWaits = (): Wait[] => features.flatMap((f) => f.useWaits?.() ?? []).sort((a, b) => Number(b.urgent) - Number(a.urgent));
