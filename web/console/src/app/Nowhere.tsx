import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

import { api } from '@/api/client';
import { NoRight } from '@/design';
import css from './gate.module.css';
import { useMe } from './session';

/** Signed in, and a member of nothing. */
export function Nowhere() {
  const { t } = useTranslation('settings');
  const { t: shell } = useTranslation();
  const email = useMe().data?.profile?.email ?? '';
  return (
    <main className={css.alone}>
      <NoRight title={t('nowhere.title')} actions={<Button size="small" onClick={() => void api.DELETE('/api/session').then(() => location.assign('/'))}>{shell('signOut')}</Button>}>{t('nowhere.body', { email })}</NoRight>
    </main>
  );
}
