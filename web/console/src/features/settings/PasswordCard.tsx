import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { api, ApiError } from '@/api/client';
import { useToast } from '@/app/notices';
import { Card, Field, Fields } from '@/design';
import css from './settings.module.css';
import { useWhy } from './use';

const least = 10;

/** Another password, for who knows the current one. */
export function PasswordCard({ email }: { email: string }) {
  const { t } = useTranslation('settings');
  const { t: entry } = useTranslation('entry');
  const toast = useToast();
  const why = useWhy();
  const client = useQueryClient();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [tried, setTried] = useState(false);
  const change = useMutation({
    mutationFn: async () => { await api.POST('/api/profile/password', { body: { current, new: next } }); },
    onSuccess: () => {
      setCurrent(''); setNext(''); setTried(false);
      toast({ text: t('me.changed') });
      void client.invalidateQueries({ queryKey: ['sessions'] });
    },
  });
  const short = [...next].length < least;
  const e = change.error instanceof ApiError ? change.error : null;
  const wrong = !e || e.field !== 'current' ? '' : e.triesLeft === 0 ? entry('wrongLast') : t('me.wrong', { count: e.triesLeft ?? 0 });
  const submit = (event: FormEvent) => { event.preventDefault(); setTried(true); if (!short && current) change.mutate(); };
  return (
    <Card title={t('me.password')} note={t('me.passwordNote')}>
      <form onSubmit={submit} noValidate>
        <Fields>
          <input type="hidden" autoComplete="username" value={email} readOnly />
          <Field label={t('me.current')} error={wrong || (tried && !current ? entry('empty') : '')}><Input.Password autoComplete="current-password" value={current} onChange={(x) => setCurrent(x.target.value)} /></Field>
          <Field label={t('me.next')} hint={t('me.nextHint')} error={tried && short && !change.isSuccess ? entry('tooShort') : change.error && !wrong ? why(change.error) : ''}><Input.Password autoComplete="new-password" value={next} onChange={(x) => setNext(x.target.value)} /></Field>
          <div className={css.foot}><Button htmlType="submit" disabled={!current && !next} loading={change.isPending}>{t(change.isPending ? 'me.changing' : 'me.change')}</Button></div>
        </Fields>
      </form>
    </Card>
  );
}
