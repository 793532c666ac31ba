import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, body, type Schemas } from '@/api/client';
import { useConfirm } from '@/app/confirm';
import { useToast } from '@/app/notices';
import { useMe, useWorkspace } from '@/app/session';
import { membersKey, useKeepMember, useWhy, type Member, type Role } from './use';

/** What can be done to an operator: asked about when it touches more than itself, said when it is done. */
export function useMemberActs(member: Member) {
  const { t } = useTranslation('settings');
  const confirm = useConfirm();
  const toast = useToast();
  const why = useWhy();
  const keep = useKeepMember();
  const client = useQueryClient();
  const { id } = useWorkspace();
  const me = useMe().data;
  const [busy, setBusy] = useState(false);
  const params = { params: { path: { workspace: id, operator: member.operator } } };
  const { name } = member;

  /** Does it and says so; undefined when it failed, which is said too. */
  const act = async <T>(run: () => Promise<T>): Promise<T | undefined> => {
    setBusy(true);
    try {
      return await run();
    } catch (error) {
      toast({ text: why(error), tone: 'failed' });
      return undefined;
    } finally {
      setBusy(false);
    }
  };

  const put = async (role: Role) => keep(body(await api.PATCH('/api/workspaces/{workspace}/operators/{operator}', { ...params, body: { role } })));
  const setRole = async (role: Role) => {
    const self = member.operator === me?.operator;
    const before = member.role;
    if (self && !(await confirm({ title: t('operators.demoteSelf.title', { role: t(`role.${role}`) }), body: t('operators.demoteSelf.body'), act: t('operators.demoteSelf.act') }))) return;
    if (!self && (role === 'owner' || role === 'admin') && !(await confirm({ title: t('operators.promote.title', { name, role: t(`role.${role}`) }), body: t(`operators.promote.${role}`), act: t('operators.promote.act') }))) return;
    await act(async () => {
      await put(role);
      if (self) void client.invalidateQueries({ queryKey: ['me'] });
      toast({ text: t('operators.roleChanged', { name, role: t(`role.${role}`) }), undo: self ? undefined : () => void act(async () => { await put(before); toast({ text: t('operators.roleUndone', { role: t(`role.${before}`) }) }); }) });
    });
  };

  const disable = async () => {
    const parts = [t('operators.disableAsk.body'), member.others > 0 ? t('operators.disableAsk.others', { count: member.others }) : '', member.tokens > 0 ? t('operators.disableAsk.tokens', { count: member.tokens }) : ''];
    if (!(await confirm({ title: t('operators.disableAsk.title', { name }), body: parts.filter(Boolean).join(' '), act: t('operators.disableAsk.act'), destroys: true }))) return;
    await act(async () => {
      keep(body(await api.POST('/api/workspaces/{workspace}/operators/{operator}/disable', params)));
      toast({ text: t('operators.disabled', { name }), undo: () => void enable() });
    });
  };

  const enable = () => act(async () => {
    keep(body(await api.POST('/api/workspaces/{workspace}/operators/{operator}/enable', params)));
    toast({ text: t('operators.enabled', { name }) });
  });

  const remove = async () => {
    const parts = [t('operators.removeAsk.body'), member.tokens > 0 ? t('operators.disableAsk.tokens', { count: member.tokens }) : ''];
    if (!(await confirm({ title: t('operators.removeAsk.title', { name }), body: parts.filter(Boolean).join(' '), act: t('operators.removeAsk.act'), destroys: true }))) return;
    await act(async () => {
      await api.DELETE('/api/workspaces/{workspace}/operators/{operator}', params);
      await client.invalidateQueries({ queryKey: membersKey(id) });
      toast({ text: t('operators.removed', { name }) });
      if (member.operator === me?.operator) location.assign('/');
    });
  };

  const relink = async (): Promise<Schemas['AuthLink'] | undefined> => {
    if (member.state !== 'invited' && !(await confirm({ title: t('operators.relinkAsk.title', { name }), body: t('operators.relinkAsk.body'), act: t('operators.relinkAsk.act') }))) return undefined;
    return act(async () => body(await api.POST('/api/workspaces/{workspace}/operators/{operator}/link', params)).link);
  };

  return { busy, setRole, disable, enable, remove, relink };
}
