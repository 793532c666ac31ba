import { dashboards } from '@/features/dashboards';
import { today } from '@/features/today';
import type { Entry, Feature, StopName } from './feature';

/** Every feature of the console, a row each. */
export const features: Feature[] = [today, dashboards];

export const entries: Entry[] = features.flatMap((f) => f.entries).sort((a, b) => a.order - b.order);

export const entriesOf = (stop: StopName | 'settings'): Entry[] => entries.filter((e) => e.stop === stop);
