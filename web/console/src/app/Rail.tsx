import { Dropdown, type MenuProps } from 'antd';
import { Ellipsis, Settings } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';

import { Avatar } from '@/design';
import { useAccount } from './account';
import { stops, type Entry, type StopName } from './feature';
import { useOpenEntries } from './rights';
import css from './rail.module.css';
import { useMe, useTo } from './session';
import { stopIcons } from './stops';

type Here = Entry['stop'] | undefined;

/** The loop, drawn as a line with stops; only those that lead somewhere. */
export function Rail({ stop }: { stop: Here }) {
  const { t } = useTranslation();
  const to = useTo();
  const open = useOpenEntries();
  const settings = open.of('settings')[0];
  return (
    <nav className={css.rail} aria-label={t('loop')}>
      <Link to={to('today')} className={css.logo} aria-label={t('stop.today')}><Logo /></Link>
      <ul className={css.stops}>{stops.filter((s) => open.of(s).length > 0).map((s) => <li key={s}><StopLink stop={s} current={s === stop} /></li>)}</ul>
      <div className={css.foot}>
        {settings && <Link to={to(settings.path)} className={`${css.tool} ${stop === 'settings' ? css.at : ''}`} aria-label={t('settings')}><Settings size={18} strokeWidth={1.5} /></Link>}
        <Account />
      </div>
    </nav>
  );
}

function StopLink({ stop, current }: { stop: StopName; current: boolean }) {
  const { t } = useTranslation();
  const to = useTo();
  const open = useOpenEntries();
  const Icon = stopIcons[stop];
  return (
    <Link to={to(open.of(stop)[0]?.path ?? '')} className={`${css.stop} ${current ? css.current : ''}`} aria-current={current ? 'true' : undefined}>
      <Icon size={20} strokeWidth={1.5} aria-hidden />{t(`stop.${stop}`)}
    </Link>
  );
}

function Account() {
  const { t } = useTranslation();
  const me = useMe().data;
  const items = useAccount();
  const name = me?.profile?.name ?? '·';
  return (
    <Dropdown trigger={['click']} placement="topRight" menu={{ items }}>
      <button type="button" className={css.me} aria-label={`${t('me')}: ${name}`}><Avatar name={name} id={me?.operator ?? 0} size={28} /></button>
    </Dropdown>
  );
}

/** On a phone the rail lies at the bottom: four stops, the rest under "more". */
export function PhoneBar({ stop }: { stop: Here }) {
  const { t } = useTranslation();
  const to = useTo();
  const navigate = useNavigate();
  const account = useAccount();
  const open = useOpenEntries();
  const shown = stops.filter((s) => open.of(s).length > 0).slice(0, 4);
  const pages: MenuProps['items'] = [...shown, 'settings' as const].flatMap((s) => open.of(s)).map((e) => ({ key: e.path, label: e.name(), onClick: () => void navigate(to(e.path)) }));
  return (
    <nav className={css.phone} aria-label={t('loop')}>
      {shown.map((s) => <StopLink key={s} stop={s} current={s === stop} />)}
      <Dropdown trigger={['click']} placement="topRight" menu={{ items: [...pages, { type: 'divider' }, ...(account ?? [])], style: { maxHeight: '70vh', overflow: 'auto' } }}>
        <button type="button" className={css.stop}><Ellipsis size={20} strokeWidth={1.5} aria-hidden />{t('more')}</button>
      </Dropdown>
    </nav>
  );
}

export const Logo = () => (
  <svg width={34} height={34} viewBox="0 0 32 32" aria-hidden><rect width="32" height="32" rx="8" fill="var(--ac)" /><path d="M11 8v16M21 8.5c0 4.6-4.2 7.5-10 7.5 5.8 0 10 3.2 10 8" fill="none" stroke="var(--on-ac)" strokeWidth="3" strokeLinecap="round" strokeLinejoin="round" /></svg>
);
