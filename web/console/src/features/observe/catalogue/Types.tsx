import { useTranslation } from 'react-i18next';

import type { Schemas } from '@/api/client';
import { useFormat } from '@/app/session';
import { Tag } from '@/design';
import css from './catalogue.module.css';

/** What a property's values are; several types are worth a look. */
export function Types({ types }: { types: readonly Schemas['CatalogueTypeShare'][] }) {
  const { t } = useTranslation('observe');
  const f = useFormat();
  if (types.length <= 1) return <span className="ink2">{types[0] && t(`type.${types[0].type}`)}</span>;
  return <span className={css.types}>{types.map((x) => <Tag key={x.type} tone={x.share < 0.5 ? 'warn' : 'neutral'}>{t(`type.${x.type}`)} {f.percent(x.share, x.share < 0.01 ? 2 : 0)}</Tag>)}</span>;
}

/** A share as a small bar with its number. */
export function Fill({ share }: { share: number }) {
  const f = useFormat();
  return <span className={css.fill}><i aria-hidden><i style={{ width: `${Math.max(share * 100, share > 0 ? 2 : 0)}%` }} /></i><span className="num">{f.percent(share, share > 0 && share < 0.1 ? 1 : 0)}</span></span>;
}
