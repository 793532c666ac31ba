import { useTranslation } from 'react-i18next';

import { useFormat } from '@/app/session';
import { Top } from '@/app/top';
import { Card, Failed, Sentence, Skeleton } from '@/design';
import { useMay, useRules } from './data';
import css from './identity.module.css';
import { RulesForm } from './RulesForm';

/** How persons are recognised: types of ids, what they may do, and what stands for nobody. */
export function RulesPage() {
  const { t } = useTranslation('identity');
  const f = useFormat();
  const query = useRules();
  const may = useMay('manage');
  return (
    <div className={css.page}>
      <Top />
      <div className={css.lead}><Sentence kind="page">{t('rules.sentence')}</Sentence></div>
      {query.isPending ? <Card><Skeleton kind="rows" height={320} /></Card>
        : query.error ? <Card><Failed error={query.error} height={320} onRetry={() => void query.refetch()} /></Card>
        : <RulesForm key={query.data.since ?? ''} rules={query.data} may={may} />}
      {query.data && <p className={css.line}><span>{query.data.since ? t('rules.since', { when: f.moment(query.data.since), name: query.data.by ?? '' }) : t('rules.default')}</span><span>{t('rules.fromNow')}</span></p>}
    </div>
  );
}
