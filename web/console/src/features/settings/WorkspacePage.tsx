import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Segmented } from 'antd';
import { Eye, Lock } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { api, ApiError, body, type Schemas } from '@/api/client';
import { useConfirm } from '@/app/confirm';
import { useToast } from '@/app/notices';
import { CurrencySelect, ZoneSelect } from '@/app/pickers';
import { useFormat, useRights, useWorkspace, type Workspace } from '@/app/session';
import { Card, Field, Fields, Sentence } from '@/design';
import { languageNames, type Language } from '@/format';
import css from './settings.module.css';
import { useWhy } from './use';

/** What the workspace is called and counted in. */
export function WorkspacePage() {
  const here = useWorkspace();
  return <WorkspaceForm key={here.id} here={here} />;
}

function WorkspaceForm({ here }: { here: Workspace }) {
  const { t } = useTranslation('settings');
  const { role, can } = useRights();
  const f = useFormat();
  const save = useSave(here);
  const [draft, setDraft] = useState<Partial<Workspace>>({});
  const w = { ...here, ...draft };
  const changed = (['name', 'zone', 'currency', 'language'] as const).filter((k) => w[k] !== here[k]);
  const off = !can('manage');
  const change = (part: Partial<Workspace>) => setDraft((d) => ({ ...d, ...part }));
  const submit = async (e: FormEvent) => {
    e.preventDefault();
    if (await save.ask(w)) save.run(Object.fromEntries(changed.map((k) => [k, w[k]])), () => setDraft({}));
  };
  const wrong = (field: string) => (save.error instanceof ApiError && save.error.field === field ? save.error.message : '');
  return (
    <div className={css.page}>
      <div className={css.lead}><Sentence kind="page">{t('workspace.sentence', { name: here.name, zone: here.zone })}</Sentence></div>
      {off && role && <p className={css.note}><Eye size={16} strokeWidth={1.5} aria-hidden />{t('readOnly', { role: t(`role.${role}`) })}</p>}
      <Card className={css.narrow} title={t('workspace.card')} note={off ? undefined : t('workspace.note')}>
        <form className={css.form} onSubmit={(e) => void submit(e)}>
          <Fields>
            <Field label={t('workspace.name')} hint={t('workspace.nameHint')} error={wrong('name')}><Input value={w.name} disabled={off} maxLength={80} onChange={(e) => change({ name: e.target.value })} /></Field>
            <Field label={t('workspace.slug')} hint={t('workspace.slugHint')}><Input className={css.slug} value={here.slug} readOnly disabled suffix={<Lock size={14} strokeWidth={1.5} aria-hidden />} /></Field>
            <div className={css.two}>
              <Field label={t('workspace.zone')} hint={t('workspace.zoneHint')} error={wrong('zone')}><ZoneSelect value={w.zone} disabled={off} onChange={(zone) => change({ zone })} /></Field>
              <Field label={t('workspace.currency')} hint={t('workspace.currencyHint')} error={wrong('currency')}><CurrencySelect value={w.currency} disabled={off} onChange={(currency) => change({ currency })} /></Field>
            </div>
            <Field label={t('workspace.language')} hint={t('workspace.languageHint')}>
              <Segmented<Language> className={css.left} value={w.language} disabled={off} onChange={(language) => change({ language })} options={(['zh-CN', 'en'] as const).map((l) => ({ value: l, label: languageNames[l] }))} />
            </Field>
          </Fields>
          <div className={css.foot}>
            {!off && <Button type="primary" htmlType="submit" disabled={changed.length === 0 || !w.name.trim()} loading={save.busy}>{t(save.busy ? 'saving' : 'save')}</Button>}
            {changed.length > 0 && <Button type="text" onClick={() => setDraft({})}>{t('discard')}</Button>}
            <span className="caption">{t('workspace.created', { date: f.day(here.created) })}</span>
          </div>
        </form>
      </Card>
    </div>
  );
}

/** Asks before what changes figures that others read, and saves. */
function useSave(here: Workspace) {
  const { t } = useTranslation('settings');
  const confirm = useConfirm();
  const toast = useToast();
  const why = useWhy();
  const client = useQueryClient();
  const put = useMutation({
    mutationFn: async (change: Schemas['WorkspaceChange']) => body(await api.PATCH('/api/workspaces/{workspace}', { params: { path: { workspace: here.id } }, body: change })),
    onSuccess: (now) => {
      client.setQueryData<Workspace[]>(['workspaces'], (all) => all?.map((w) => (w.id === now.id ? now : w)));
      // Answers are counted in the zone, so all of them are asked anew.
      if (now.zone !== here.zone) void client.invalidateQueries({ predicate: (q) => q.queryKey[0] !== 'workspaces' });
      toast({ text: t('saved') });
    },
    onError: (error) => { if (!(error instanceof ApiError && error.field)) toast({ text: why(error), tone: 'failed' }); },
  });
  return {
    busy: put.isPending,
    error: put.error,
    run: (change: Schemas['WorkspaceChange'], then: () => void) => put.mutate(change, { onSuccess: then }),
    ask: async (w: Workspace): Promise<boolean> => {
      if (w.zone !== here.zone && !(await confirm({ title: t('workspace.zoneAsk', { zone: w.zone }), body: t('workspace.zoneBody'), act: t('workspace.zoneAct') }))) return false;
      return w.currency === here.currency || confirm({ title: t('workspace.currencyAsk', { currency: w.currency }), body: t('workspace.currencyBody'), act: t('workspace.currencyAct') });
    },
  };
}
