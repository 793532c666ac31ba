import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';

import { ApiError } from '@/api/client';
import { useConfirm } from '@/app/confirm';
import { useToast } from '@/app/notices';
import { useTo } from '@/app/session';
import { Top } from '@/app/top';
import { Failed, Skeleton } from '@/design';
import { CheckStep } from './CheckStep';
import { useActs, useSheet, type Import, type Mapping } from './data';
import css from './imports.module.css';
import { explicit } from './mapping';
import { MapStep } from './MapStep';
import { Inspector } from './Inspector';
import { PreviewStep } from './PreviewStep';
import { RunningElsewhere } from './RunningElsewhere';
import { Steps, type Step } from './Steps';

const drafts = ['preview', 'map', 'check'] as const;
type Draft = (typeof drafts)[number];

/** From the look at the file to its import: look, map, check. Every change is kept on the server as it is made. */
export function DraftSteps({ i, onGone }: { i: Import; onGone: () => void }) {
  const { t } = useTranslation('imports');
  const [params, setParams] = useSearchParams();
  const [remember, setRemember] = useState(true);
  const toast = useToast();
  const confirm = useConfirm();
  const to = useTo();
  const nav = useNavigate();
  const query = useSheet(i);
  const acts = useActs(i.number);
  const sheet = query.data;
  const step: Draft = i.state === 'checking' ? 'check' : (drafts.find((d) => d === params.get('step')) ?? 'preview');
  const go = (next: Step) => setParams(next === 'preview' ? {} : { step: next });
  const failed = (error: unknown) => toast({ text: t('failed', { message: error instanceof ApiError ? `${error.message} ${error.hint}` : String(error) }), tone: 'failed' });

  const change = (m: Mapping) => acts.map.mutate(m, { onError: failed });
  const whole = (m: Mapping) => (sheet ? explicit(m, sheet.columns ?? []) : m);
  const start = (how: { force?: boolean }) => acts.start.mutate({ ...how, recipe: remember }, { onError: failed });
  const check = () => acts.act.mutate('check', { onError: failed });
  const remove = async () => {
    if (!(await confirm({ title: t('removeTitle', { name: i.name }), body: t('removeText'), act: t('remove'), destroys: true }))) return;
    await acts.remove.mutateAsync();
    toast({ text: t('removed', { name: i.name }) });
    onGone();
  };
  const next = () => {
    if (step === 'preview') return go('map');
    if (step === 'map') { go('check'); if (!i.report) check(); return; }
    start({});
  };
  const lacking = sheet?.lacks !== undefined || acts.map.isPending;
  const mostBad = i.report !== undefined && i.report.bad * 2 > i.report.rows - i.report.skipped;
  return (
    <>
      <Top actions={<><Button type="text" danger onClick={() => void remove()}>{t('remove')}</Button><Button type="text" onClick={() => { toast({ text: t('saved') }); void nav(to('imports')); }}>{t('save')}</Button></>} />
      <div className={css.columns}>
        <div className={css.work}>
          <Steps now={step} onGo={i.state === 'draft' ? go : undefined}>
            {step !== 'preview' && <Button disabled={i.state === 'checking'} onClick={() => go(step === 'check' ? 'map' : 'preview')}>{t('back')}</Button>}
            <Button type="primary" disabled={i.state === 'checking' || (step !== 'preview' && lacking) || (step === 'check' && mostBad)} loading={acts.start.isPending} onClick={next}>{t(`next.${step}`)}</Button>
          </Steps>
          <div className={css.body}>
            {query.isPending && <Skeleton kind="rows" height={320} words={t('map.loading')} />}
            {query.error && <Failed error={query.error} height={320} onRetry={() => void query.refetch()} />}
            {sheet && step === 'preview' && <PreviewStep i={i} sheet={sheet} onChange={change} />}
            {sheet && step === 'map' && <MapStep i={i} sheet={sheet} busy={acts.map.isPending} remember={remember} onRemember={setRemember} onChange={(m) => change(whole(m))} />}
            {sheet && step === 'check' && <CheckStep i={i} onCheck={check} onCancel={() => acts.act.mutate('cancel', { onError: failed })} onForce={mostBad ? () => start({ force: true }) : undefined} />}
          </div>
          <RunningElsewhere but={i.number} />
        </div>
        {sheet && step !== 'preview' && <Inspector i={i} sheet={sheet} report={step === 'check' ? i.report : undefined} onChange={(m) => acts.map.mutate(whole(m), { onError: failed, onSuccess: step === 'check' ? check : undefined })} />}
      </div>
    </>
  );
}
