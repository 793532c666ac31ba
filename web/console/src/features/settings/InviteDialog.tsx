import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Modal } from 'antd';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { api, ApiError, body, type Schemas } from '@/api/client';
import { useFormat, useRights, useWorkspace } from '@/app/session';
import { Field, Fields } from '@/design';
import { RoleChoice } from './RoleChoice';
import { SecretLine } from './SecretLine';
import css from './settings.module.css';
import { membersKey, roles, useWhy, type Role } from './use';

type Invited = Schemas['AuthInvited'];

/** Adds a colleague; who has no password yet gets a link, which the inviter passes on. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('settings');
  const [done, setDone] = useState<Invited | null>(null);
  return (
    <Modal open onCancel={onClose} footer={null} width={480} destroyOnHidden title={done?.link ? t('invite.linkTitle', { name: done.member.name }) : done ? t('invite.added', { name: done.member.name }) : t('invite.title')}>
      {done ? <Passed invited={done} onClose={onClose} onAnother={() => setDone(null)} /> : <InviteForm onDone={setDone} onClose={onClose} />}
    </Modal>
  );
}

function InviteForm({ onDone, onClose }: { onDone: (invited: Invited) => void; onClose: () => void }) {
  const { t } = useTranslation('settings');
  const { t: shell } = useTranslation();
  const { id } = useWorkspace();
  const { can } = useRights();
  const why = useWhy();
  const client = useQueryClient();
  const [email, setEmail] = useState('');
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('analyst');
  const invite = useMutation({
    mutationFn: async () => body(await api.POST('/api/workspaces/{workspace}/operators', { params: { path: { workspace: id } }, body: { email, name: name.trim() || undefined, role } })),
    onSuccess: (invited) => { void client.invalidateQueries({ queryKey: membersKey(id) }); onDone(invited); },
  });
  const submit = (e: FormEvent) => { e.preventDefault(); invite.mutate(); };
  return (
    <form onSubmit={submit}>
      <Fields>
        <Field label={t('invite.email')} error={invite.error ? refusal(invite.error, t, why) : ''}><Input type="email" required autoFocus value={email} onChange={(e) => setEmail(e.target.value)} /></Field>
        <Field label={t('invite.name')} hint={t('invite.nameHint')}><Input value={name} maxLength={80} onChange={(e) => setName(e.target.value)} /></Field>
        <RoleChoice label={t('invite.role')} value={role} roles={roles.filter((r) => can('own') || (r !== 'owner' && r !== 'admin'))} say={(r) => t(`can.${r}`)} onChange={setRole} />
      </Fields>
      <div className={css.actions}>
        <Button type="text" onClick={onClose}>{shell('cancel')}</Button>
        <Button type="primary" htmlType="submit" loading={invite.isPending}>{t(invite.isPending ? 'invite.acting' : 'invite.act')}</Button>
      </div>
    </form>
  );
}

type Say = (key: 'invite.taken' | 'invite.blocked') => string;
function refusal(error: unknown, t: Say, why: (error: unknown) => string): string {
  if (!(error instanceof ApiError) || error.code !== 'conflict') return why(error);
  return t(error.field === 'operator' ? 'invite.blocked' : 'invite.taken');
}

function Passed({ invited, onClose, onAnother }: { invited: Invited; onClose: () => void; onAnother: () => void }) {
  const { t } = useTranslation('settings');
  return (
    <>
      {invited.link ? <LinkToPass link={invited.link} /> : <p className={css.once}>{t('invite.addedHint')}</p>}
      <div className={css.actions}>
        <Button onClick={onAnother}>{t('invite.another')}</Button>
        <Button type="primary" onClick={onClose}>{t('invite.done')}</Button>
      </div>
    </>
  );
}

/** The link, with until when it can be used. */
export function LinkToPass({ link }: { link: Schemas['AuthLink'] }) {
  const { t } = useTranslation('settings');
  const f = useFormat();
  return (
    <>
      <p className={css.once}>{t('invite.linkHint', { until: f.moment(link.expires) })}</p>
      <SecretLine text={`${location.origin}${link.path}`} label={t('invite.link')} />
    </>
  );
}
