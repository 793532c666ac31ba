import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Modal } from 'antd';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { api, body } from '@/api/client';
import { setExpired } from '@/app/expired';
import { useMe } from '@/app/session';
import { Field, Fields } from '@/design';
import css from './again.module.css';
import { useEntryProblem } from './problem';

/** Over the page whose session ended: the password again, and everything typed is still there. */
export function SignInAgain() {
  const { t } = useTranslation('shell');
  const { t: entry } = useTranslation('entry');
  const client = useQueryClient();
  const me = useMe().data;
  const email = me?.profile?.email ?? '';
  const [password, setPassword] = useState('');
  const signIn = useMutation({
    mutationFn: async () => body(await api.POST('/api/session', { body: { email, password } })),
    onSuccess: (again) => {
      client.setQueryData(['me'], again);
      setExpired(false);
      // What was refused meanwhile is asked again; what was typed was never touched.
      void client.invalidateQueries({ predicate: (q) => q.queryKey[0] !== 'me' });
    },
  });
  const problem = useEntryProblem(signIn.error);
  const submit = (e: FormEvent) => { e.preventDefault(); signIn.mutate(); };
  return (
    <Modal open centered closable={false} keyboard={false} mask={{ closable: false }} width={400} footer={null} title={t('expired.title')} zIndex={2000}>
      <form onSubmit={submit} className={css.form}>
        <p className={css.text}>{t('expired.body')}</p>
        <Fields>
          <input type="hidden" name="email" autoComplete="username" value={email} readOnly />
          <Field label={t('expired.password')} extra={email} warning={problem}>
            <Input.Password autoFocus name="password" autoComplete="current-password" required value={password} onChange={(e) => setPassword(e.target.value)} />
          </Field>
        </Fields>
        <div className={css.actions}>
          <Button type="text" onClick={() => location.assign('/')}>{t('expired.other')}</Button>
          <Button type="primary" htmlType="submit" loading={signIn.isPending}>{signIn.isPending ? entry('signingIn') : t('expired.signIn')}</Button>
        </div>
      </form>
    </Modal>
  );
}
