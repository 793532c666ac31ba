import { Button, Checkbox, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useToast } from '@/app/notices';
import { useFormat } from '@/app/session';
import { Failed, Field, Sentence, Skeleton } from '@/design';
import { useUndo, useUndoing, useWhyNot } from './data';
import css from './identity.module.css';
import { Sides } from './Sides';

/** What taking a merge back would touch, and the taking back. */
export function UndoDialog({ number, onClose }: { number: number; onClose: () => void }) {
  const { t } = useTranslation('identity');
  const f = useFormat();
  const say = useToast();
  const why = useWhyNot();
  const query = useUndo(number);
  const undo = useUndoing();
  const [apart, setApart] = useState(true);
  const [reason, setReason] = useState('');
  const at = query.data?.merge?.at;
  const act = () => undo.mutate({ number, again: !apart, why: reason.trim() }, { onSuccess: () => { say({ text: t('undo.done') }); onClose(); } });
  return (
    <Modal open width={640} onCancel={onClose} title={at ? t('undo.title', { day: f.day(at) }) : t('undo.untitled')}
      footer={<div className={css.foot}><small>{t('undo.foot')}</small><Button onClick={onClose}>{t('cancel')}</Button><Button type="primary" danger disabled={!query.data} loading={undo.isPending} onClick={act}>{t('undo.act')}</Button></div>}>
      {query.isPending ? <Skeleton kind="rows" height={260} /> : query.error ? <Failed error={query.error} height={220} onRetry={() => void query.refetch()} /> : (
        <div className={css.dialog}>
          <Sentence>{t('undo.sentence')}</Sentence>
          <Sides comparison={query.data} notes={[t('undo.leaves', { count: query.data.sides?.[0]?.numbers ?? 1 }), t('undo.stays')]} />
          <Checkbox checked={apart} onChange={(e) => setApart(e.target.checked)}>{t('undo.apart')}</Checkbox>
          <Field label={t('why')} error={undo.error ? why(undo.error) : ''}><Input maxLength={500} value={reason} placeholder={t('whyHint')} onChange={(e) => setReason(e.target.value)} /></Field>
        </div>
      )}
    </Modal>
  );
}
