import { useQuery } from '@tanstack/react-query';

import { api, ApiError, body } from '@/api/client';
import { useWorkspace } from '@/app/session';
import { NoRight } from '@/design';
import { useTranslation } from 'react-i18next';
import css from './sql.module.css';
import { Workbench } from './Workbench';

/** SQL over events and persons. */
export function SqlPage() {
  const { t } = useTranslation('sql');
  const here = useWorkspace();
  const schema = useQuery({ queryKey: ['sql-schema', here.slug], staleTime: 60_000, queryFn: async ({ signal }) => body(await api.GET('/api/v1/sql/schema', { signal })) });
  if (schema.error instanceof ApiError && schema.error.code === 'forbidden') return <div className={css.alone}><NoRight title={t('noRight')}>{t('noRightBody')}</NoRight></div>;
  return <Workbench key={here.slug} schema={schema} />;
}
