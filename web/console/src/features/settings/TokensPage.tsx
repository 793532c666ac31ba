import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Table } from 'antd';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, body, type Schemas } from '@/api/client';
import { useConfirm } from '@/app/confirm';
import { useToast } from '@/app/notices';
import { useFormat, useWorkspace } from '@/app/session';
import { Top } from '@/app/top';
import { Card, Empty, Failed, Sentence, Skeleton } from '@/design';
import css from './settings.module.css';
import { TokenDialog } from './TokenDialog';
import { useMembers, useWhy } from './use';

type Token = Schemas['AuthToken'];

/** What programs come in with. */
export function TokensPage() {
  const { t } = useTranslation('settings');
  const { id } = useWorkspace();
  const [creating, setCreating] = useState(false);
  const tokens = useQuery({
    queryKey: ['tokens', id],
    queryFn: async ({ signal }) => body(await api.GET('/api/workspaces/{workspace}/tokens', { params: { path: { workspace: id } }, signal })) ?? [],
  });
  const create = <Button type="primary" icon={<Plus size={15} strokeWidth={1.5} />} onClick={() => setCreating(true)}>{t('tokens.create')}</Button>;
  return (
    <div className={css.page}>
      <Top actions={tokens.data && tokens.data.length > 0 && create} />
      <div className={css.lead}><Sentence kind="page">{t('tokens.sentence')}</Sentence></div>
      <Card flush label={t('tokens.title')}>
        {tokens.isPending ? <Skeleton kind="rows" height={240} />
          : tokens.error ? <Failed error={tokens.error} height={240} onRetry={() => void tokens.refetch()} />
          : tokens.data.length === 0 ? <Empty height={280} title={t('tokens.empty')} actions={create}>{t('tokens.emptyHint')}</Empty>
          : <TokensTable tokens={tokens.data} />}
      </Card>
      {creating && <TokenDialog onClose={() => setCreating(false)} />}
    </div>
  );
}

function TokensTable({ tokens }: { tokens: Token[] }) {
  const { t } = useTranslation('settings');
  const f = useFormat();
  const members = useMembers().data ?? [];
  const revoke = useRevoke();
  const maker = (token: Token) => members.find((m) => m.operator === token.operator)?.name ?? (token.operator ? `#${token.operator}` : t('tokens.unknown'));
  return (
    <Table<Token> rowKey="id" dataSource={tokens} pagination={tokens.length > 50 ? { pageSize: 50 } : false} scroll={{ x: 720 }} columns={[
      { key: 'name', title: t('tokens.name'), render: (_, x) => <><b>{x.name}</b> <span className="mono ink3" title={t('tokens.ending')}>…{x.ending}</span></> },
      { key: 'role', title: t('tokens.role'), width: 110, render: (_, x) => t(`role.${x.role}`) },
      { key: 'by', title: t('tokens.by'), width: 140, render: (_, x) => <span className="ink2">{maker(x)}</span> },
      { key: 'made', title: t('tokens.made'), width: 130, render: (_, x) => <span className="num ink2">{f.day(x.created)}</span> },
      { key: 'used', title: t('tokens.used'), width: 150, render: (_, x) => <span className="num ink2">{x.last_used ? f.ago(x.last_used) : t('tokens.never')}</span> },
      { key: 'revoke', width: 84, align: 'right', render: (_, x) => <Button type="text" size="small" danger aria-label={`${t('tokens.revoke')}: ${x.name}`} onClick={() => void revoke(x)}>{t('tokens.revoke')}</Button> },
    ]} />
  );
}

function useRevoke(): (token: Token) => Promise<void> {
  const { t } = useTranslation('settings');
  const { id } = useWorkspace();
  const f = useFormat();
  const confirm = useConfirm();
  const toast = useToast();
  const why = useWhy();
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: async (token: Token) => { await api.DELETE('/api/workspaces/{workspace}/tokens/{token}', { params: { path: { workspace: id, token: token.id } } }); },
    onSuccess: (_, token) => { toast({ text: t('tokens.revoked', { name: token.name }) }); return client.invalidateQueries({ queryKey: ['tokens', id] }); },
    onError: (error) => toast({ text: why(error), tone: 'failed' }),
  });
  return async (token) => {
    const told = token.last_used ? t('tokens.revokeUsed', { when: f.ago(token.last_used) }) : t('tokens.revokeUnused');
    if (await confirm({ title: t('tokens.revokeAsk', { name: token.name }), body: told, act: t('tokens.revoke'), destroys: true })) revoke.mutate(token);
  };
}
