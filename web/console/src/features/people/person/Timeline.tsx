import { Button, Segmented } from 'antd';
import { ArrowUp } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/app/session';
import { Card, Empty, Failed, Skeleton } from '@/design';
import { EventFilter } from './EventFilter';
import { EventGroup } from './EventGroup';
import { byDay, bySession, common } from './grouping';
import type { Person } from './PersonPage';
import css from './timeline.module.css';
import { endOf, useTimeline, useTimelineView } from './useTimeline';

/** What the person did, session by session, as far back as one scrolls. */
export function Timeline({ person: p }: { person: Person }) {
  const { t } = useTranslation('people');
  const f = useFormat();
  const view = useTimelineView();
  const { pages, all, sessions } = useTimeline(p.person, view.events, view.until);
  const groups = useMemo(() => (view.single ? byDay(all, (at) => f.day(at) + new Date(at).getFullYear()) : bySession(all, sessions)), [view.single, all, sessions, f]);
  const usual = useMemo(() => common(all), [all]);
  const end = useMore(pages.hasNextPage && !pages.isFetchingNextPage && !pages.isFetchNextPageError, () => void pages.fetchNextPage());
  const total = (p.names ?? []).filter((n) => view.events.length === 0 || view.events.includes(n.event)).reduce((n, x) => n + x.events, 0);

  return (
    <Card flush className={css.card} title={t('one.timeline')} note={f.number(total)}
      extra={(
        <>
          <Segmented size="small" value={view.single ? 'each' : 'session'} aria-label={t('one.timeline')} onChange={(v) => view.change({ single: v === 'each' })}
            options={[{ value: 'session', label: t('one.bySession') }, { value: 'each', label: t('one.oneByOne') }]} />
          <EventFilter names={p.names ?? []} chosen={view.events} onChange={(events) => view.change({ events })} />
        </>
      )}>
      {(view.until || view.events.length > 0) && (
        <p className={css.now}>
          {view.until && <span>{t('one.until', { day: f.day(endOf(view.until, f.zone)) })}<button type="button" onClick={() => view.change({ until: null })}>{t('one.toNewest')}</button></span>}
          {view.events.length > 0 && <span>{t('one.filtered', { count: view.events.length })}<button type="button" onClick={() => view.change({ events: [] })}>{t('one.filterOff')}</button></span>}
        </p>
      )}
      {pages.isPending ? <div className={css.inside}><Skeleton kind="rows" height={480} words={t('one.loading')} /></div>
        : pages.error && all.length === 0 ? <Failed error={pages.error} height={320} onRetry={() => void pages.refetch()} />
        : all.length === 0 ? <Empty title={t('one.nothing')} height={280}>{t('one.nothingHint')}</Empty>
        : (
          <div className={css.inside}>
            {view.until && pages.hasPreviousPage && <Button block size="small" type="text" icon={<ArrowUp size={14} aria-hidden />} loading={pages.isFetchingPreviousPage} onClick={() => void pages.fetchPreviousPage()}>{t('one.newer')}</Button>}
            {groups.map((g) => <EventGroup key={g.key} group={g} usual={usual} single={view.single} currency={p.spent?.currency} />)}
            <div ref={end} className={css.end} role="status">
              {pages.isFetchNextPageError ? <Button size="small" onClick={() => void pages.fetchNextPage()}>{t('design:retry')}</Button>
                : pages.hasNextPage ? t('one.loadingMore')
                : view.events.length === 0 && <><b>{t('one.begin')}</b><span>{t('one.beginNote', { when: f.moment(all.at(-1)?.at ?? 0) })}</span></>}
            </div>
          </div>
        )}
    </Card>
  );
}

/** Calls for more when the end comes near. */
function useMore(wanted: boolean, more: () => void) {
  const ref = useRef<HTMLDivElement>(null);
  const latest = useRef(more);
  latest.current = more;
  useEffect(() => {
    const e = ref.current;
    if (!e || !wanted) return;
    const seen = new IntersectionObserver((all) => { if (all.some((x) => x.isIntersecting)) latest.current(); }, { root: e.closest('main'), rootMargin: '800px 0px' });
    seen.observe(e);
    return () => seen.disconnect();
  }, [wanted]);
  return ref;
}
