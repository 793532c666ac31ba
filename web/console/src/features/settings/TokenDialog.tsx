import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Modal } from 'antd';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { api, body, type Schemas } from '@/api/client';
import { useWorkspace } from '@/app/session';
import { Field, Fields } from '@/design';
import { RoleChoice } from './RoleChoice';
import { SecretLine } from './SecretLine';
import css from './settings.module.css';
import { useWhy } from './use';

const offered = ['viewer', 'analyst', 'operator', 'admin'] as const;

/** Makes a token, and shows its secret this once. */
export function TokenDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('settings');
  const [made, setMade] = useState<Schemas['AuthFreshToken'] | null>(null);
  return (
    // Once the secret shows, only the button closes it: it cannot be seen again.
    <Modal open onCancel={onClose} footer={null} width={480} closable={!made} keyboard={!made} mask={{ closable: !made }} title={t(made ? 'tokens.secretTitle' : 'tokens.create')}>
      {made ? <Shown token={made} onClose={onClose} /> : <TokenForm onMade={setMade} onClose={onClose} />}
    </Modal>
  );
}

function TokenForm({ onMade, onClose }: { onMade: (token: Schemas['AuthFreshToken']) => void; onClose: () => void }) {
  const { t } = useTranslation('settings');
  const { t: shell } = useTranslation();
  const { id } = useWorkspace();
  const client = useQueryClient();
  const why = useWhy();
  const [name, setName] = useState('');
  const [role, setRole] = useState<(typeof offered)[number]>('analyst');
  const create = useMutation({
    mutationFn: async () => body(await api.POST('/api/workspaces/{workspace}/tokens', { params: { path: { workspace: id } }, body: { name, role } })),
    onSuccess: (token) => { void client.invalidateQueries({ queryKey: ['tokens', id] }); onMade(token); },
  });
  const submit = (e: FormEvent) => { e.preventDefault(); create.mutate(); };
  return (
    <form onSubmit={submit}>
      <Fields>
        <Field label={t('tokens.name')} hint={t('tokens.nameHint')} error={create.error ? why(create.error) : ''}><Input required autoFocus maxLength={80} value={name} onChange={(e) => setName(e.target.value)} /></Field>
        <RoleChoice label={t('tokens.role')} value={role} roles={offered} say={(r) => t(`tokenCan.${r}`)} onChange={setRole} />
      </Fields>
      <div className={css.actions}>
        <Button type="text" onClick={onClose}>{shell('cancel')}</Button>
        <Button type="primary" htmlType="submit" disabled={!name.trim()} loading={create.isPending}>{t(create.isPending ? 'tokens.acting' : 'tokens.act')}</Button>
      </div>
    </form>
  );
}

function Shown({ token, onClose }: { token: Schemas['AuthFreshToken']; onClose: () => void }) {
  const { t } = useTranslation('settings');
  const { slug } = useWorkspace();
  const example = `curl -H 'Authorization: Bearer $TOKEN' -H 'X-Kith-Workspace: ${slug}' \\\n  ${location.origin}/api/v1/names`;
  return (
    <>
      <p className={css.once}>{t('tokens.secretHint')}</p>
      <SecretLine text={token.secret} label={t('tokens.secret')} />
      <p className="caption" style={{ marginTop: 14 }}>{t('tokens.example')}</p>
      <pre className={css.code}>{example}</pre>
      <div className={css.actions}><Button type="primary" onClick={onClose}>{t('tokens.done')}</Button></div>
    </>
  );
}
