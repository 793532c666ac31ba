import { useTranslation } from 'react-i18next';

import type { Plan } from './api';

type Day = 'd1' | 'd2' | 'd3' | 'd4' | 'd5' | 'd6' | 'd7';

/** Says when a plan is due: every Monday at nine. */
export function useWhen(): (p: Pick<Plan, 'every' | 'weekday' | 'day' | 'hour' | 'minute'>) => string {
  const { t } = useTranslation('dashboards');
  return (p) => {
    const time = `${String(p.hour).padStart(2, '0')}:${String(p.minute ?? 0).padStart(2, '0')}`;
    const day = t(`mail.weekdays.d${p.weekday || 1}` as `mail.weekdays.${Day}`);
    const every = p.every === 'weekly' ? t('mail.everyWeek', { day }) : p.every === 'monthly' ? t('mail.everyMonth', { day: p.day === 31 ? t('mail.lastDay') : t('mail.dayName', { day: p.day }) }) : t('mail.daily');
    return t('mail.describe', { every, time });
  };
}
