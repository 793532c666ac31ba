import { Button } from 'antd';
import { Eye, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { useRights } from '@/app/session';
import { Top } from '@/app/top';
import { Card, Failed, Sentence, Skeleton } from '@/design';
import { InviteDialog } from './InviteDialog';
import { LinkDialog } from './LinkDialog';
import { MembersTable } from './MembersTable';
import css from './settings.module.css';
import { roles, useMembers, type Member } from './use';
import type { Schemas } from '@/api/client';

/** Who uses the workspace, and as what. Whether the invitation is open is in the address: the first run leads there. */
export function OperatorsPage() {
  const { t } = useTranslation('settings');
  const { role, can } = useRights();
  const members = useMembers();
  const [params, setParams] = useSearchParams();
  const [link, setLink] = useState<{ member: Member; link: Schemas['AuthLink'] } | null>(null);
  const inviting = params.has('invite') && can('manage');
  const invite = (open: boolean) => setParams(open ? { invite: '' } : {}, { replace: !open });
  return (
    <div className={css.page}>
      <Top actions={can('manage') && <Button type="primary" icon={<UserPlus size={15} strokeWidth={1.5} />} onClick={() => invite(true)}>{t('operators.invite')}</Button>} />
      <div className={css.lead}><Sentence kind="page">{members.data ? t('operators.sentence', { count: members.data.length }) : t('operators.title')}</Sentence></div>
      {!can('manage') && role && <p className={css.note}><Eye size={16} strokeWidth={1.5} aria-hidden />{t('operators.noneRight')}</p>}
      <Card flush label={t('operators.title')}>
        {members.isPending ? <Skeleton kind="rows" height={240} />
          : members.error ? <Failed error={members.error} height={240} onRetry={() => void members.refetch()} />
          : <MembersTable members={members.data} onLink={(member, made) => setLink({ member, link: made })} />}
      </Card>
      <Card title={t('operators.roleHelp')} flush>
        <dl className={css.help}>{roles.map((r) => <div key={r}><dt>{t(`role.${r}`)}</dt><dd>{t(`can.${r}`)}</dd></div>)}</dl>
      </Card>
      {inviting && <InviteDialog onClose={() => invite(false)} />}
      {link && <LinkDialog member={link.member} link={link.link} onClose={() => setLink(null)} />}
    </div>
  );
}
