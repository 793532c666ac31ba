import { Button, Modal } from 'antd';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useToast } from '@/app/notices';
import { useFormat } from '@/app/session';
import { Empty, Failed, Skeleton } from '@/design';
import type { Board } from '../model/types';
import { useScheduleActs, useSchedules, type Schedule } from './api';
import css from './mail.module.css';
import { ScheduleForm } from './ScheduleForm';
import { ScheduleItem } from './ScheduleItem';

/** When the dashboard is mailed, to whom, how that went; and changing it. */
export function MailDialog({ board, may, onClose }: { board: Board; may: boolean; onClose: () => void }) {
  const { t } = useTranslation('dashboards');
  const f = useFormat(), say = useToast();
  const all = useSchedules(board.id, true);
  const acts = useScheduleActs(board.id);
  const [editing, setEditing] = useState<Schedule | 'new' | null>(null);
  const data = all.data;
  const list = data?.schedules ?? [];
  const test = () => acts.test.mutate(f.language === 'en' ? 'en' : 'zh', {
    onSuccess: ({ address }) => say({ text: t('mail.tested', { address }) }),
    onError: (e) => say({ tone: 'failed', text: t('mail.testFailed', { reason: e.message }) }),
  });
  const foot = editing || !data?.ready || !may ? null : (
    <div className={css.actions}>
      <Button loading={acts.test.isPending} onClick={test}>{acts.test.isPending ? t('mail.testing') : t('mail.test')}</Button>
      {list.length > 0 && <Button type="primary" icon={<Plus size={16} strokeWidth={1.5} />} onClick={() => setEditing('new')}>{t('mail.add')}</Button>}
    </div>
  );
  return (
    <Modal open width={600} title={t('mail.title')} onCancel={onClose} footer={foot} destroyOnHidden>
      {all.isPending && <Skeleton kind="rows" height={200} />}
      {all.isError && <Failed error={all.error} onRetry={() => void all.refetch()} height={200} />}
      {data && !data.ready && <p className={css.warn}>{t('mail.notReady')}<span>{t('mail.notReadyHint')}</span></p>}
      {data && editing && (
        <ScheduleForm overview={data} schedule={editing === 'new' ? null : editing} busy={acts.save.isPending} error={acts.save.error}
          onCancel={() => { acts.save.reset(); setEditing(null); }} onSave={(plan) => acts.save.mutate({ id: editing === 'new' ? undefined : editing.id, plan }, { onSuccess: () => { setEditing(null); say({ text: t('saved') }); } })} />
      )}
      {data && !editing && (
        <>
          {list.length === 0 && <Empty title={t('mail.none')} height={200} actions={data.ready && may && <Button type="primary" onClick={() => setEditing('new')}>{t('mail.add')}</Button>}>{t('mail.noneHint')}</Empty>}
          {list.map((s) => <ScheduleItem key={s.id} schedule={s} board={board.id} may={may} onEdit={() => setEditing(s)} />)}
          {data.from && list.length > 0 && <p className="caption">{t('mail.from', { from: data.from })}</p>}
        </>
      )}
    </Modal>
  );
}
