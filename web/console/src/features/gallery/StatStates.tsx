import { CircleAlert, Hourglass } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { Card, Change, Sparkline, Stat, StatSheet, StatSkeleton, Tag } from '@/design';

const up = [30, 34, 31, 36, 33, 40, 46, 43, 48], before = [28, 30, 29, 33, 32, 35, 39, 41, 46];

export function StatStates() {
  const { t } = useTranslation('gallery');
  return (
    <Card flush title={t('stats')} note={t('statsNote')}>
      <StatSheet columns={3}>
        <Stat label={t('dau')} value="48,216" change={<Change value={0.042} />} note={t('lastFriday')} chart={<Sparkline values={up} previous={before} />} />
        <Stat label={t('today')} value="29,480" change={<Tag tone="warn" icon={<Hourglass size={12} />}>61%</Tag>} note={<>{t('byNow')} <Change value={0.029} /></>} chart={<Sparkline values={[...up, 29]} unfinished />} />
        <StatSkeleton />
        <Stat label={t('listening')} value="—" note={t('connect')} />
        <Stat label={t('revenue')} value="398.2" change={<CircleAlert size={15} strokeWidth={1.5} color="var(--bad)" />} note={t('staleAt')} />
        <Stat label={t('retention')} value="33.1" unit="%" change={<span className="caption">{t('goalNote')}</span>} note="94%" />
      </StatSheet>
    </Card>
  );
}
