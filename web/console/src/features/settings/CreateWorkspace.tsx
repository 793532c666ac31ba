import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Modal } from 'antd';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { api, ApiError, body } from '@/api/client';
import { useToast } from '@/app/notices';
import { CurrencySelect, ZoneSelect } from '@/app/pickers';
import { useWorkspace, type Workspace } from '@/app/session';
import { Field, Fields } from '@/design';
import css from './settings.module.css';
import { useWhy } from './use';

const shape = /^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/;
/** What an address can be made of in a name: letters and digits; nothing in most Chinese names. */
const slugOf = (name: string): string => name.toLowerCase().normalize('NFKD').replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 40).replace(/-+$/, '');

/** Another workspace, which its maker owns. Zone, currency and language begin as this one's. */
export function CreateWorkspace({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('settings');
  const { t: shell } = useTranslation();
  const here = useWorkspace();
  const toast = useToast();
  const why = useWhy();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [typed, setTyped] = useState<string | null>(null);
  const [zone, setZone] = useState(here.zone);
  const [currency, setCurrency] = useState(here.currency);
  const slug = typed ?? slugOf(name);
  const create = useMutation({
    mutationFn: async () => body(await api.POST('/api/workspaces', { body: { name, slug, zone, currency, language: here.language } })),
    onSuccess: async (made) => {
      client.setQueryData<Workspace[]>(['workspaces'], (all) => [...(all ?? []), made]);
      await client.invalidateQueries({ queryKey: ['me'] });
      toast({ text: t('create.done', { name: made.name }) });
      onClose();
      void navigate(`/${made.slug}/settings/workspace`);
    },
  });
  const e = create.error instanceof ApiError ? create.error : null;
  const bad = slug !== '' && !shape.test(slug);
  const submit = (event: FormEvent) => { event.preventDefault(); create.mutate(); };
  return (
    <Modal open onCancel={onClose} footer={null} width={480} title={t('create.title')}>
      <form onSubmit={submit}>
        <p className={css.once}>{t('create.hint')}</p>
        <Fields>
          <Field label={t('create.name')} error={e?.field === 'name' ? why(e) : ''}><Input required autoFocus maxLength={80} value={name} onChange={(x) => setName(x.target.value)} /></Field>
          <Field label={t('create.slug')} hint={t('create.slugHint')} error={bad ? t('create.slugBad') : e?.field === 'slug' ? (e.code === 'conflict' ? t('create.slugTaken') : why(e)) : ''}>
            <Input required className={css.slug} spellCheck={false} value={slug} onChange={(x) => setTyped(x.target.value)} />
          </Field>
          <div className={css.two}>
            <Field label={t('workspace.zone')}><ZoneSelect value={zone} onChange={setZone} /></Field>
            <Field label={t('workspace.currency')}><CurrencySelect value={currency} onChange={setCurrency} /></Field>
          </div>
        </Fields>
        {create.error && !['name', 'slug'].includes(e?.field ?? '') && <p className={`bad ${css.once}`} role="alert">{why(create.error)}</p>}
        <div className={css.actions}>
          <Button type="text" onClick={onClose}>{shell('cancel')}</Button>
          <Button type="primary" htmlType="submit" disabled={!name.trim() || !slug || bad} loading={create.isPending}>{t(create.isPending ? 'create.acting' : 'create.act')}</Button>
        </div>
      </form>
    </Modal>
  );
}
