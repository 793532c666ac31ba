import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { api, body, type Schemas } from '@/api/client';
import { Avatar, Empty, Failed, Skeleton } from '@/design';
import type { Behind } from './people';
import css from './people.module.css';
import { useFormat, useTo } from './session';

/** The people behind a number, page by page, each a way to their own page. */
export function PeopleDrawer({ behind, onClose }: { behind: Behind; onClose: () => void }) {
  const { t } = useTranslation('design');
  const f = useFormat();
  const pages = useInfiniteQuery({
    queryKey: ['behind', behind.question, behind.cell],
    initialPageParam: 0,
    queryFn: async ({ pageParam, signal }) => body(await api.POST('/api/v1/questions/persons', { body: { question: behind.question, cell: behind.cell, after: pageParam || undefined, limit: 50 }, signal })),
    getNextPageParam: (last) => last.next,
  });
  const people = pages.data?.pages.flatMap((p) => p.persons ?? []) ?? [];
  return (
    <Drawer open onClose={onClose} size={380} title={behind.title} closable={{ 'aria-label': t('close'), placement: 'end' }} destroyOnHidden>
      {behind.count !== undefined && <p className={`num ${css.count}`}>{t('peopleCount', { count: behind.count, formatted: f.number(behind.count) })}</p>}
      {pages.isPending && <Skeleton kind="rows" height={420} words={t('peopleLoading')} />}
      {pages.error && <Failed error={pages.error} onRetry={() => void pages.refetch()} height={240} />}
      {pages.data && people.length === 0 && <Empty title={t('peopleNone')} height={200} />}
      <ul className={css.list}>{people.map((p) => <Row key={p.person} person={p} onClose={onClose} />)}</ul>
      {pages.hasNextPage && <Button block loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>{t('peopleMore')}</Button>}
    </Drawer>
  );
}

function Row({ person, onClose }: { person: Schemas['InsightPersonRow']; onClose: () => void }) {
  const { t } = useTranslation('design');
  const to = useTo();
  const known = person.ids?.find((i) => i.kind === 'user');
  const first = known ?? person.ids?.[0];
  const name = known ? known.id : t('anonymous');
  return (
    <li>
      <Link className={css.row} to={to(`people/${person.person}`)} onClick={onClose}>
        <Avatar name={name} id={person.person} anonymous={!known} />
        <span className={css.name}>{name}</span>
        <span className={`mono ${css.id}`}>{first && first !== known ? first.id : ''}</span>
        <ChevronRight size={16} strokeWidth={1.5} aria-hidden />
      </Link>
    </li>
  );
}
