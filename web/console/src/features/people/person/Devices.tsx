import { Laptop, MonitorSmartphone, Smartphone } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { Schemas } from '@/api/client';
import { useFormat } from '@/app/session';
import { Card } from '@/design';
import type { Person } from './PersonPage';
import css from './person.module.css';

/** What their events were sent from, the last used first. */
export function Devices({ person: p }: { person: Person }) {
  const { t } = useTranslation('people');
  const devices = p.devices ?? [];
  return (
    <Card title={t('one.deviceList')}>
      {devices.length === 0 ? <p className={css.nothing}>{t('one.devicesNone')}</p>
        : <ul className={css.list}>{devices.map((d) => <Device key={JSON.stringify(d)} device={d} />)}</ul>}
    </Card>
  );
}

function Device({ device: d }: { device: Schemas['PeopleDevice'] }) {
  const { t } = useTranslation('people');
  const f = useFormat();
  const said = `${d.platform ?? ''} ${d.os ?? ''} ${d.type ?? ''}`.toLowerCase();
  const Icon = /ios|android|phone|mobile|mini/.test(said) ? Smartphone : /web|windows|mac|linux|desktop/.test(said) ? Laptop : MonitorSmartphone;
  const name = [...new Set([d.model, d.platform, d.os && d.os !== d.platform ? `${d.os} ${d.os_version ?? ''}`.trim() : '', d.browser, d.type].filter(Boolean))].join(' · ');
  return (
    <li className={css.device}>
      <Icon size={16} strokeWidth={1.5} aria-hidden />
      <span>{name}{d.app_version ? ` ${d.app_version}` : ''}<span className={`num ${css.when}`}>{t('one.deviceNote', { count: d.events, formatted: f.number(d.events) })} · {f.ago(d.last_seen)}</span></span>
    </li>
  );
}
