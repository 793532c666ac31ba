import { Button } from 'antd';
import { UserX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useRights } from '@/app/session';
import { Top } from '@/app/top';
import { Card, Empty, Failed, Sentence, Skeleton } from '@/design';
import { useRequests } from './data';
import { NewErasure } from './NewErasure';
import css from './privacy.module.css';
import { RequestRow } from './RequestRow';

/** What persons asked for, and what came of it. */
export function PrivacyPage() {
  const { t } = useTranslation('privacy');
  const may = useRights().can('manage');
  const requests = useRequests();
  const [asking, setAsking] = useState(false);
  const all = requests.data?.pages.flatMap((p) => p.requests ?? []) ?? [];
  const ask = may && <Button type="primary" icon={<UserX size={15} strokeWidth={1.5} />} onClick={() => setAsking(true)}>{t('new')}</Button>;
  return (
    <div className={css.page}>
      <Top actions={all.length > 0 && ask} />
      <Sentence kind="page">{t('sentence')}</Sentence>
      <Card flush label={t('requests')}>
        {requests.isPending ? <Skeleton kind="rows" height={240} />
          : requests.error && !requests.data ? <Failed error={requests.error} height={280} onRetry={() => void requests.refetch()} />
          : all.length === 0 ? <Empty height={300} title={t('none')} actions={ask}>{may ? t('noneHint') : t('noneMay')}</Empty>
          : <ul className={css.rows}>{all.map((r) => <RequestRow key={r.id} request={r} first={r === all[0]} />)}</ul>}
        {requests.hasNextPage && <Button type="text" loading={requests.isFetchingNextPage} onClick={() => void requests.fetchNextPage()}>{t('more')}</Button>}
      </Card>
      {asking && <NewErasure onClose={() => setAsking(false)} />}
    </div>
  );
}
