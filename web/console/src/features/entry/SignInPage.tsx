import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Input } from 'antd';
import { TriangleAlert } from 'lucide-react';
import { useEffect, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate } from 'react-router';

import { api, body } from '@/api/client';
import { useEnter } from '@/app/session';
import { Field, Sentence } from '@/design';
import { Choices } from './Choices';
import { useEntryProblem } from './problem';
import { Sheet } from './Sheet';
import css from './sheet.module.css';

/** Whoever comes to a server that nobody has set up is led to the set-up. */
export function SignInPage() {
  const setup = useQuery({ queryKey: ['setup'], retry: false, queryFn: async () => body(await api.GET('/api/setup')) });
  if (setup.isPending) return null;
  return setup.data?.open ? <Navigate to="/setup" replace /> : <SignInForm />;
}

function SignInForm() {
  const { t } = useTranslation('entry');
  const { t: shell } = useTranslation('shell');
  const enter = useEnter();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [remember, setRemember] = useState(true);
  const signIn = useMutation({
    mutationFn: async () => body(await api.POST('/api/session', { body: { email, password, remember } })),
    onSuccess: enter,
  });
  const problem = useEntryProblem(signIn.error);
  useEffect(() => { document.title = `${t('title')} · ${shell('product')}`; }, [t, shell]);
  const submit = (e: FormEvent) => { e.preventDefault(); signIn.mutate(); };
  return (
    <Sheet>
      <form className={css.form} onSubmit={submit}>
        <div className={css.entry}><Sentence kind="verdict">{t('sentence')}</Sentence></div>
        <Field label={t('email')}><Input type="email" name="email" autoComplete="username" autoFocus required value={email} onChange={(e) => setEmail(e.target.value)} size="large" /></Field>
        <Field label={t('password')} extra={t('forgot')}>
          <Input.Password name="password" autoComplete="current-password" required value={password} onChange={(e) => setPassword(e.target.value)} size="large" />
        </Field>
        {problem && <p className={css.said} role="alert"><TriangleAlert size={15} strokeWidth={1.5} aria-hidden />{problem}</p>}
        <Button type="primary" htmlType="submit" size="large" block loading={signIn.isPending}>{signIn.isPending ? t('signingIn') : t('signIn')}</Button>
        <Checkbox checked={remember} onChange={(e) => setRemember(e.target.checked)}>{t('remember')}</Checkbox>
        <Choices />
      </form>
    </Sheet>
  );
}
