import { useQuery } from '@tanstack/react-query';
import { Dropdown, type MenuProps } from 'antd';
import { Bell, ChevronsUpDown, Plus, Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';

import { api, body } from '@/api/client';
import { Kbd } from '@/design';
import type { Entry } from './feature';
import css from './topbar.module.css';
import { useWaits } from './features';
import { lazyPart } from './lazy';
import { useFormat, useMe, useTo, useWorkspace, useWorkspaces } from './session';
import { useTopPlaces } from './top';

const CreateWorkspace = lazyPart(() => import('@/features/settings/CreateWorkspace').then((m) => m.CreateWorkspace));

export function TopBar({ entry, onSearch }: { entry: Entry | undefined; onSearch: () => void }) {
  const { t } = useTranslation();
  const places = useTopPlaces();
  useEffect(() => { if (entry) document.title = `${entry.name()} · ${t('product')}`; }, [entry, t]);
  return (
    <header className={css.bar}>
      <div className={css.crumbs}>
        <WorkspaceSwitch />
        <i aria-hidden>/</i>
        {entry && places.own === 0 && <b>{entry.name()}</b>}
        <span className={css.place} ref={places.setCrumbs} />
      </div>
      <div className={css.actions} ref={places.setActions} />
      <Live />
      <button type="button" className={css.search} onClick={onSearch} aria-label={t('search')}>
        <Search size={15} strokeWidth={1.5} aria-hidden /><span>{t('search')}</span><Kbd>Ctrl K</Kbd>
      </button>
      <Notices />
    </header>
  );
}

function WorkspaceSwitch() {
  const { t } = useTranslation();
  const here = useWorkspace();
  const all = useWorkspaces().data ?? [];
  const navigate = useNavigate();
  const [creating, setCreating] = useState(false);
  // Whoever owns a workspace may make another.
  const owns = useMe().data?.memberships?.some((m) => m.rights?.includes('own')) ?? false;
  if (all.length < 2 && !owns) return <span className={css.workspace}>{here.name}</span>;
  const items: MenuProps['items'] = [
    ...all.map((w) => ({ key: w.slug, label: w.name, onClick: () => void navigate(`/${w.slug}/today`) })),
    ...(owns ? [{ type: 'divider' as const }, { key: '+', icon: <Plus size={14} strokeWidth={1.5} />, label: t('newWorkspace'), onClick: () => setCreating(true) }] : []),
  ];
  return (
    <>
      <Dropdown trigger={['click']} menu={{ items, selectedKeys: [here.slug] }}>
        <button type="button" className={css.workspace} aria-label={`${t('workspaces')}: ${here.name}`}>{here.name}<ChevronsUpDown size={14} strokeWidth={1.5} aria-hidden /></button>
      </Dropdown>
      {creating && <CreateWorkspace onClose={() => setCreating(false)} />}
    </>
  );
}

/** Up to which moment answers hold: the arrival of the last event in them. */
function Live() {
  const { t } = useTranslation();
  const here = useWorkspace();
  const f = useFormat();
  const status = useQuery({
    queryKey: ['status', here.slug],
    refetchInterval: 5000,
    queryFn: async ({ signal }) => body(await api.GET('/api/v1/status', { signal }))?.find((s) => s.workspace === here.slug) ?? null,
  });
  const s = status.data;
  if (status.error) return <span className={`${css.live} ${css.off}`} role="alert">{t('offline')}</span>;
  if (!s || new Date(s.latest).getTime() <= 0) return null;
  const behind = s.behind > 0 ? ` · ${t('behind', { count: s.behind })}` : '';
  return <span className={`num ${css.live}`} title={t('liveAt', { time: f.moment(s.latest), zone: f.zone }) + behind}><i aria-hidden />{t('live')} {f.time(s.latest, true)}</span>;
}

/** What needs somebody, from anywhere; the dot says that there is something. */
function Notices() {
  const { t } = useTranslation();
  const to = useTo();
  const waits = useWaits();
  const list = (
    <div className={css.notices}>
      {waits.length === 0 && <p>{t('noNotices')}</p>}
      {waits.map((w) => (
        <div key={w.key} className={css.notice}>
          <b>{w.title}</b><p>{w.text}</p>{w.action && <Link to={to(w.action.path)}>{w.action.label}</Link>}
        </div>
      ))}
    </div>
  );
  return (
    <Dropdown trigger={['click']} popupRender={() => list}>
      <button type="button" className={css.icon} aria-label={waits.length ? `${t('notices')} ${waits.length}` : t('notices')}><Bell size={17} strokeWidth={1.5} />{waits.length > 0 && <i className={waits.some((w) => w.urgent) ? css.urgent : css.some} aria-hidden />}</button>
    </Dropdown>
  );
}
