import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, body, type Schemas } from '@/api/client';
import { useToast } from '@/app/notices';
import { useFormat, useWorkspace } from '@/app/session';
import { CopyButton, Failed, Skeleton, Tag } from '@/design';
import { useMay, useSources } from '../data';
import { pretty } from '../live/Inspector';
import { useQuarantineChanges } from './change';
import css from './quarantine.module.css';
import { useReasonWords } from './reasons';

/** One event whole: what is wrong with it; edited, tried and sent again, or put aside. */
export function EntryDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('observe');
  const { slug } = useWorkspace();
  const query = useQuery({ queryKey: ['quarantine', slug, 'entry', id], queryFn: async ({ signal }) => body(await api.GET('/api/v1/quarantine/entries/{id}', { params: { path: { id } }, signal })) });
  return (
    <Drawer open onClose={onClose} size={560} title={t('held.one')} closable={{ 'aria-label': t('close'), placement: 'end' }} destroyOnHidden>
      {query.isPending && <Skeleton kind="rows" height={420} />}
      {query.error && <Failed error={query.error} onRetry={() => void query.refetch()} height={300} />}
      {query.data && <Entry entry={query.data} onClose={onClose} />}
    </Drawer>
  );
}

function Entry({ entry: e, onClose }: { entry: Schemas['QuarantinedEvent']; onClose: () => void }) {
  const { t } = useTranslation('observe');
  const f = useFormat();
  const words = useReasonWords();
  const may = useMay('operate');
  const source = useSources().data?.sources?.find((s) => s.id === e.source);
  const before = pretty(e.raw);
  const [text, setText] = useState(before);
  const [said, setSaid] = useState<{ good: boolean; text: string } | null>(null);
  const [working, setWorking] = useState(false);
  const { replay, discard, restore } = useQuarantineChanges();
  const toast = useToast();
  const open = !e.settled_as;
  const send = async (only: boolean) => {
    setWorking(true);
    const out = await replay({ ids: [e.id] }, { raw: text === before && !e.cut ? undefined : text, try: only || undefined });
    setWorking(false);
    if (!out) return;
    const failure = out.failures[0];
    if (failure) setSaid({ good: false, text: [words(failure.reason).title, failure.detail].join(t('colon')) });
    else if (only) setSaid({ good: true, text: t('held.wouldPass') });
    else { toast({ text: t('held.replayed', { count: 1, formatted: '1' }) }); onClose(); }
  };
  const drop = async () => {
    const out = await discard({ ids: [e.id] });
    if (!out) return;
    toast({ text: t('held.discarded', { count: 1, formatted: '1' }), undo: () => void restore(out.at) });
    onClose();
  };
  return (
    <div className={css.whole}>
      <h3>{words(e.reason).title} <code>{e.reason}</code></h3>
      <p className={css.detail}>{e.detail}</p>
      <p className={css.instead}>{words(e.reason).instead}</p>
      <p className="caption">{[source?.name, f.moment(e.received), e.message_id].filter(Boolean).join(' · ')}</p>
      {e.settled_as && <p><Tag tone={e.settled_as === 'replayed' ? 'good' : 'neutral'}>{t(`held.settled.${e.settled_as}`, { when: f.moment(e.settled ?? '') })}</Tag></p>}
      {e.cut && <p className={css.detail}>{t('held.cut')}</p>}
      <div className={css.editor_head}><label htmlFor="raw">{may && open ? t('held.edit') : t('held.asCame')}</label><CopyButton text={text} /></div>
      <Input.TextArea id="raw" className={css.editor} autoSize={{ minRows: 8, maxRows: 24 }} spellCheck={false} readOnly={!may || !open} value={text} onChange={(c) => { setText(c.target.value); setSaid(null); }} />
      {said && <p role="status" className={said.good ? css.pass : css.detail}>{said.text}</p>}
      {may && open && (
        <div className={css.actions}>
          <Button type="text" danger disabled={working} onClick={() => void drop()}>{t('held.discard')}</Button>
          <span className={css.push} />
          {text !== before && <Button type="text" disabled={working} onClick={() => { setText(before); setSaid(null); }}>{t('held.asCameAgain')}</Button>}
          <Button disabled={working} onClick={() => void send(true)}>{t('held.try')}</Button>
          <Button type="primary" disabled={working} onClick={() => void send(false)}>{t('held.replayOne')}</Button>
        </div>
      )}
    </div>
  );
}
