import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Segmented, Select } from 'antd';
import { Plus, Search, Star } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';

import { api, body } from '@/api/client';
import { useFormat, useMe, useTo } from '@/app/session';
import { Top } from '@/app/top';
import { Card, Empty, Failed, Skeleton } from '@/design';
import { kindIcons } from '../icons';
import { isKind, kinds, type Kind } from '../model/question';
import { sentence } from '../model/sentence';
import { useNames } from '../names';
import type { Insight } from '../saved';
import css from './list.module.css';

const sorts = ['changed', 'viewed', 'name'] as const;
const whose = ['all', 'favourites', 'mine'] as const;

/** Every saved insight, to find and open; above them the eight ways to ask. */
export function InsightsPage() {
  const { t } = useTranslation('insights');
  const { ws } = useParams();
  const me = useMe().data;
  const [params, setParams] = useSearchParams();
  const kindText = params.get('kind') ?? undefined;
  const kind = isKind(kindText) ? kindText : undefined;
  const of = whose.find((w) => w === params.get('of')) ?? 'all', sort = sorts.find((s) => s === params.get('sort')) ?? 'changed';
  const search = params.get('q') ?? '';
  const set = (key: string, value: string | undefined) => setParams((had) => { const p = new URLSearchParams(had); if (value) p.set(key, value); else p.delete(key); return p; }, { replace: true });
  const list = useInfiniteQuery({
    queryKey: ['insights', ws, kind, of, sort, search, of === 'mine' ? me?.operator : 0],
    initialPageParam: '', placeholderData: keepPreviousData,
    queryFn: async ({ pageParam, signal }) => body(await api.GET('/api/v1/insights', { params: { query: { kind, favourite: of === 'favourites' || undefined, owner: of === 'mine' ? me?.operator : undefined, sort, search: search || undefined, after: pageParam || undefined, limit: 50 } }, signal })),
    getNextPageParam: (last) => last.next,
  });
  const rows = list.data?.pages.flatMap((p) => p.insights ?? []) ?? [];
  const narrowed = Boolean(kind || search || of !== 'all');
  return (
    <div className={css.page}>
      <Top note={undefined} />
      <Start />
      <div className={css.bar}>
        <SearchBox value={search} onChange={(q) => set('q', q)} />
        <Segmented value={of} onChange={(o) => set('of', o === 'all' ? undefined : o)} options={whose.map((w) => ({ value: w, label: t(`list.${w}`) }))} aria-label={t('list.owner')} />
        <Select value={kind ?? ''} onChange={(k) => set('kind', k || undefined)} options={[{ value: '', label: t('list.everyKind') }, ...kinds.map((k) => ({ value: k, label: t(`kind.${k}`) }))]} aria-label={t('list.kind')} style={{ width: 132 }} />
        <Select value={sort} onChange={(s) => set('sort', s === 'changed' ? undefined : s)} options={sorts.map((s) => ({ value: s, label: t(`list.sort.${s}`) }))} aria-label={t('list.changed')} style={{ width: 132 }} />
      </div>
      <Card flush label={t('title')}>
        {list.isPending && <Skeleton kind="rows" height={360} />}
        {list.error && !list.data && <Failed error={list.error} height={360} onRetry={() => void list.refetch()} />}
        {list.data && rows.length === 0 && (narrowed ? <Empty title={t('list.none')} height={240} actions={<Button size="small" onClick={() => setParams({}, { replace: true })}>{t('list.clear')}</Button>}>{t('list.noneWhy')}</Empty> : <Empty title={t('list.empty')} height={240}>{t('list.emptyWhy')}</Empty>)}
        <ul>{rows.map((i) => <Row key={i.id} insight={i} mine={i.owner !== 0 && i.owner === me?.operator} />)}</ul>
        {list.hasNextPage && <div className={css.more}><Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('list.more')}</Button></div>}
      </Card>
    </div>
  );
}

function Start() {
  const { t } = useTranslation('insights');
  const to = useTo();
  return (
    <nav className={css.start} aria-label={t('list.start')}>
      {kinds.map((k) => <KindLink key={k} kind={k} to={to(`insights/new/${k}`)} />)}
    </nav>
  );
}

function KindLink({ kind, to }: { kind: Kind; to: string }) {
  const { t } = useTranslation('insights');
  const Icon = kindIcons[kind];
  return <Link to={to} className={css.kind}><span className={css.kindHead}><Icon size={17} strokeWidth={1.5} aria-hidden />{t(`kind.${kind}`)}<Plus size={14} strokeWidth={1.5} aria-hidden /></span><small>{t(`about.${kind}`)}</small></Link>;
}

function SearchBox({ value, onChange }: { value: string; onChange: (q: string | undefined) => void }) {
  const { t } = useTranslation('insights');
  const [text, setText] = useState(value);
  useEffect(() => { setText(value); }, [value]);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onChange(text.trim() || undefined), 150);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);
  return <Input className={css.search} prefix={<Search size={15} strokeWidth={1.5} />} value={text} allowClear onChange={(e) => setText(e.target.value)} placeholder={t('list.search')} aria-label={t('list.search')} />;
}

function Row({ insight: i, mine }: { insight: Insight; mine: boolean }) {
  const { t } = useTranslation('insights');
  const f = useFormat(), names = useNames(), to = useTo();
  const { ws } = useParams();
  const client = useQueryClient();
  const Icon = kindIcons[i.kind];
  const toggle = async () => {
    await api.PUT('/api/v1/insights/{insight}/mark', { params: { path: { insight: i.id } }, body: { favourite: !i.favourite } });
    void client.invalidateQueries({ queryKey: ['insights', ws] });
    void client.invalidateQueries({ queryKey: ['insight', ws, i.id] });
  };
  return (
    <li className={css.row}>
      <button type="button" className={css.star} aria-pressed={i.favourite} aria-label={`${t(i.favourite ? 'page.unfavourite' : 'page.favourite')} ${i.name}`} onClick={() => void toggle()}><Star size={15} strokeWidth={1.5} className={i.favourite ? css.on : undefined} /></button>
      <Link to={to(`insights/${i.id}`)} className={css.link}>
        <span className={css.name}><Icon size={15} strokeWidth={1.5} aria-hidden />{i.name}</span>
        <span className={css.says}>{sentence(i.question, { t, f, names }).map((x) => x.text).join('')}</span>
        <span className={css.meta}>{t(mine ? 'list.me' : i.owner === 0 ? 'list.program' : 'list.colleague')}</span>
        <span className={`num ${css.meta}`}>{f.ago(i.changed)}</span>
      </Link>
    </li>
  );
}
