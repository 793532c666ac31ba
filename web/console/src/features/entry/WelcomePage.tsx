import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { TriangleAlert } from 'lucide-react';
import { useEffect, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useNavigate } from 'react-router';

import { api, ApiError, body, type Schemas } from '@/api/client';
import { useLanguage } from '@/app/preferences';
import { useEnter } from '@/app/session';
import { Empty, Failed, Field, Sentence, Skeleton } from '@/design';
import { Choices } from './Choices';
import { minPassword, useEntryProblem } from './problem';
import { Sheet } from './Sheet';
import css from './sheet.module.css';

/** Where the link leads that an admin gave: set a password, and go in. Its secret stands behind the #. */
export function WelcomePage() {
  const { t } = useTranslation('entry');
  const { t: shell } = useTranslation('shell');
  const secret = useLocation().hash.slice(1);
  const link = useQuery({ queryKey: ['link', secret], enabled: secret !== '', retry: false, staleTime: Infinity, queryFn: async () => body(await api.POST('/api/links/look', { body: { secret } })) });
  useEffect(() => { document.title = `${t('welcome.title')} · ${shell('product')}`; }, [t, shell]);
  const home = <Link to="/"><Button size="small">{t('setup.toSignIn')}</Button></Link>;
  return (
    <Sheet>
      {secret === '' ? <Empty height={340} title={t('welcome.noLink')} actions={home}>{t('welcome.noLinkHint')}</Empty>
        : link.isPending ? <Skeleton kind="rows" height={340} words={t('welcome.looking')} />
        : link.error instanceof ApiError && link.error.code === 'not_found' ? <Empty height={340} title={t('welcome.gone')} actions={home}>{t('welcome.goneHint')}</Empty>
        : link.error ? <Failed height={340} error={link.error} onRetry={() => void link.refetch()} />
        : <SetPassword secret={secret} owner={link.data} />}
    </Sheet>
  );
}

function SetPassword({ secret, owner }: { secret: string; owner: Schemas['AuthLinkOwner'] }) {
  const { t } = useTranslation('entry');
  const { t: settings } = useTranslation('settings');
  const language = useLanguage();
  const navigate = useNavigate();
  const enter = useEnter();
  const [name, setName] = useState(owner.name);
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const use = useMutation({
    mutationFn: async () => body(await api.POST('/api/links/use', { body: { secret, password, name: name.trim(), ...(owner.invited ? { language } : {}) } })),
    onSuccess: (me) => { enter(me); void navigate('/', { replace: true }); },
  });
  const problem = useEntryProblem(use.error);
  const short = [...password].length < minPassword;
  const submit = (e: FormEvent) => { e.preventDefault(); setTried(true); if (!short && name.trim()) use.mutate(); };
  const places = (owner.workspaces ?? []).map((w) => t('quoted', { name: w })).join(settings('listComma'));
  return (
    <form className={css.form} onSubmit={submit} noValidate>
      <Sentence kind="verdict">{t(owner.invited ? 'welcome.invited' : 'welcome.back', { name: owner.name })}</Sentence>
      <p className={css.quiet}>{owner.invited ? (places ? t('welcome.joins', { workspaces: places }) : '') : t('welcome.resets')}</p>
      {owner.invited && <Field label={t('welcome.name')} error={tried && !name.trim() ? t('empty') : ''}><Input name="name" autoComplete="name" value={name} onChange={(e) => setName(e.target.value)} /></Field>}
      <input type="hidden" autoComplete="username" value={owner.email} readOnly />
      <Field label={t('welcome.password')} extra={owner.email} hint={t('setup.you.passwordHint')} error={tried && short ? t('tooShort') : ''}>
        <Input.Password name="new-password" autoFocus autoComplete="new-password" value={password} onChange={(e) => setPassword(e.target.value)} />
      </Field>
      {problem && <p className={css.said} role="alert"><TriangleAlert size={15} strokeWidth={1.5} aria-hidden />{problem}</p>}
      <Button type="primary" htmlType="submit" size="large" block loading={use.isPending}>{use.isPending ? t('welcome.setting') : t('welcome.set')}</Button>
      <Choices />
    </form>
  );
}
