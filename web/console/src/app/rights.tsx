import { Button } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { NoRight } from '@/design';
import type { Entry, Right, StopName } from './feature';
import { entries, entriesOf } from './features';
import { useRights, useTo, type Role } from './session';

/** Who has a right, the same table as in the server's docs/operate.md. Only to be said to people: the server says what one's own are. */
const holders: Record<Right, Role[]> = {
  view: ['owner', 'admin', 'operator', 'analyst', 'viewer'], analyse: ['owner', 'admin', 'operator', 'analyst'], query: ['owner', 'admin', 'analyst'],
  operate: ['owner', 'admin', 'operator'], integrate: ['owner', 'admin'], manage: ['owner', 'admin'], own: ['owner'],
};

/** The entries that the operator may open. */
export function useOpenEntries(): { all: Entry[]; of: (stop: StopName | 'settings') => Entry[] } {
  const { can } = useRights();
  return useMemo(() => {
    const open = (e: Entry) => !e.right || can(e.right);
    return { all: entries.filter(open), of: (stop) => entriesOf(stop).filter(open) };
  }, [can]);
}

/** In place of a page that the operator's role may not open: who may, and what one can do instead. */
export function Closed({ right, name }: { right: Right; name: string }) {
  const { t } = useTranslation('settings');
  const { role } = useRights();
  const to = useTo();
  const names = (roles: Role[]) => roles.map((r) => t(`role.${r}`)).join(t('listComma'));
  return (
    <NoRight height={420} title={t('closed.title', { page: name, roles: names(holders[right]) })}
      actions={<><Link to={to('today')}><Button size="small">{t('closed.today')}</Button></Link><Link to={to('settings/operators')}><Button size="small">{t('closed.who')}</Button></Link></>}>
      {role && t('closed.body', { role: t(`role.${role}`), can: t(`can.${role}`) })}
    </NoRight>
  );
}
