import { useParams } from 'react-router';
import { useTranslation } from 'react-i18next';

import { useTo } from '@/app/session';
import { Top } from '@/app/top';
import { Failed, Skeleton } from '@/design';
import { Link } from 'react-router';
import { useBoard } from './api';
import { BoardView } from './BoardView';

/** One dashboard. */
export function BoardPage() {
  const { t } = useTranslation('dashboards');
  const { id } = useParams();
  const to = useTo();
  const board = useBoard(Number(id) || 0);
  if (board.data) return <BoardView key={board.data.id} board={board.data} />;
  return (
    <>
      <Top before={<Link to={to('dashboards')}>{t('name')}</Link>} />
      {board.isPending ? <Skeleton height={480} /> : <Failed error={board.error} onRetry={() => void board.refetch()} height={480} actions={<Link to={to('dashboards')}>{t('name')}</Link>} />}
    </>
  );
}
