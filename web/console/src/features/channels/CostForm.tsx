import { useQueryClient } from '@tanstack/react-query';
import { Button, DatePicker, Input, InputNumber, Modal, Select } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, ApiError, body } from '@/api/client';
import { useToast } from '@/app/notices';
import { Field, Fields } from '@/design';
import css from './channels.module.css';
import { channels, type Channel } from './data';

const day = (d: dayjs.Dayjs) => d.format('YYYY-MM-DD');

/** Enters what a channel, source or campaign cost, over the days it ran. */
export function CostForm({ currency, onClose }: { currency: string | undefined; onClose: () => void }) {
  const { t } = useTranslation('channels');
  const client = useQueryClient();
  const toast = useToast();
  const [v, setV] = useState({ from: day(dayjs()), until: day(dayjs()), channel: 'paid_search' as Channel, source: '', campaign: '', currency: currency ?? 'CNY', amount: null as number | null });
  const [working, setWorking] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const set = (change: Partial<typeof v>) => { setV((now) => ({ ...now, ...change })); setError(null); };
  const save = async () => {
    setWorking(true);
    try {
      const done = body(await api.PUT('/api/v1/channels/costs', { body: { costs: [{ day: v.from, until: v.until, channel: v.channel, source: v.source, campaign: v.campaign, currency: v.currency, amount: v.amount ?? 0 }] } }));
      await client.invalidateQueries({ queryKey: ['channels'] });
      toast({ text: t('entered', { count: done.days }) });
      onClose();
    } catch (e) {
      setError(e instanceof ApiError ? e : new ApiError(0, 'internal', String(e)));
    } finally {
      setWorking(false);
    }
  };
  return (
    <Modal open onCancel={onClose} title={t('enterCost')} width={520} centered footer={null} closable={{ 'aria-label': t('close') }}>
      <form onSubmit={(e) => { e.preventDefault(); void save(); }}>
        <Fields>
          <Field label={t('field.days')} hint={t('field.daysHint')}>
            <DatePicker.RangePicker className={css.wide} allowClear={false} value={[dayjs(v.from), dayjs(v.until)]} onChange={(d) => { if (d?.[0] && d[1]) set({ from: day(d[0]), until: day(d[1]) }); }} />
          </Field>
          <Field label={t('bys.channel')}><Select value={v.channel} onChange={(channel) => set({ channel })} options={channels.map((c) => ({ value: c, label: t(`channel.${c}`) }))} /></Field>
          <div className={css.pair}>
            <Field label={t('field.source')} hint={t('field.sourceHint')}><Input maxLength={200} value={v.source} onChange={(e) => set({ source: e.target.value })} /></Field>
            <Field label={t('field.campaign')}><Input maxLength={200} value={v.campaign} onChange={(e) => set({ campaign: e.target.value })} /></Field>
            <Field label={t('field.amount')} hint={t('field.amountHint')}><InputNumber className={css.wide} min={0} max={1e12} controls={false} value={v.amount} onChange={(amount) => set({ amount })} /></Field>
            <Field label={t('field.currency')}><Input maxLength={12} value={v.currency} onChange={(e) => set({ currency: e.target.value })} /></Field>
          </div>
        </Fields>
        {error && <p role="alert" className={css.failed}>{[error.message, error.hint].filter(Boolean).join(' · ')}</p>}
        <div className={css.actions}><Button onClick={onClose}>{t('cancel')}</Button><Button type="primary" htmlType="submit" loading={working} disabled={v.amount === null}>{t('save')}</Button></div>
      </form>
    </Modal>
  );
}
