import { FileUp, Globe, LayoutGrid, Link2, Server, Smartphone, Table2, type LucideIcon } from 'lucide-react';

import type { Kind } from '../data';

export const kindIcons: Record<Kind, LucideIcon> = { web: Globe, app: Smartphone, mini: LayoutGrid, server: Server, import: FileUp, link: Link2, table: Table2 };
/** What people connect; links and files come by themselves. */
export type Connected = Exclude<Kind, 'import' | 'link' | 'table'>;
export const kinds: Connected[] = ['web', 'app', 'mini', 'server'];
