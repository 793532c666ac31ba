import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

import { useToast } from '@/app/notices';
import { useFormat } from '@/app/session';
import { Status, type Tone } from '@/design';
import { useScheduleActs, type Delivery, type Schedule } from './api';
import css from './mail.module.css';

const tones: Record<Delivery['state'], Tone> = { waiting: 'info', handing: 'info', sent: 'good', failed: 'bad', unsure: 'warn', skipped: 'neutral' };

/** What became of each recipient of the last occurrences, with the reason where it went wrong. */
export function History({ schedule, board, may }: { schedule: Schedule; board: number; may: boolean }) {
  const { t } = useTranslation('dashboards');
  const f = useFormat(), say = useToast();
  const { again } = useScheduleActs(board);
  const retry = (occurrence: string, address: string) => again.mutate({ id: schedule.id, occurrence, address }, { onSuccess: () => say({ text: t('mail.againDone') }), onError: (e) => say({ tone: 'failed', text: e.message }) });
  return (
    <div className={css.history}>
      {(schedule.runs ?? []).map((run) => (
        <div key={run.occurrence}>
          <div className="caption">{f.moment(run.due)}</div>
          <ul>
            {(run.deliveries ?? []).map((d) => (
              <li key={d.address}>
                <Status tone={tones[d.state]}>{t(`mail.state.${d.state}`)}</Status>
                <span>{d.name ? `${d.name} ${d.address}` : d.address}</span>
                {may && (d.state === 'failed' || d.state === 'unsure') && <Button size="small" onClick={() => retry(run.occurrence, d.address)}>{t('mail.again')}</Button>}
                {d.reason && <p className="caption">{d.reason === 'unsubscribed' ? t('mail.reasonUnsubscribed') : d.reason}{d.attempts > 1 && ` · ${t('mail.attempts', { count: d.attempts })}`}{d.state === 'waiting' && d.next && ` · ${t('mail.upcoming', { when: f.time(d.next, true) })}`}</p>}
                {d.state === 'unsure' && <p className="caption">{t('mail.unsureHint')}</p>}
              </li>
            ))}
          </ul>
        </div>
      ))}
      {(schedule.unsubscribed ?? []).map((address) => <p key={address} className="caption">{t('mail.unsubscribed', { address })}</p>)}
    </div>
  );
}
