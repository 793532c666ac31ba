import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useBlocker } from 'react-router';

import { useConfirm } from '@/app/confirm';

/** Asks before a page with unsaved changes is left. */
export function useLeaveGuard(active: boolean): void {
  const { t } = useTranslation('dashboards');
  const confirm = useConfirm();
  const blocker = useBlocker(({ currentLocation, nextLocation }) => active && currentLocation.pathname !== nextLocation.pathname);
  useEffect(() => {
    if (blocker.state !== 'blocked') return;
    void confirm({ title: t('leave'), body: t('leaveBody'), act: t('leaveAct'), destroys: true }).then((yes) => (yes ? blocker.proceed() : blocker.reset()));
  }, [blocker, confirm, t]);
  useEffect(() => {
    if (!active) return;
    const stay = (e: BeforeUnloadEvent) => e.preventDefault();
    addEventListener('beforeunload', stay);
    return () => removeEventListener('beforeunload', stay);
  }, [active]);
}
