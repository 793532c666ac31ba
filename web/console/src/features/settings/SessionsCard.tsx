import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { Laptop, Smartphone } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { api, body, type Schemas } from '@/api/client';
import { useConfirm } from '@/app/confirm';
import { useToast } from '@/app/notices';
import { useFormat } from '@/app/session';
import { Card, Failed, Skeleton, Tag } from '@/design';
import { browserOf } from './browser';
import css from './settings.module.css';
import { useWhy } from './use';

type Session = Schemas['AuthOwnSession'];

/** Where one is signed in, and the way to end it from here. */
export function SessionsCard() {
  const { t } = useTranslation('settings');
  const confirm = useConfirm();
  const toast = useToast();
  const why = useWhy();
  const client = useQueryClient();
  const sessions = useQuery({ queryKey: ['sessions'], queryFn: async ({ signal }) => body(await api.GET('/api/profile/sessions', { signal })) ?? [] });
  const end = useMutation({
    mutationFn: async (session: Session | null) => {
      if (session) await api.DELETE('/api/profile/sessions/{session}', { params: { path: { session: session.id } } });
      else await api.DELETE('/api/profile/sessions');
    },
    onSuccess: () => toast({ text: t('me.ended') }),
    onError: (error) => toast({ text: why(error), tone: 'failed' }),
    onSettled: () => client.invalidateQueries({ queryKey: ['sessions'] }),
  });
  const others = (sessions.data ?? []).filter((s) => !s.current).length;
  const endAll = async () => {
    if (await confirm({ title: t('me.endAllAsk', { count: others }), body: t('me.endAllBody'), act: t('me.end'), destroys: true })) end.mutate(null);
  };
  return (
    <Card title={t('me.sessions')} note={others === 0 && sessions.data ? t('me.only') : undefined} flush extra={others > 0 && <Button size="small" onClick={() => void endAll()}>{t('me.endAll')}</Button>}>
      {sessions.isPending ? <Skeleton kind="rows" height={120} /> : sessions.error ? <Failed error={sessions.error} height={160} onRetry={() => void sessions.refetch()} /> : (
        <div className={css.rows}>{sessions.data.map((s) => <Row key={s.id} session={s} busy={end.isPending} onEnd={() => end.mutate(s)} />)}</div>
      )}
    </Card>
  );
}

function Row({ session, busy, onEnd }: { session: Session; busy: boolean; onEnd: () => void }) {
  const { t } = useTranslation('settings');
  const f = useFormat();
  const { browser, system, phone } = browserOf(session.agent ?? '');
  const Icon = phone ? Smartphone : Laptop;
  const name = !browser ? session.agent?.slice(0, 60) || t('me.unknownBrowser') : system ? t('me.on', { browser, system }) : browser;
  return (
    <div className={css.row}>
      <Icon size={18} strokeWidth={1.5} aria-hidden />
      <div>
        <b>{name}</b>
        <p className="num">{[session.address, t('me.since', { when: f.moment(session.created) }), t('me.usedAt', { when: f.ago(session.used) }), t(session.remember ? 'me.remembered' : 'me.ends')].filter(Boolean).join(' · ')}</p>
      </div>
      {session.current ? <Tag tone="good">{t('me.thisOne')}</Tag> : <Button size="small" disabled={busy} aria-label={`${t('me.end')}: ${name}`} onClick={onEnd}>{t('me.end')}</Button>}
    </div>
  );
}
