import { Button, Dropdown, Modal } from 'antd';
import { MoreHorizontal, Save } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useToast } from '@/app/notices';
import { Top } from '@/app/top';
import { newDraft, type Drafts } from './drafts';
import { isUnsaved, type Draft } from './model';
import { SaveDialog } from './SaveDialog';
import { useSaving } from './useSaving';

interface Props { draft: Draft; drafts: Drafts; onShow: (d: Draft) => void; onLoad: (sql: string) => void }

/** The query's name and what is done with it, in the top bar. */
export function SaveActions({ draft, drafts, onShow, onLoad }: Props) {
  const { t } = useTranslation('sql');
  const { t: shell } = useTranslation('shell');
  const toast = useToast();
  const [naming, setNaming] = useState<'new' | 'copy' | 'rename' | null>(null);
  const saving = useSaving(drafts, (saved, key) => {
    setNaming(null);
    if (key === draft.key) onShow({ ...draft, saved: { id: saved.id, revision: saved.revision, sql: saved.sql, chart: '' } });
  });
  const save = () => (draft.saved ? void saving.save(draft, draft.name, draft.description) : setNaming('new'));
  const named = async (name: string, description: string) => {
    if (naming === 'copy') {
      const copy = newDraft(draft.sql);
      drafts.open({ ...copy, chart: draft.chart });
      if (await saving.save({ ...copy, chart: draft.chart }, name, description)) { const made = drafts.find(copy.key); if (made) onShow(made); setNaming(null); } else drafts.close(copy.key);
    } else await saving.save(draft, name, description);
  };
  const remove = () => {
    const rest = drafts.all.filter((d) => d.key !== draft.key);
    saving.remove(draft, () => { drafts.open(draft); onShow(draft); });
    const next = rest.at(-1) ?? newDraft();
    drafts.open(next);
    onShow(next);
    drafts.close(draft.key);
  };
  const copyLink = async () => { await navigator.clipboard.writeText(location.href); toast({ text: shell('copied') }); };
  const items = [
    { key: 'rename', label: t('rename'), onClick: () => setNaming('rename') },
    { key: 'copy', label: t('saveAs'), onClick: () => setNaming('copy') },
    { key: 'link', label: t('copyLink'), onClick: () => void copyLink() },
    { type: 'divider' as const },
    { key: 'remove', label: t('remove'), danger: true, onClick: remove },
  ];
  const { conflict } = saving;
  return (
    <>
      <Top before={<span>{t('title')}</span>} title={draft.name || t('untitled')} actions={
        <>
          <Button icon={<Save size={14} strokeWidth={1.5} />} loading={saving.busy} disabled={!draft.sql.trim() || (!!draft.saved && !isUnsaved(draft))} onClick={save}>{t('save')}</Button>
          {draft.saved && <Dropdown trigger={['click']} menu={{ items }}><Button icon={<MoreHorizontal size={16} strokeWidth={1.5} />} aria-label={t('moreActions')} /></Dropdown>}
        </>
      } />
      {naming && (
        <SaveDialog title={t(naming === 'rename' ? 'editTitle' : naming === 'copy' ? 'saveAs' : 'saveTitle')} name={naming === 'new' ? '' : draft.name} description={naming === 'new' ? '' : draft.description}
          busy={saving.busy} error={saving.error} onSave={(name, description) => void named(name, description)} onClose={() => setNaming(null)} />
      )}
      {conflict && (
        <Modal open title={t('conflict')} onCancel={() => saving.setConflict(null)} footer={
          <>
            <Button onClick={() => void saving.takeTheirs(conflict).then((fresh) => { if (fresh) { onLoad(fresh.sql); saving.setConflict(null); } })}>{t('takeTheirs')}</Button>
            <Button type="primary" onClick={() => { saving.setConflict(null); setNaming('copy'); }}>{t('saveAs')}</Button>
          </>
        }>{t('conflictBody')}</Modal>
      )}
    </>
  );
}
