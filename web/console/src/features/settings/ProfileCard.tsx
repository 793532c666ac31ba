import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Segmented } from 'antd';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { api, body, type Schemas } from '@/api/client';
import { useChoose } from '@/app/choices';
import { useToast } from '@/app/notices';
import { useLanguage, useSchemeChoice, type SchemeChoice } from '@/app/preferences';
import type { Me } from '@/app/session';
import { Card, Field, Fields } from '@/design';
import { languageNames, type Language } from '@/format';
import css from './settings.module.css';
import { useWhy } from './use';

/** The name is saved by its button; language and appearance at once, for they are seen at once. */
export function ProfileCard({ profile }: { profile: Schemas['AuthOperator'] }) {
  const { t } = useTranslation('settings');
  const { t: shell } = useTranslation();
  const toast = useToast();
  const why = useWhy();
  const client = useQueryClient();
  const choose = useChoose();
  const language = useLanguage(), scheme = useSchemeChoice();
  const [name, setName] = useState(profile.name);
  const save = useMutation({
    mutationFn: async () => body(await api.PATCH('/api/profile', { body: { name: name.trim() } })),
    onSuccess: (now) => { client.setQueryData<Me | null>(['me'], (me) => me && { ...me, profile: now }); setName(now.name); toast({ text: t('saved') }); },
  });
  const submit = (e: FormEvent) => { e.preventDefault(); save.mutate(); };
  return (
    <Card title={t('me.card')}>
      <form onSubmit={submit}>
        <Fields>
          <Field label={t('me.name')} error={save.error ? why(save.error) : ''}><Input value={name} maxLength={80} autoComplete="name" onChange={(e) => setName(e.target.value)} /></Field>
          <Field label={t('me.email')} hint={t('me.emailHint')}><Input value={profile.email} readOnly disabled /></Field>
          <Field label={t('me.language')}><Segmented<Language> className={css.left} value={language} onChange={choose.language} options={(['zh-CN', 'en'] as const).map((l) => ({ value: l, label: languageNames[l] }))} /></Field>
          <Field label={t('me.scheme')}><Segmented<SchemeChoice> className={css.left} value={scheme} onChange={choose.scheme} options={(['light', 'dark', 'system'] as const).map((s) => ({ value: s, label: shell(`schemes.${s}`) }))} /></Field>
          <div className={css.foot}><Button htmlType="submit" type="primary" loading={save.isPending} disabled={!name.trim() || name.trim() === profile.name}>{t(save.isPending ? 'saving' : 'save')}</Button></div>
        </Fields>
      </form>
    </Card>
  );
}
