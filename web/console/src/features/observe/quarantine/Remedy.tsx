import { Button, Input, Select } from 'antd';
import { RotateCcw, Wand2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useConfirm } from '@/app/confirm';
import { useToast } from '@/app/notices';
import { useFormat } from '@/app/session';
import { useMay } from '../data';
import { useQuarantineChanges, type Change, type Outcome } from './change';
import css from './quarantine.module.css';
import type { Group } from './Reason';
import { PropertyFix } from './PropertyFix';
import { useReasonWords } from './reasons';

const callTypes = ['track', 'page', 'screen', 'identify', 'group', 'alias'] as const;

/** What can be changed for all of a reason, tried first, then replayed; or put aside. */
export function Remedy({ group: g, count, source }: { group: Group; count: number; source?: number }) {
  const { t } = useTranslation('observe');
  const f = useFormat();
  const words = useReasonWords();
  const may = useMay('operate');
  const fixes = g.remedy.fixes ?? [];
  const [change, setChange] = useState<Change>(() => ({ ...(fixes.includes('arrival_time') && { arrival_time: true }), ...(fixes.includes('drop_properties') && { drop_properties: true }), ...(fixes.includes('type') && { type: 'track' as const }) }));
  const [tried, setTried] = useState<Outcome | null>(null);
  const [working, setWorking] = useState<{ try: boolean; done: number } | null>(null);
  const { replay, discard, restore } = useQuarantineChanges();
  const confirm = useConfirm();
  const toast = useToast();
  const which = { reason: g.reason, source };
  const ready = !fixes.includes('event') || g.reason.startsWith('rule_') || Boolean(change.event?.trim());
  const edit = (next: Change) => { setChange({ ...change, ...next }); setTried(null); };
  const run = async (only: boolean) => {
    setWorking({ try: only, done: 0 });
    const out = await replay(which, { change, try: only || undefined }, (done) => setWorking({ try: only, done }));
    setWorking(null);
    return out;
  };
  const attempt = async () => setTried(await run(true));
  const doReplay = async () => {
    if (!(await confirm({ title: t('held.replayTitle', { count, formatted: f.number(count) }), body: t('held.replayBody'), act: t('held.replayAct') }))) return;
    const out = await run(false);
    setTried(null);
    if (out) toast({ text: out.failed > 0 ? t('held.replayedSome', { count: out.replayed, formatted: f.number(out.replayed), failed: f.number(out.failed) }) : t('held.replayed', { count: out.replayed, formatted: f.number(out.replayed) }), tone: out.replayed > 0 ? 'done' : 'info' });
  };
  const doDiscard = async () => {
    if (!(await confirm({ title: t('held.discardTitle', { count, formatted: f.number(count) }), body: t('held.discardBody'), act: t('held.discard'), destroys: true }))) return;
    const out = await discard(which);
    if (out) toast({ text: t('held.discarded', { count: out.discarded, formatted: f.number(out.discarded) }), undo: () => void restore(out.at) });
  };
  return (
    <div className={css.remedy}>
      <p className={css.instead}>{words(g.reason).instead || g.remedy.instead}</p>
      {may && (
        <div className={css.fix}>
          <Wand2 size={16} strokeWidth={1.5} aria-hidden className={css.wand} />
          {fixes.length === 0 && <span>{t('held.noFix')}</span>}
          {fixes.includes('type') && <label>{t('held.asType')}<Select size="small" className={css.type} value={change.type} onChange={(type) => edit({ type })} options={callTypes.map((v) => ({ value: v, label: v }))} /></label>}
          {fixes.includes('event') && <label>{t('held.asEvent')}<Input size="small" className={css.event} maxLength={200} value={change.event ?? ''} onChange={(e) => edit({ event: e.target.value })} /></label>}
          {fixes.includes('property') && <PropertyFix reason={g.reason} onChange={(properties) => edit({ properties })} />}
          {fixes.includes('arrival_time') && <span>{t('held.asArrival')}</span>}
          {fixes.includes('drop_properties') && <span>{t('held.withoutProperties')}</span>}
          <span className={css.push} />
          <Button size="small" type="text" danger disabled={working !== null} onClick={() => void doDiscard()}>{t('held.discard')}</Button>
          <Button size="small" disabled={!ready || working !== null} loading={working?.try} onClick={() => void attempt()}>{t('held.try')}</Button>
          <Button size="small" type={tried && tried.replayed > 0 ? 'primary' : 'default'} disabled={!ready || working !== null} loading={working !== null && !working.try} icon={<RotateCcw size={14} strokeWidth={1.5} />} onClick={() => void doReplay()}>{t('held.replayAll')}</Button>
        </div>
      )}
      {working && working.done > 0 && <p className={css.tried} role="status">{t('held.progress', { done: f.number(working.done), all: f.number(count) })}</p>}
      {tried && <p className={css.tried} role="status"><b className={tried.replayed > 0 ? 'good' : 'warn'}>{t('held.tried', { count: tried.replayed + tried.failed, all: f.number(tried.replayed + tried.failed), passed: f.number(tried.replayed) })}</b>{tried.failures[0] && <span>{t('held.triedWhy', { reason: words(tried.failures[0].reason).title })}</span>}</p>}
    </div>
  );
}
