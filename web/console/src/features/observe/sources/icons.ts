import { FileUp, Globe, LayoutGrid, Server, Smartphone, type LucideIcon } from 'lucide-react';

import type { Kind } from '../data';

export const kindIcons: Record<Kind, LucideIcon> = { web: Globe, app: Smartphone, mini: LayoutGrid, server: Server, import: FileUp };
export const kinds: Kind[] = ['web', 'app', 'mini', 'server', 'import'];
