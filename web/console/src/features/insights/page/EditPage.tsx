import { Drawer, Button } from 'antd';
import { SlidersHorizontal } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';

import { ApiError } from '@/api/client';
import { useToast } from '@/app/notices';
import { useWorkspace } from '@/app/session';
import { Card, Empty, Failed, Skeleton } from '@/design';
import { useAnswer } from '../ask';
import { Column } from '../editor/Column';
import { EditorProvider, type Editor } from '../editor/context';
import { curl } from '../export';
import { fresh, isKind, type View } from '../model/question';
import type { Doc } from '../model/state';
import { Result } from '../result/Result';
import { docOf, useInsight, type Insight } from '../saved';
import { Actions } from './Actions';
import css from './page.module.css';
import { SentenceLine } from './SentenceLine';
import { useDoc } from './useDoc';

/** Makes a new question, or changes a saved one: /insights/new/funnel, /insights/12/edit. */
export function EditPage() {
  const { t } = useTranslation('insights');
  const { id, kind } = useParams();
  const number = id === undefined ? null : Number(id);
  const insight = useInsight(number);
  const blank = useMemo<Doc>(() => ({ question: fresh(isKind(kind) ? kind : 'trend'), view: {} }), [kind]);
  if (number !== null && insight.error) return <Card>{insight.error instanceof ApiError && insight.error.code === 'not_found' ? <Empty title={t('page.noInsight')} height={360}>{t('page.noInsightWhy')}</Empty> : <Failed error={insight.error} height={360} onRetry={() => void insight.refetch()} />}</Card>;
  if (number !== null && !insight.data) return <Skeleton height={480} />;
  return <Editing key={number ?? 'new'} insight={insight.data ?? null} blank={blank} />;
}

function Editing({ insight, blank }: { insight: Insight | null; blank: Doc }) {
  const { t } = useTranslation('insights');
  const [params, setParams] = useSearchParams();
  const saved = useMemo(() => (insight ? docOf(insight) : null), [insight]);
  const [state, act] = useDoc(saved ?? blank, saved);
  const { now } = state;
  const [open, setOpen] = useState<string | null>(() => params.get('open'));
  const [drawer, setDrawer] = useState(false);
  const narrow = useNarrow();
  const toast = useToast();
  const { slug } = useWorkspace();
  const query = useAnswer(now.question);
  const result = useRef<HTMLDivElement>(null);
  useEffect(() => { if (params.has('open')) setParams((had) => { const p = new URLSearchParams(had); p.delete('open'); return p; }, { replace: true }); }, [params, setParams]);

  const edit = useCallback<Editor['edit']>((change, tag) => act({ type: 'edit', tag, doc: (d) => { const question = change(d.question); return { question, view: kindChanged(d, question) ? {} : d.view }; } }), [act]);
  const view = useCallback((change: Partial<View>) => act({ type: 'edit', tag: 'view', doc: (d) => ({ ...d, view: { ...d.view, ...change } }) }), [act]);
  const editor = useMemo<Editor>(() => ({ question: now.question, edit, open, setOpen, error: query.error instanceof ApiError && query.error.code === 'invalid' ? query.error : null }), [now.question, edit, open, query.error]);
  useKeys(act, view, now.view);
  const copy = () => void navigator.clipboard.writeText(curl(now.question, slug)).then(() => toast({ text: t('page.copied') }));
  const column = <Column answer={query.data} asking={query.isFetching} onCopy={copy} />;
  return (
    <EditorProvider value={editor}>
      <div className={css.editor} data-wide data-flush>
        <Actions insight={insight} state={state} act={act} answer={query.data} node={result} />
        {!narrow && column}
        <div className={css.work}>
          {narrow && <Button icon={<SlidersHorizontal size={15} strokeWidth={1.5} />} onClick={() => setDrawer(true)} className={css.openEditor}>{t('page.openEditor')}</Button>}
          <SentenceLine question={now.question} open={open} onWord={(field) => { if (narrow) setDrawer(true); setOpen(field); }} />
          <Result ref={result} question={now.question} query={query} view={now.view} onView={view} onWiden={() => edit((q) => ({ ...q, range: { last: '90d' } }))} />
        </div>
        {narrow && <Drawer open={drawer} onClose={() => setDrawer(false)} placement="bottom" size="85%" title={t('edit.column')} styles={{ body: { padding: 0 } }} forceRender={false}>{column}</Drawer>}
      </div>
    </EditorProvider>
  );
}

const kindChanged = (d: Doc, q: Doc['question']) => Object.keys(d.question).some((k) => isKind(k) && q[k] === undefined);

function useKeys(act: (a: { type: 'undo' } | { type: 'redo' }) => void, view: (v: Partial<View>) => void, now: View): void {
  useEffect(() => {
    const press = (e: KeyboardEvent) => {
      if (typing(e.target)) return;
      if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === 'z') { e.preventDefault(); act({ type: e.shiftKey ? 'redo' : 'undo' }); }
      else if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === 'y') { e.preventDefault(); act({ type: 'redo' }); }
      else if (e.key.toLowerCase() === 't' && !e.ctrlKey && !e.metaKey && !e.altKey && e.target instanceof Element && e.target.closest('main')) view({ chart: now.chart === 'table' ? undefined : 'table' });
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [act, view, now.chart]);
}

/** Keys belong to what is being written; a switch or a box to tick writes nothing. */
const typing = (on: EventTarget | null): boolean => on instanceof HTMLTextAreaElement || (on instanceof HTMLInputElement && !['radio', 'checkbox', 'button', 'range'].includes(on.type));

function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(() => matchMedia('(max-width: 900px)').matches);
  useEffect(() => {
    const media = matchMedia('(max-width: 900px)');
    const change = () => setNarrow(media.matches);
    media.addEventListener('change', change);
    return () => media.removeEventListener('change', change);
  }, []);
  return narrow;
}
