import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { Empty } from '@/design';

export function NotFound() {
  const { t } = useTranslation();
  return <Empty title={t('notFound')} height={420} actions={<Link to="/">{t('toToday')}</Link>}>{t('notFoundHint')}</Empty>;
}
