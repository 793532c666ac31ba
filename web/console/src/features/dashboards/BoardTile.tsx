import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { useFormat, useTo } from '@/app/session';
import css from './list.module.css';
import { Miniature } from './Miniature';
import type { Summary } from './model/types';

/** A dashboard in the list: what it looks like, what it is called, who touched it last. */
export function BoardTile({ board }: { board: Summary }) {
  const { t } = useTranslation('dashboards');
  const f = useFormat();
  const to = useTo();
  const when = f.ago(board.updated), name = board.updated_by.name;
  return (
    <Link to={to(`dashboards/${board.id}`)} className={css.tile} aria-label={t('open', { name: board.name })}>
      <Miniature cards={board.cards ?? []} />
      <div className={css.about}>
        <b className={css.name}>{board.name}</b>
        <span className={css.note}>{board.description || t('cards', { count: board.cards?.length ?? 0 })}</span>
        <span className="caption">{name ? t('updated', { name, when }) : t('updatedNobody', { when })}</span>
      </div>
    </Link>
  );
}
