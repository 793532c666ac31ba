import { Button, Drawer } from 'antd';
import { PanelLeft, Play, Sparkles, Square } from 'lucide-react';
import { Suspense, lazy, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { ApiError, api, body } from '@/api/client';
import { useToast } from '@/app/notices';
import { useWorkspace } from '@/app/session';
import { Empty, Failed, Skeleton } from '@/design';
import { newDraft, newKey, useDrafts, useRecent } from './drafts';
import type { EditorHandle } from './Editor';
import { draftOf, isUnsaved, problemOf, type Draft, type Saved, type Schema } from './model';
import { Result, ResultBar } from './Result';
import { SaveActions } from './SaveActions';
import { Side } from './Side';
import css from './sql.module.css';
import { Start } from './Start';
import { Tabs } from './Tabs';
import { useRuns } from './useRuns';

const Editor = lazy(() => import('./Editor').then((m) => ({ default: m.Editor })));

interface Props { schema: { data: Schema | undefined; error: Error | null; refetch: () => unknown } }

/** Which query is open stands in the address: ?q= of a saved one, ?draft= of one that only this browser has. */
export function Workbench({ schema }: Props) {
  const here = useWorkspace();
  const drafts = useDrafts(here.slug);
  const [params, setParams] = useSearchParams();
  const [missing, setMissing] = useState<ApiError | null>(null);
  const [closing, setClosing] = useState<string[]>([]);
  const id = Number(params.get('q') ?? 0), key = params.get('draft');
  const current = key ? drafts.all.find((d) => d.key === key) : drafts.all.find((d) => d.saved?.id === id);

  const show = (d: Draft, replace = false) => setParams(d.saved ? { q: String(d.saved.id) } : { draft: d.key }, { replace });
  const start = (sql = '') => { const d = newDraft(sql); drafts.open(d); show(d); };
  const open = (saved: Saved) => {
    const known = drafts.all.find((d) => d.saved?.id === saved.id);
    if (!known) drafts.open(draftOf(saved, newKey()));
    else if (!isUnsaved(known) && known.saved && known.saved.revision < saved.revision) drafts.change(known.key, draftOf(saved, known.key));
    setParams({ q: String(saved.id) });
  };
  const wanting = !current && id > 0;
  useEffect(() => {
    setMissing(null);
    if (!wanting) return;
    const control = new AbortController();
    api.GET('/api/v1/sql/saved/{id}', { params: { path: { id } }, signal: control.signal })
      .then((answer) => { if (!control.signal.aborted) drafts.open(draftOf(body(answer), newKey())); })
      .catch((e: unknown) => { if (!control.signal.aborted) setMissing(e instanceof ApiError ? e : new ApiError(0, 'internal', String(e))); });
    return () => control.abort();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- drafts is new at every render
  }, [wanting, id]);
  // A draft is let go when the address no longer names it; before, it would be fetched again.
  useEffect(() => {
    const free = closing.filter((k) => k !== current?.key);
    if (free.length === 0) return;
    for (const k of free) drafts.close(k);
    setClosing((all) => all.filter((k) => !free.includes(k)));
    // eslint-disable-next-line react-hooks/exhaustive-deps -- drafts is new at every render
  }, [closing, current?.key]);
  useEffect(() => {
    if (id || key) return;
    const last = drafts.all.at(-1);
    if (last) show(last, true); else { const d = newDraft(); drafts.open(d); show(d, true); }
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only when the address names none
  }, [id, key]);

  if (!current) {
    if (missing || (key && !current)) return <Gone error={missing} onStart={() => start()} />;
    return <div className={css.alone}><Skeleton kind="rows" height={400} /></div>;
  }
  const shown = { ...drafts, all: drafts.all.filter((d) => !closing.includes(d.key)), close: (k: string) => setClosing((all) => [...all, k]) };
  return <Bench draft={current} drafts={shown} schema={schema} onShow={show} onStart={start} onOpen={open} />;
}

function Gone({ error, onStart }: { error: ApiError | null; onStart: () => void }) {
  const { t } = useTranslation('sql');
  const act = <Button onClick={onStart}>{t('startNew')}</Button>;
  if (error && error.code !== 'not_found') return <div className={css.alone}><Failed error={error} actions={act} /></div>;
  return <div className={css.alone}><Empty title={t(error ? 'gone' : 'goneHere')} actions={act}>{t(error ? 'goneBody' : 'goneHereBody')}</Empty></div>;
}

interface BenchProps extends Props {
  draft: Draft;
  drafts: ReturnType<typeof useDrafts>;
  onShow: (d: Draft) => void;
  onStart: (sql?: string) => void;
  onOpen: (saved: Saved) => void;
}

function Bench({ draft, drafts, schema, onShow, onStart, onOpen }: BenchProps) {
  const { t } = useTranslation('sql');
  const here = useWorkspace();
  const toast = useToast();
  const recent = useRecent(here.slug);
  const runs = useRuns(recent.add);
  const editor = useRef<EditorHandle>(null);
  const [selected, setSelected] = useState(false);
  const [side, setSide] = useState(false);
  const run = runs.of(draft.key);
  const running = run?.state === 'running';
  const limits = schema.data?.limits;

  const start = () => {
    const { sql, from } = editor.current?.statement() ?? { sql: draft.sql, from: 0 };
    void runs.run(draft.key, sql, from);
  };
  const tidy = async () => {
    const { formatDialect, duckdb } = await import('sql-formatter');
    try {
      const text = formatDialect(draft.sql, { dialect: duckdb, keywordCase: 'preserve', tabWidth: 2 });
      if (text !== draft.sql) editor.current?.set(text);
    } catch { toast({ text: t('formatFailed'), tone: 'failed' }); }
  };
  const close = (d: Draft) => {
    const rest = drafts.all.filter((o) => o.key !== d.key);
    const unsaved = isUnsaved(d);
    if (d.key === draft.key) { const next = rest.at(-1); if (next) onShow(next); else onStart(); }
    drafts.close(d.key);
    runs.forget(d.key);
    if (unsaved) toast({ text: t('closed', { name: d.name || t('untitled') }), undo: () => { drafts.open(d); onShow(d); } });
  };
  // The place of a fault, as long as the statement still is the one that was run.
  const problem = run?.error && problemOf(run.error);
  const place = problem?.place && run && draft.sql.slice(run.offset, run.offset + run.sql.length) === run.sql ? { from: run.offset + problem.place.from, to: run.offset + problem.place.to } : null;
  const mark = useMemo(() => (place && problem ? { ...place, message: problem.message } : null), [place?.from, place?.to, problem?.message]); // eslint-disable-line react-hooks/exhaustive-deps
  const panel = (
    <Side schema={{ data: schema.data, error: schema.error, refetch: schema.refetch }} current={draft.saved?.id}
      onInsert={(text) => { setSide(false); editor.current?.insert(text); }} onOpen={(q) => { setSide(false); onOpen(q); }} onRecent={(sql) => { setSide(false); onStart(sql); }} />
  );
  return (
    <div className={css.page} data-wide data-flush>
      <SaveActions draft={draft} drafts={drafts} onShow={onShow} onLoad={(sql) => editor.current?.set(sql)} />
      <div className={css.side}>{panel}</div>
      <Drawer open={side} onClose={() => setSide(false)} placement="left" size={320} title={t('openSchema')} styles={{ body: { padding: 0 } }}>{side && panel}</Drawer>
      <div className={css.work}>
        <Tabs drafts={drafts.all} current={draft.key} limits={limits} onOpen={onShow} onClose={close} onNew={() => onStart()} />
        <div className={css.editor}>
          <Suspense fallback={<Skeleton kind="rows" height={160} />}>
            <Editor ref={editor} id={draft.key} sql={draft.sql} schema={schema.data} mark={mark} onRun={start} onSelect={setSelected} onChange={(sql) => drafts.change(draft.key, { sql })} />
          </Suspense>
        </div>
        <div className={css.bar}>
          <Button className={css.open} icon={<PanelLeft size={15} strokeWidth={1.5} />} onClick={() => setSide(true)} aria-label={t('openSchema')} />
          {running
            ? <Button icon={<Square size={13} strokeWidth={1.5} />} onClick={() => runs.stop(draft.key)}>{t('stop')}</Button>
            : <Button type="primary" icon={<Play size={14} strokeWidth={1.5} />} onClick={start}>{t(selected ? 'runSelection' : 'run')} <span className={css.key}>Ctrl ↵</span></Button>}
          <Button icon={<Sparkles size={14} strokeWidth={1.5} />} disabled={!draft.sql.trim()} onClick={() => void tidy()}>{t('format')}</Button>
          <ResultBar run={run} choice={draft.chart} name={draft.name} exportRows={limits?.export_rows ?? 0} onChoice={(chart) => drafts.change(draft.key, { chart })} />
        </div>
        <Result run={run} choice={draft.chart} limits={limits} onChoice={(chart) => drafts.change(draft.key, { chart })} onRun={start}
          onGo={place ? () => editor.current?.go(place.from, place.to) : undefined} onReplace={place ? (name) => editor.current?.replace(place.from, place.to, name) : undefined}
          start={<Start schema={schema.data} onChoose={(sql) => editor.current?.set(sql)} />} />
      </div>
    </div>
  );
}

