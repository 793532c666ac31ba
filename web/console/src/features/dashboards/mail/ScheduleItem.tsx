import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useToast } from '@/app/notices';
import { useFormat } from '@/app/session';
import { Status, Tag } from '@/design';
import { planOf, useScheduleActs, type Schedule } from './api';
import { History } from './History';
import css from './mail.module.css';
import { useWhen } from './useWhen';

/** One schedule: when, to how many, next time, and what became of the last ones. */
export function ScheduleItem({ schedule: s, board, may, onEdit }: { schedule: Schedule; board: number; may: boolean; onEdit: () => void }) {
  const { t } = useTranslation('dashboards');
  const f = useFormat(), when = useWhen(), say = useToast();
  const acts = useScheduleActs(board);
  const [open, setOpen] = useState(false);
  const people = (s.operators?.length ?? 0) + (s.addresses?.length ?? 0);
  const last = s.runs?.[0];
  const wrong = last?.deliveries?.filter((d) => d.state === 'failed' || d.state === 'unsure').length ?? 0;
  const remove = () => acts.remove.mutate(s.id, { onSuccess: () => say({ text: t('mail.removed'), undo: () => acts.save.mutate({ plan: planOf(s) }) }), onError: (e) => say({ tone: 'failed', text: e.message }) });
  return (
    <section className={css.item} aria-label={when(s)}>
      <div className={css.itemHead}>
        <b>{when(s)}</b>
        <span className="caption">{t('mail.people', { count: people })} · {s.zone}</span>
        {s.paused ? <Tag>{t('mail.paused')}</Tag> : s.upcoming && <span className="caption">{t('mail.upcoming', { when: f.moment(s.upcoming) })}</span>}
      </div>
      <div className={css.itemFoot}>
        {last ? <button type="button" className={css.opener} aria-expanded={open} onClick={() => setOpen(!open)}><Status tone={wrong > 0 ? 'bad' : 'good'}>{f.moment(last.begun)} · {wrong > 0 ? `${t('mail.state.failed')} ${wrong}` : t('mail.state.sent')}</Status></button> : <span className="caption">{t('mail.noHistory')}</span>}
        {may && (
          <span className={css.buttons}>
            <Button size="small" type="text" onClick={() => acts.save.mutate({ id: s.id, plan: { ...planOf(s), paused: !s.paused } })}>{s.paused ? t('mail.resume') : t('mail.pause')}</Button>
            <Button size="small" type="text" onClick={onEdit}>{t('mail.editOne')}</Button>
            <Button size="small" type="text" danger onClick={remove}>{t('mail.remove')}</Button>
          </span>
        )}
      </div>
      {open && <History schedule={s} board={board} may={may} />}
    </section>
  );
}
