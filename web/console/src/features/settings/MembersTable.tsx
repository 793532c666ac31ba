import { Button, Dropdown, Select, Table } from 'antd';
import { Ellipsis } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { Schemas } from '@/api/client';
import { useFormat, useMe, useRights } from '@/app/session';
import { Avatar, Status, Tag } from '@/design';
import { useMemberActs } from './acts';
import css from './settings.module.css';
import { roles, type Member, type Role } from './use';

const tones = { active: 'good', invited: 'warn', disabled: 'neutral' } as const;

interface Props { members: Member[]; onLink: (member: Member, link: Schemas['AuthLink']) => void }

/** The operators with what can be done to each; what the server would refuse is not offered. */
export function MembersTable({ members, onLink }: Props) {
  const { t } = useTranslation('settings');
  const f = useFormat();
  const me = useMe().data?.operator;
  return (
    <Table<Member> rowKey="operator" dataSource={members} pagination={members.length > 50 ? { pageSize: 50 } : false} scroll={{ x: 860 }} columns={[
      { key: 'person', title: t('operators.person'), width: 250, render: (_, m) => (
        <div className={css.who}>
          <Avatar name={m.name} id={m.operator} size={30} />
          <div><b>{m.name}</b>{m.operator === me && <span className={css.you}><Tag>{t('operators.you')}</Tag></span>}<p>{m.email}</p></div>
        </div>
      ) },
      { key: 'role', title: t('operators.role'), width: 150, render: (_, m) => <RoleCell member={m} /> },
      { key: 'state', title: t('operators.state'), width: 150, render: (_, m) => <Status tone={tones[m.state]}>{t(`operators.states.${m.state}`)}</Status> },
      { key: 'seen', title: t('operators.seen'), width: 150, render: (_, m) => <span className="num ink2">{m.last_seen ? f.ago(m.last_seen) : t('operators.never')}</span> },
      { key: 'tokens', title: t('operators.tokens'), width: 100, align: 'right', render: (_, m) => <span className="num">{m.tokens || ''}</span> },
      { key: 'more', width: 52, align: 'right', render: (_, m) => <More member={m} onLink={onLink} /> },
    ]} />
  );
}

/** Owners and admins are the owners' to change; others whoever manages may change. */
function useMayChange(member: Member): boolean {
  const { can } = useRights();
  return can(member.role === 'owner' || member.role === 'admin' ? 'own' : 'manage');
}

function RoleCell({ member }: { member: Member }) {
  const { t } = useTranslation('settings');
  const { can } = useRights();
  const acts = useMemberActs(member);
  if (!useMayChange(member)) return <span>{t(`role.${member.role}`)}</span>;
  const offered = roles.filter((r) => can('own') || (r !== 'owner' && r !== 'admin'));
  return (
    <Select<Role> variant="borderless" style={{ marginLeft: -11, width: 120 }} aria-label={`${t('operators.role')}: ${member.name}`} value={member.role} disabled={acts.busy}
      onChange={(role) => void acts.setRole(role)} options={offered.map((r) => ({ value: r, label: t(`role.${r}`) }))} />
  );
}

function More({ member, onLink }: { member: Member; onLink: Props['onLink'] }) {
  const { t } = useTranslation('settings');
  const me = useMe().data?.operator;
  const acts = useMemberActs(member);
  const may = useMayChange(member);
  if (!may) return null;
  const self = member.operator === me;
  const items = [
    ...(self || member.state === 'disabled' ? [] : [{ key: 'link', label: t('operators.relink'), onClick: () => void acts.relink().then((link) => link && onLink(member, link)) }]),
    ...(self ? [] : member.state === 'disabled'
      ? [{ key: 'enable', label: t('operators.enable'), onClick: () => void acts.enable() }]
      : [{ key: 'disable', label: t('operators.disable'), onClick: () => void acts.disable() }]),
    { key: 'remove', label: t('operators.remove'), danger: true, onClick: () => void acts.remove() },
  ];
  return (
    <Dropdown trigger={['click']} placement="bottomRight" menu={{ items }}>
      <Button type="text" size="small" loading={acts.busy} aria-label={t('operators.more', { name: member.name })} icon={<Ellipsis size={16} strokeWidth={1.5} />} />
    </Dropdown>
  );
}
