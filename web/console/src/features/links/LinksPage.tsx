import { Button, Dropdown, Input, Select, Space } from 'antd';
import { ChevronDown, ListPlus, Plus, Search } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link as To, Navigate, useParams, useSearchParams } from 'react-router';

import { useFormat, useRights, useTo } from '@/app/session';
import { Top } from '@/app/top';
import { Empty, Failed, Skeleton, Sparkline } from '@/design';
import { kinds, useClicks, useLinks, type Kind, type Link } from './data';
import { kindIcons } from './icons';
import { LinkForm } from './LinkForm';
import css from './links.module.css';
import { LinkView } from './LinkView';
import { ManyLinks } from './ManyLinks';

/** Links that tell where people come from, and what each brought. */
export function LinksPage() {
  const { t } = useTranslation('links');
  const { link } = useParams();
  const [params, setParams] = useSearchParams();
  const to = useTo();
  const may = useRights().can('operate');
  const search = params.get('q') ?? '', kind = kinds.find((k) => k === params.get('kind')), archived = params.get('state') === 'archived';
  const links = useLinks(useDeferredValue(search), kind, archived);
  const clicks = useClicks();
  const [making, setMaking] = useState<'one' | 'many' | null>(null);
  const set = (name: string, value: string | undefined) => setParams((now) => { const next = new URLSearchParams(now); if (value) next.set(name, value); else next.delete(name); return next; }, { replace: true });
  const all = links.data?.pages.flatMap((p) => p.links ?? []) ?? [];
  const narrowed = search !== '' || kind !== undefined || archived;
  if (!link && all[0] && !narrowed && window.innerWidth > 900) return <Navigate to={to(`links/${all[0].id}`)} replace />;
  const add = may && (
    <Space.Compact>
      <Button size="small" icon={<Plus size={14} strokeWidth={1.5} />} aria-label={t('new')} onClick={() => setMaking('one')}>{t('newShort')}</Button>
      <Dropdown trigger={['click']} menu={{ items: [{ key: 'many', icon: <ListPlus size={14} strokeWidth={1.5} />, label: t('many') }], onClick: () => setMaking('many') }}>
        <Button size="small" aria-label={t('moreWays')} icon={<ChevronDown size={14} strokeWidth={1.5} />} />
      </Dropdown>
    </Space.Compact>
  );
  const kept = params.size > 0 ? `?${params}` : '';
  return (
    <>
      <Top />
      <div className={css.page} data-flush>
        <aside className={`${css.list} ${link ? css.list_behind : ''}`} aria-label={t('entry')}>
          <header className={css.list_head}><h1>{t('entry')}</h1>{add}</header>
          <div className={css.narrow}>
            <Input size="small" allowClear prefix={<Search size={14} strokeWidth={1.5} />} placeholder={t('search')} aria-label={t('search')} value={search} onChange={(e) => set('q', e.target.value)} />
            <Select size="small" aria-label={t('kindLabel')} value={archived ? 'archived' : (kind ?? 'all')} popupMatchSelectWidth={false}
              onChange={(v) => setParams((now) => { const next = new URLSearchParams(now); next.delete('kind'); next.delete('state'); if (v === 'archived') next.set('state', v); else if (v !== 'all') next.set('kind', v); return next; }, { replace: true })}
              options={[{ value: 'all', label: t('all') }, ...kinds.map((k) => ({ value: k, label: t(`kind.${k}`) })), { value: 'archived', label: t('archived') }]} />
          </div>
          {links.isPending && <Skeleton kind="rows" height={320} />}
          {links.error && !links.data && <Failed error={links.error} onRetry={() => void links.refetch()} height={240} />}
          {links.data && all.length === 0 && narrowed && <Empty title={t('noneFound')} height={200} actions={<Button size="small" onClick={() => setParams({}, { replace: true })}>{t('showAll')}</Button>}>{t('noneFoundHint')}</Empty>}
          <ul className={css.rows}>{all.map((l) => <Row key={l.id} link={l} open={String(l.id) === link} clicks={clicks.data?.get(l.code)} kept={kept} />)}</ul>
          {links.hasNextPage && <Button type="text" loading={links.isFetchingNextPage} onClick={() => void links.fetchNextPage()}>{t('more')}</Button>}
        </aside>
        <div className={`${css.detail} ${link ? '' : css.detail_behind}`}>
          {link && <LinkView key={link} id={Number(link)} />}
          {links.data && all.length === 0 && !narrowed && !link && <Empty title={t('none')} height={360} actions={may && <Button type="primary" onClick={() => setMaking('one')}>{t('new')}</Button>}>{t('noneHint')}</Empty>}
        </div>
      </div>
      {links.data && all.length === 0 && !narrowed && !link && <div className={css.phone_empty}><Empty title={t('none')} height={300} actions={may && <Button type="primary" onClick={() => setMaking('one')}>{t('new')}</Button>}>{t('noneHint')}</Empty></div>}
      {making === 'one' && <LinkForm onClose={() => setMaking(null)} />}
      {making === 'many' && <ManyLinks onClose={() => setMaking(null)} />}
    </>
  );
}

function Row({ link: l, open, clicks, kept }: { link: Link; open: boolean; clicks: number[] | undefined; kept: string }) {
  const { t } = useTranslation('links');
  const f = useFormat();
  const to = useTo();
  const Icon = kindIcons[l.kind as Kind];
  const sum = clicks?.reduce((a, b) => a + b, 0) ?? 0;
  return (
    <li>
      <To to={`${to(`links/${l.id}`)}${kept}`} className={`${css.row} ${open ? css.open : ''}`} aria-current={open ? 'page' : undefined}>
        <Icon size={18} strokeWidth={1.5} aria-hidden />
        <span className={css.row_name}><b>{l.name}</b><small>{l.partner || `/l/${l.code}`}</small></span>
        <span className={css.row_rate}>
          <span className="num">{sum > 0 ? t('clicks', { count: sum, formatted: f.number(sum) }) : t('never')}</span>
          {clicks && <Sparkline values={clicks} width={84} height={20} unfinished />}
        </span>
      </To>
    </li>
  );
}
