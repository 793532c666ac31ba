import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useRouteError } from 'react-router';

import { Empty } from '@/design';

/** A page that threw: says so in its place, with the line that finds the cause. */
export function Crashed() {
  const { t } = useTranslation();
  const error = useRouteError();
  return (
    <Empty title={t('crashed')} height={420} actions={<Button onClick={() => location.reload()}>{t('retry')}</Button>}>
      {t('crashedHint')}<br /><span className="mono">{error instanceof Error ? error.message : String(error)}</span>
    </Empty>
  );
}
