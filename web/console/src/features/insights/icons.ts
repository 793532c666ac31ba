import { ChartLine, Funnel, Grid3x3, Layers, Orbit, Repeat, Route, Timer, type LucideIcon } from 'lucide-react';

import type { Kind } from './model/question';

export const kindIcons: Record<Kind, LucideIcon> = { trend: ChartLine, funnel: Funnel, retention: Grid3x3, paths: Route, stickiness: Repeat, lifecycle: Orbit, sessions: Timer, rfm: Layers };
