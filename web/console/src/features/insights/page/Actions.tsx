import { Button, Dropdown, type MenuProps } from 'antd';
import { Code, Download, Image, Redo2, Share2, Undo2 } from 'lucide-react';
import { useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';

import { ApiError } from '@/api/client';
import { useToast } from '@/app/notices';
import { useFormat, useTo, useWorkspace } from '@/app/session';
import { Top } from '@/app/top';
import { Tag } from '@/design';
import { curl, exportCsv, exportPng, titled } from '../export';
import { kindOf, missing, type Answer } from '../model/question';
import { same, type Action, type Editing } from '../model/state';
import { useNames } from '../names';
import { docOf, useCreate, useUpdate, type Insight } from '../saved';
import { AddToDashboard } from './AddToDashboard';
import { ConflictDialog } from './ConflictDialog';
import { SaveDialog } from './SaveDialog';

interface Props { insight: Insight | null; state: Editing; act: (a: Action) => void; answer: Answer | undefined; node: RefObject<HTMLDivElement | null> }

/** What can be done with a question: back and forth, share, export, keep. */
export function Actions({ insight, state, act, answer, node }: Props) {
  const { t } = useTranslation('insights');
  const to = useTo(), navigate = useNavigate(), toast = useToast();
  const create = useCreate(), update = useUpdate(insight?.id ?? 0);
  const [asking, setAsking] = useState<'save' | 'as' | 'conflict' | null>(null);
  const dirty = !insight || !same(state.now, docOf(insight));
  const ready = missing(state.now.question).length === 0;
  const title = insight?.name ?? t(`fresh.${kindOf(state.now.question)}`);
  const failed = (error: unknown) => { if (error instanceof ApiError && error.code === 'conflict') setAsking('conflict'); else toast({ tone: 'failed', text: error instanceof ApiError ? [error.message, error.hint].filter(Boolean).join(' · ') : String(error) }); };
  const save = () => {
    if (!insight) { setAsking('save'); return; }
    update.mutate({ version: insight.version, doc: state.now }, { onSuccess: () => toast({ text: t('page.saved') }), onError: failed });
  };
  const keepAs = async (name: string, description: string) => {
    const made = await create.mutateAsync({ name, description, doc: state.now });
    setAsking(null);
    toast({ text: t('page.savedAs', { name: made.name }) });
    void navigate(to(`insights/${made.id}/edit`), { replace: !insight });
  };
  const share = () => void navigator.clipboard.writeText(location.href).then(() => toast({ text: t('page.shared') }));
  return (
    <>
      <Top title={title} before={<Link to={to('insights')}>{t('title')}</Link>} note={dirty ? <Tag outlined>{t(insight ? 'page.unsaved' : 'page.newOne')}</Tag> : undefined}
        actions={
          <>
            <Button type="text" icon={<Undo2 size={16} strokeWidth={1.5} />} aria-label={t('page.undo')} disabled={state.past.length === 0} onClick={() => act({ type: 'undo' })} />
            {state.future.length > 0 && <Button type="text" icon={<Redo2 size={16} strokeWidth={1.5} />} aria-label={t('page.redo')} onClick={() => act({ type: 'redo' })} />}
            <Button icon={<Share2 size={15} strokeWidth={1.5} />} onClick={share}>{t('page.share')}</Button>
            <ExportMenu state={state} name={title} answer={answer} node={node} />
            {insight && <AddToDashboard insight={insight} dirty={dirty} />}
            {insight && dirty && <Button onClick={() => setAsking('as')} disabled={!ready}>{t('page.saveAs')}</Button>}
            <Button type="primary" onClick={save} disabled={!dirty || !ready} loading={update.isPending}>{t('page.save')}</Button>
          </>
        } />
      {(asking === 'save' || asking === 'as') && <SaveDialog title={t(asking === 'as' ? 'page.saveAs' : 'page.save')} act={t('page.save')} name={insight ? insight.name : ''} description={insight?.description ?? ''} onSave={keepAs} onClose={() => setAsking(null)} />}
      {asking === 'conflict' && insight && <ConflictDialog insight={insight} onAs={() => setAsking('as')} onTheirs={(doc) => { act({ type: 'load', doc }); setAsking(null); }} onClose={() => setAsking(null)} />}
    </>
  );
}

/** CSV of the table, a picture, or the call that gives the answer. */
export function ExportMenu({ state, name, answer, node }: { state: Pick<Editing, 'now'>; name: string; answer: Answer | undefined; node: RefObject<HTMLDivElement | null> }) {
  const { t } = useTranslation('insights');
  const f = useFormat(), names = useNames(), toast = useToast();
  const { slug } = useWorkspace();
  const said = (work: Promise<string>) => void work.then((file) => toast({ text: t('page.exported', { name: file }) }), (error: unknown) => toast({ tone: 'failed', text: error instanceof ApiError ? [error.message, error.hint].filter(Boolean).join(' · ') : String(error) }));
  const items: MenuProps['items'] = [
    { key: 'csv', icon: <Download size={14} strokeWidth={1.5} />, label: t('page.exportCsv'), onClick: () => said(exportCsv(titled(state.now.question, names), name, f.language)) },
    { key: 'png', icon: <Image size={14} strokeWidth={1.5} />, label: t('page.exportPng'), disabled: !answer, onClick: () => { if (node.current) said(exportPng(node.current, name)); } },
    { key: 'api', icon: <Code size={14} strokeWidth={1.5} />, label: t('page.copyApi'), onClick: () => void navigator.clipboard.writeText(curl(state.now.question, slug)).then(() => toast({ text: t('page.copied') })) },
  ];
  return <Dropdown trigger={['click']} menu={{ items }} disabled={missing(state.now.question).length > 0}><Button icon={<Download size={15} strokeWidth={1.5} />}>{t('page.export')}</Button></Dropdown>;
}
