import { Handshake, IdCard, Link2, Megaphone, QrCode, type LucideIcon } from 'lucide-react';

import type { Kind } from './data';

export const kindIcons: Record<Kind, LucideIcon> = { link: Link2, partner: Handshake, kol: Megaphone, staff: IdCard, offline: QrCode };
