import { Button, Input, Modal } from 'antd';
import { ArrowLeftRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useToast } from '@/app/notices';
import { Failed, Field, Sentence, Skeleton } from '@/design';
import { useComparison, useMay, useMerging, useWhyNot } from './data';
import css from './identity.module.css';
import { Sides, Warned } from './Sides';

interface Props { from: number; into: number; onSwap: () => void; onClose: () => void }

/** Two persons side by side, before an operator makes one of them. */
export function CompareDialog({ from, into, onSwap, onClose }: Props) {
  const { t } = useTranslation('identity');
  const say = useToast();
  const why = useWhyNot();
  const may = useMay('operate');
  const query = useComparison(from, into);
  const merge = useMerging();
  const [reason, setReason] = useState('');
  const [moving, staying] = query.data?.sides ?? [];
  const act = () => merge.mutate({ from, into, why: reason.trim() }, { onSuccess: () => { say({ text: t('compare.done', { name: staying?.name ?? '' }) }); onClose(); } });
  return (
    <Modal open width={640} onCancel={onClose} title={t('compare.title')}
      footer={<div className={css.foot}><small>{t('compare.foot')}</small><Button onClick={onClose}>{t('cancel')}</Button>{may && <Button type="primary" disabled={!query.data} loading={merge.isPending} onClick={act}>{t('compare.act')}</Button>}</div>}>
      {query.isPending ? <Skeleton kind="rows" height={260} /> : query.error ? <Failed error={query.error} height={220} onRetry={() => void query.refetch()} /> : (
        <div className={css.dialog}>
          <div className={css.swap}><Sentence>{t('compare.sentence', { from: moving?.name ?? '', into: staying?.name ?? '' })}</Sentence><Button size="small" type="text" icon={<ArrowLeftRight size={14} strokeWidth={1.5} />} onClick={onSwap}>{t('compare.swap')}</Button></div>
          <Sides comparison={query.data} notes={[t('compare.joins'), t('compare.keeps')]} />
          {moving?.known && staying?.known && <Warned>{t('compare.both')}</Warned>}
          {may && <Field label={t('why')} error={merge.error ? why(merge.error) : ''}><Input maxLength={500} value={reason} placeholder={t('whyHint')} onChange={(e) => setReason(e.target.value)} /></Field>}
        </div>
      )}
    </Modal>
  );
}
