import type { TFunction } from 'i18next';

interface Named { name: string; named_by: string; ids: { kind: string; id: string }[] | null }

/** What a person is called: people without a name or a user id are visitors. */
export const nameOf = (p: Named, t: TFunction<'people'>): string => (p.named_by === 'anonymous' ? t('anonymous') : p.name || t('unnamed'));

/** The id beside the name: the user id, else the end of a device's. */
export function shortID(p: Named): string {
  const first = p.ids?.[0];
  if (!first) return '';
  if (first.kind === 'user') return first.id === p.name ? '' : first.id;
  return p.name && p.named_by === 'anonymous' ? `…${p.name}` : first.id;
}
