import { Activity, Compass, Ruler, Send, Shield, Sun, Users, type LucideIcon } from 'lucide-react';

import type { StopName } from './feature';

export const stopIcons: Record<StopName, LucideIcon> = { today: Sun, observe: Activity, understand: Compass, act: Send, engage: Users, measure: Ruler, protect: Shield };
