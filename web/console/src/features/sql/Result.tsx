import { Button, Segmented } from 'antd';
import { CircleCheck, Clipboard, Download, History, Info } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { useToast } from '@/app/notices';
import { useFormat } from '@/app/session';
import { Card, Empty, Skeleton, Tag } from '@/design';
import { ApiError } from '@/api/client';
import { exportCSV, tableText } from './download';
import { Failure, Stopped } from './Failure';
import type { Answer, ChartChoice, Schema, View } from './model';
import { ResultChart } from './ResultChart';
import { ResultTable } from './ResultTable';
import css from './result.module.css';
import type { Run } from './useRuns';

/** What is known of an answer, and what can be done with it; sits at the right of the run button. */
export function ResultBar({ run, choice, name, exportRows, onChoice }: { run: Run | undefined; choice: ChartChoice | null; name: string; exportRows: number; onChoice: (c: ChartChoice) => void }) {
  const { t } = useTranslation('sql');
  const f = useFormat();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const answer = run?.answer;
  if (!answer) return null;
  const save = async () => {
    setBusy(true);
    try {
      const rows = await exportCSV(run.sql, name || t('untitled'));
      toast({ text: rows >= exportRows ? t('csvMore', { rows: f.number(rows) }) : t('csvDone') });
    } catch (error) {
      toast({ text: error instanceof ApiError ? error.message : String(error), tone: 'failed' });
    } finally { setBusy(false); }
  };
  const copy = async () => {
    await navigator.clipboard.writeText(tableText(answer));
    toast({ text: t('copied', { count: answer.count }) });
  };
  return (
    <>
      {run.state === 'done' && (
        <p className={`num ${css.done}`} role="status">
          <span className={css.good}><CircleCheck size={15} strokeWidth={1.5} aria-hidden />{t('done', { count: answer.count, ms: f.number(Math.max(1, Math.round(answer.cost.ms))) })}</span>
          <span className={css.cost}>{t('read', { rows: f.short(answer.cost.rows_read), memory: f.bytes(answer.cost.memory) })}</span>
        </p>
      )}
      <div className={css.tools}>
        <Segmented value={choice?.view ?? 'both'} onChange={(view: View) => onChoice({ ...choice, view })} aria-label={t('viewAs')}
          options={(['table', 'both', 'chart'] as const).map((value) => ({ value, label: t(`view.${value}`) }))} />
        <Button icon={<Clipboard size={14} strokeWidth={1.5} />} onClick={() => void copy()} aria-label={t('copyTable')} title={t('copyTable')} />
        <Button icon={<Download size={14} strokeWidth={1.5} />} loading={busy} onClick={() => void save()}>{t('csv')}</Button>
      </div>
    </>
  );
}

interface Props {
  run: Run | undefined;
  choice: ChartChoice | null;
  limits: Schema['limits'] | undefined;
  onChoice: (c: ChartChoice) => void;
  onRun: () => void;
  onGo?: () => void;
  onReplace?: (name: string) => void;
  /** Shown before anything was run. */
  start: ReactNode;
}

/** The answer as table and chart, in all its states. */
export function Result({ run, choice, limits, onChoice, onRun, onGo, onReplace, start }: Props) {
  const { t } = useTranslation('sql');
  const f = useFormat();
  if (!run) return <div className={css.result}>{start}</div>;
  const { answer, state } = run;
  const old = answer && run.answered && state !== 'done' ? f.time(run.answered, true) : '';
  return (
    <div className={css.result}>
      {state === 'running' && !answer && <Card><Skeleton kind="rows" height={320} words={<Waiting since={run.since} />} /></Card>}
      {state === 'failed' && run.error && <Failure error={run.error} limits={limits} onRetry={onRun} onGo={onGo} onReplace={onReplace} />}
      {state === 'stopped' && <Stopped />}
      {answer && (
        <>
          {old && state !== 'running' && <p className={css.old}><Tag tone="warn" icon={<History size={12} />}>{t('oldBelow', { time: old })}</Tag></p>}
          <div className={state === 'running' ? css.renewing : css.shown} aria-busy={state === 'running'}>
            {answer.count === 0 ? <Card><Empty title={t('noRows')} height={280}>{t('noRowsHint')}</Empty></Card> : <Views answer={answer} choice={choice} onChoice={onChoice} />}
          </div>
          <Foot answer={answer} limits={limits} />
        </>
      )}
    </div>
  );
}

function Views({ answer, choice, onChoice }: { answer: Answer; choice: ChartChoice | null; onChoice: (c: ChartChoice) => void }) {
  const { t } = useTranslation('sql');
  const view = choice?.view ?? 'both';
  return (
    <div className={`${css.views} ${view === 'both' ? css.both : ''}`} data-view={view}>
      {view !== 'chart' && <Card flush className={css.table} label={t('view.table')}><ResultTable key={answer.as_of} answer={answer} /></Card>}
      {view !== 'table' && <div className={css.chartBox}><Card flush className={css.chart} label={t('chart.title')}><ResultChart answer={answer} choice={choice} onChoice={onChoice} /></Card></div>}
    </div>
  );
}

/** Where it ran, its zone, its moment, and what is left out. */
function Foot({ answer, limits }: { answer: Answer; limits: Schema['limits'] | undefined }) {
  const { t } = useTranslation('sql');
  const f = useFormat();
  return (
    <p className={css.foot}>
      <Info size={14} strokeWidth={1.5} aria-hidden />
      <span>{t('foot.apart')}</span>
      <span>{t('foot.zone', { zone: answer.zone })}</span>
      <span className="num">{t('foot.asOf', { time: f.time(answer.as_of, true) })}</span>
      {answer.freshness.missing && <span className="warn">{t('foot.missing')}</span>}
      {answer.more && <span className="num warn">{t('more', { rows: f.number(answer.count), all: f.number(limits?.export_rows ?? 0) })}</span>}
    </p>
  );
}

export function Waiting({ since }: { since: number }) {
  const { t } = useTranslation('sql');
  const [now, setNow] = useState(Date.now());
  useEffect(() => { const tick = setInterval(() => setNow(Date.now()), 500); return () => clearInterval(tick); }, []);
  return <span className="num">{t('running', { seconds: Math.max(0, Math.floor((now - since) / 1000)) })}</span>;
}
