import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { TriangleAlert } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { api, ApiError, body } from '@/api/client';
import { setLanguage, setScheme, useLanguage, useScheme } from '@/app/preferences';
import { Logo } from '@/app/Rail';
import { Sentence, Track } from '@/design';
import { languageNames } from '@/format';
import css from './signin.module.css';

export function SignInPage() {
  const { t } = useTranslation('entry');
  const { t: shell } = useTranslation('shell');
  const client = useQueryClient();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useMutation({
    mutationFn: async () => body(await api.POST('/api/session', { body: { email, password } })),
    onSuccess: (me) => { client.clear(); client.setQueryData(['me'], me); },
  });
  const submit = (e: FormEvent) => { e.preventDefault(); signIn.mutate(); };
  const stops = (['observe', 'understand', 'act', 'measure'] as const).map((s, i) => ({ key: s, label: shell(`stop.${s}`), state: i === 0 ? 'current' as const : 'to_come' as const }));
  return (
    <main className={css.page}>
      <div className={css.sheet}>
        <aside className={css.aside}>
          <div className={css.brand}><Logo /><b>{shell('product')}</b></div>
          <Track down stops={stops} label={shell('loop')} />
          <p className={css.host}>{location.host}<br />{t('onThisMachine')}</p>
        </aside>
        <form className={css.form} onSubmit={submit}>
          <Sentence kind="verdict">{t('sentence')}</Sentence>
          <label className={css.field}><span>{t('email')}</span><Input type="email" name="email" autoComplete="username" autoFocus required size="large" value={email} onChange={(e) => setEmail(e.target.value)} /></label>
          <label className={css.field}><span>{t('password')}</span><Input.Password name="password" autoComplete="current-password" required size="large" value={password} onChange={(e) => setPassword(e.target.value)} /></label>
          {signIn.error && <p className={css.error} role="alert"><TriangleAlert size={15} strokeWidth={1.5} aria-hidden />{signIn.error instanceof ApiError ? `${signIn.error.message} ${signIn.error.hint}` : String(signIn.error)}</p>}
          <Button type="primary" htmlType="submit" size="large" block loading={signIn.isPending}>{signIn.isPending ? t('signingIn') : t('signIn')}</Button>
          <p className="caption">{t('forgot')}</p>
          <Choices />
        </form>
      </div>
    </main>
  );
}

/** Language and appearance can be chosen before one is known. */
export function Choices() {
  const { t } = useTranslation('shell');
  const language = useLanguage(), scheme = useScheme();
  return (
    <div className={css.choices}>
      {(['zh-CN', 'en'] as const).map((l) => <button key={l} type="button" aria-pressed={l === language} onClick={() => void setLanguage(l)}>{languageNames[l]}</button>)}
      <button type="button" className={css.scheme} onClick={() => setScheme(scheme === 'dark' ? 'light' : 'dark')}>{t(`schemes.${scheme === 'dark' ? 'light' : 'dark'}`)}</button>
    </div>
  );
}
