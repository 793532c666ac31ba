import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input, InputNumber, Modal } from 'antd';
import { Search } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, ApiError, body } from '@/api/client';
import { useConfirm } from '@/app/confirm';
import { useToast } from '@/app/notices';
import { useWorkspace } from '@/app/session';
import { Failed, Field, Fields, Skeleton } from '@/design';
import { usePersons, useTrace, type Person } from './data';
import css from './privacy.module.css';

/** Finds a person, says what there is of them, and asks twice. */
export function NewErasure({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('privacy');
  const { slug } = useWorkspace();
  const confirm = useConfirm();
  const toast = useToast();
  const client = useQueryClient();
  const [text, setText] = useState('');
  const [person, setPerson] = useState<Person>();
  const [days, setDays] = useState(30);
  const found = usePersons(useDeferredValue(text));
  const trace = useTrace(person?.person);
  const erase = useMutation({
    mutationFn: async (number: number) => body(await api.POST('/api/v1/privacy/requests', { body: { kind: 'erase', person: number, refuse_days: days } })),
    onSuccess: () => { onClose(); return client.invalidateQueries({ queryKey: ['privacy', slug] }); },
    onError: (error) => toast({ text: error instanceof ApiError ? [error.message, error.hint].filter(Boolean).join(' · ') : String(error), tone: 'failed' }),
  });
  const name = (p: Person) => p.name || t('person', { number: p.person });
  const ask = async () => {
    if (!person || !trace.data) return;
    const told = <>{t('ask.touches', { events: trace.data.events, ids: trace.data.ids })} {t('ask.forever')} {t('ask.backups')}</>;
    if (await confirm({ title: t('ask.title', { name: name(person) }), body: told, act: t('erase'), destroys: true })) erase.mutate(trace.data.person);
  };
  return (
    <Modal open title={t('new')} onCancel={onClose} footer={[
      <Button key="cancel" onClick={onClose}>{t('cancel')}</Button>,
      <Button key="erase" danger disabled={!person || !trace.data} loading={erase.isPending} onClick={() => void ask()}>{t('erase')}…</Button>,
    ]}>
      <Fields>
        <Field label={t('whom')} hint={t('whomHint')}>
          <Input autoFocus allowClear prefix={<Search size={14} strokeWidth={1.5} />} value={text} onChange={(e) => { setText(e.target.value); setPerson(undefined); }} />
        </Field>
        {text.trim() !== '' && found.isPending && <Skeleton kind="rows" height={120} />}
        {found.error && <Failed error={found.error} height={140} onRetry={() => void found.refetch()} />}
        {found.data && text.trim() !== '' && (
          <ul className={css.found} aria-label={t('found')}>
            {(found.data.rows ?? []).length === 0 && <li className={css.nobody}>{t('nobody')}</li>}
            {(found.data.rows ?? []).map((p) => (
              <li key={p.person}><button type="button" aria-pressed={person?.person === p.person} onClick={() => setPerson(p)}><b>{name(p)}</b><small className="mono">{p.ids?.[0]?.id ?? ''}</small></button></li>
            ))}
          </ul>
        )}
        {person && trace.error && <Failed error={trace.error} height={120} onRetry={() => void trace.refetch()} />}
        {person && trace.data && <p className={css.trace}>{t('trace', { events: trace.data.events, ids: trace.data.ids, count: trace.data.members })}</p>}
        <Field label={t('days')} hint={t('daysHint')}><InputNumber min={1} max={3650} precision={0} value={days} onChange={(v) => setDays(v ?? 30)} /></Field>
      </Fields>
    </Modal>
  );
}
