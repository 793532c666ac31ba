import { Button, Dropdown, type MenuProps } from 'antd';
import { Ellipsis, SlidersHorizontal, Star } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';

import { api, ApiError, body } from '@/api/client';
import { useConfirm } from '@/app/confirm';
import { useToast } from '@/app/notices';
import { useTo } from '@/app/session';
import { Top } from '@/app/top';
import { Card, Empty, Failed, Skeleton } from '@/design';
import { useQueryClient } from '@tanstack/react-query';
import { useAnswer } from '../ask';
import type { View } from '../model/question';
import { Result } from '../result/Result';
import { docOf, useInsight, useUpdate, type Insight } from '../saved';
import { AddToDashboard } from './AddToDashboard';
import { ExportMenu } from './Actions';
import css from './page.module.css';
import { SaveDialog } from './SaveDialog';
import { SentenceLine } from './SentenceLine';

/** A saved insight, to look at: /insights/12. */
export function ViewPage() {
  const { t } = useTranslation('insights');
  const { id } = useParams();
  const insight = useInsight(Number(id));
  if (insight.error) return <Card>{insight.error instanceof ApiError && insight.error.code === 'not_found' ? <Empty title={t('page.noInsight')} height={360}>{t('page.noInsightWhy')}</Empty> : <Failed error={insight.error} height={360} onRetry={() => void insight.refetch()} />}</Card>;
  return insight.data ? <Looking key={insight.data.id} insight={insight.data} /> : <Skeleton height={480} />;
}

function Looking({ insight }: { insight: Insight }) {
  const { t } = useTranslation('insights');
  const to = useTo(), navigate = useNavigate();
  const [params, setParams] = useSearchParams();
  const doc = useMemo(() => docOf(insight), [insight]);
  const view = useMemo((): View => { try { return { ...doc.view, ...(JSON.parse(params.get('v') ?? '{}') as View) }; } catch { return doc.view; } }, [doc.view, params]);
  const onView = useCallback((change: Partial<View>) => setParams((had) => { const p = new URLSearchParams(had); p.set('v', JSON.stringify({ ...view, ...change })); return p; }, { replace: true }), [setParams, view]);
  const query = useAnswer(doc.question);
  const node = useRef<HTMLDivElement>(null);
  const [renaming, setRenaming] = useState(false);
  const update = useUpdate(insight.id);
  useEffect(() => { void api.PUT('/api/v1/insights/{insight}/mark', { params: { path: { insight: insight.id } }, body: { viewed: true } }).catch(() => undefined); }, [insight.id]);
  return (
    <div className={css.look}>
      <Top title={insight.name} before={<Link to={to('insights')}>{t('title')}</Link>} actions={
        <>
          <Favourite insight={insight} />
          <ExportMenu state={{ now: { ...doc, view } }} name={insight.name} answer={query.data} node={node} />
          <AddToDashboard insight={insight} />
          <More insight={insight} onRename={() => setRenaming(true)} />
          <Button icon={<SlidersHorizontal size={15} strokeWidth={1.5} />} onClick={() => void navigate(to(`insights/${insight.id}/edit`))}>{t('page.edit')}</Button>
        </>
      } />
      <SentenceLine question={doc.question} onWord={(field) => void navigate(to(`insights/${insight.id}/edit?open=${field}`))} />
      {insight.description && <p className={css.about}>{insight.description}</p>}
      <Result ref={node} question={doc.question} query={query} view={view} onView={onView} />
      {renaming && <SaveDialog title={t('page.rename')} act={t('page.save')} name={insight.name} description={insight.description} onClose={() => setRenaming(false)} onSave={async (name, description) => { await update.mutateAsync({ version: insight.version, name, description }); setRenaming(false); }} />}
    </div>
  );
}

function Favourite({ insight }: { insight: Insight }) {
  const { t } = useTranslation('insights');
  const { ws } = useParams();
  const client = useQueryClient();
  const toggle = async () => {
    client.setQueryData(['insight', ws, insight.id], { ...insight, favourite: !insight.favourite });
    try { await api.PUT('/api/v1/insights/{insight}/mark', { params: { path: { insight: insight.id } }, body: { favourite: !insight.favourite } }); } finally { void client.invalidateQueries({ queryKey: ['insight', ws, insight.id] }); void client.invalidateQueries({ queryKey: ['insights', ws] }); }
  };
  return <Button type="text" aria-pressed={insight.favourite} aria-label={t(insight.favourite ? 'page.unfavourite' : 'page.favourite')} icon={<Star size={16} strokeWidth={1.5} className={insight.favourite ? css.starred : undefined} />} onClick={() => void toggle()} />;
}

/** Rename and delete; deleting says where it is shown and can be undone. */
function More({ insight, onRename }: { insight: Insight; onRename: () => void }) {
  const { t } = useTranslation('insights');
  const { ws } = useParams();
  const confirm = useConfirm(), toast = useToast(), navigate = useNavigate(), to = useTo(), client = useQueryClient();
  const remove = async () => {
    const path = { insight: insight.id };
    const uses = body(await api.GET('/api/v1/insights/{insight}/uses', { params: { path } })) ?? [];
    if (uses.length && !(await confirm({ title: t('page.deleteTitle', { name: insight.name }), body: t('page.deleteBody', { where: uses.map((u) => u.name).join(t('and')) }), act: t('page.delete'), destroys: true }))) return;
    await api.DELETE('/api/v1/insights/{insight}', { params: { path, query: { used: uses.length > 0 } } });
    const renew = () => client.invalidateQueries({ queryKey: ['insights', ws] });
    void renew();
    void navigate(to('insights'));
    toast({ text: t('page.deleted', { name: insight.name }), undo: () => void api.POST('/api/v1/insights/{insight}/restore', { params: { path } }).then(renew) });
  };
  const items: MenuProps['items'] = [{ key: 'rename', label: t('page.rename'), onClick: onRename }, { key: 'delete', danger: true, label: t('page.delete'), onClick: () => void remove().catch((error: unknown) => toast({ tone: 'failed', text: error instanceof Error ? error.message : String(error) })) }];
  return <Dropdown trigger={['click']} menu={{ items }}><Button icon={<Ellipsis size={16} strokeWidth={1.5} />} aria-label={t('edit.more')} /></Dropdown>;
}
