import { Button, Segmented, Select, TimePicker } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { ApiError, type Schemas } from '@/api/client';
import { useFormat, useMe } from '@/app/session';
import { languageNames } from '@/format';
import { useAllowed } from '../api';
import { planOf, type Plan, type Schedule } from './api';
import css from './mail.module.css';

interface Props { overview: Schemas['ScheduleOverview']; schedule: Schedule | null; busy: boolean; error: unknown; onSave: (plan: Plan) => void; onCancel: () => void }

const days = ['d1', 'd2', 'd3', 'd4', 'd5', 'd6', 'd7'] as const;

/** When, in which language, to whom. */
export function ScheduleForm({ overview, schedule, busy, error, onSave, onCancel }: Props) {
  const { t } = useTranslation('dashboards');
  const f = useFormat();
  const me = useMe().data?.operator, manages = useAllowed('manage');
  const [plan, setPlan] = useState<Plan>(() => (schedule ? planOf(schedule) : { every: 'weekly', weekday: 1, day: 1, hour: 9, minute: 0, zone: f.zone, language: f.language === 'en' ? 'en' : 'zh', operators: me ? [me] : [], addresses: [] }));
  const set = (part: Partial<Plan>) => setPlan({ ...plan, ...part });
  const nobody = (plan.operators?.length ?? 0) + (plan.addresses?.length ?? 0) === 0;
  return (
    <form className={css.form} onSubmit={(e) => { e.preventDefault(); onSave(plan); }}>
      <div className={css.field}><span>{t('mail.every')}</span><Segmented value={plan.every} options={(['daily', 'weekly', 'monthly'] as const).map((v) => ({ value: v, label: t(`mail.${v}`) }))} onChange={(every) => set({ every, weekday: plan.weekday || 1, day: plan.day || 1 })} /></div>
      {plan.every === 'weekly' && <label className={css.field}><span>{t('mail.weekday')}</span><Select value={plan.weekday || 1} options={days.map((d, i) => ({ value: i + 1, label: t('mail.weekdayName', { day: t(`mail.weekdays.${d}`) }) }))} onChange={(weekday: number) => set({ weekday })} /></label>}
      {plan.every === 'monthly' && <label className={css.field}><span>{t('mail.day')}</span><Select value={plan.day || 1} options={Array.from({ length: 31 }, (_, i) => ({ value: i + 1, label: i === 30 ? t('mail.lastDay') : t('mail.dayName', { day: i + 1 }) }))} onChange={(day: number) => set({ day })} /></label>}
      <label className={css.field}><span>{t('mail.at')}</span><span className={css.at}><TimePicker format="HH:mm" minuteStep={5} allowClear={false} needConfirm={false} value={dayjs().hour(plan.hour).minute(plan.minute ?? 0)} onChange={(time) => time && set({ hour: time.hour(), minute: time.minute() })} /><span className="caption">{t('mail.zone', { zone: plan.zone })}</span></span></label>
      <label className={css.field}><span>{t('mail.to')}</span><Select mode="multiple" placeholder={t('mail.toPlaceholder')} value={plan.operators ?? []} optionFilterProp="label" options={(overview.operators ?? []).map((o) => ({ value: o.id, label: `${o.name} ${o.email}` }))} onChange={(operators: number[]) => set({ operators })} /></label>
      <label className={css.field}><span>{t('mail.addresses')}</span><Select mode="tags" open={false} suffixIcon={null} disabled={!manages && (plan.addresses?.length ?? 0) === 0} placeholder={t('mail.addressesPlaceholder')} tokenSeparators={[' ', ',', ';', '，', '；']} value={plan.addresses ?? []} onChange={(addresses: string[]) => set({ addresses })} /></label>
      {!manages && <p className="caption">{t('mail.addressesHint')}</p>}
      <div className={css.field}><span>{t('mail.language')}</span><Segmented value={plan.language} options={[{ value: 'zh' as const, label: languageNames['zh-CN'] }, { value: 'en' as const, label: languageNames.en }]} onChange={(language) => set({ language })} /></div>
      {error instanceof ApiError && <p className={css.error} role="alert">{[error.field && `${error.field}:`, error.message, error.hint && `(${error.hint})`].filter(Boolean).join(' ')}</p>}
      <div className={css.actions}>
        <Button onClick={onCancel}>{t('mail.back')}</Button>
        <Button type="primary" htmlType="submit" loading={busy} disabled={nobody}>{busy ? t('mail.saving') : t('mail.save')}</Button>
      </div>
    </form>
  );
}
