import { useTranslation } from 'react-i18next';

import { channels, type Row } from './data';

/** Calls channels and rows as readers do. */
export function useChannelName(): (channel: string | undefined) => string {
  const { t } = useTranslation('channels');
  return (channel) => { const known = channels.find((c) => c === channel); return known ? t(`channel.${known}`) : (channel ?? ''); };
}

export function useRowName(): (row: Row) => string {
  const { t } = useTranslation('channels');
  const name = useChannelName();
  return (r) => (r.other ? t('other') : [name(r.channel), r.source, r.campaign].filter(Boolean).join(' · '));
}
