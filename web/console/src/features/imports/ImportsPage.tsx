import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

import { ApiError } from '@/api/client';
import { Card, Empty, Failed, NoRight, Sentence, Skeleton } from '@/design';
import { useImports } from './data';
import { DropZone } from './DropZone';
import { ImportRow } from './ImportRow';
import css from './imports.module.css';

const gib = 2 ** 31;

/** Bring a file in; what was brought in before, and where it stands. */
export function ImportsPage() {
  const { t } = useTranslation('imports');
  const query = useImports();
  const pages = query.data?.pages ?? [];
  const all = pages.flatMap((p) => p.imports ?? []);
  if (query.error instanceof ApiError && query.error.code === 'forbidden') return <NoRight title={t('noRight')} height={320}>{t('noRightText')}</NoRight>;
  return (
    <div className={css.page}>
      <Sentence kind="page">{t('sentence')}</Sentence>
      <DropZone most={pages[0]?.limit ?? gib} days={pages[0]?.days ?? 7} />
      <Card flush title={t('list')} note={t('listNote')}>
        {query.isPending && <Skeleton kind="rows" height={240} />}
        {query.error && <Failed error={query.error} onRetry={() => void query.refetch()} height={240} />}
        {query.data && all.length === 0 && <Empty title={t('empty')} height={200}>{t('emptyText')}</Empty>}
        {all.length > 0 && (
          <div className={css.scroll}>
            <table className={css.table}>
              <thead>
                <tr><th>{t('column.file')}</th><th>{t('column.state')}</th><th className={css.right}>{t('column.rows')}</th><th className={css.right}>{t('column.written')}</th><th className={css.right}>{t('column.bad')}</th><th>{t('column.when')}</th></tr>
              </thead>
              <tbody>{all.map((i) => <ImportRow key={i.number} of={i} />)}</tbody>
            </table>
          </div>
        )}
        {query.hasNextPage && <div className={css.moreRow}><Button type="text" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t('more')}</Button></div>}
      </Card>
    </div>
  );
}
