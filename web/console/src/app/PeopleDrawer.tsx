import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
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
      {pages.data?.pages.map((page) => <Page key={page.persons?.[0]?.person ?? 0} persons={page.persons ?? []} onClose={onClose} />)}
      {pages.hasNextPage && <Button block loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>{t('peopleMore')}</Button>}
    </Drawer>
  );
}

/** One page: who they are comes a moment after their numbers. */
function Page({ persons, onClose }: { persons: Schemas['InsightPersonRow'][]; onClose: () => void }) {
  const numbers = persons.map((p) => p.person);
  const cards = useQuery({ queryKey: ['cards', numbers], enabled: numbers.length > 0, staleTime: 60_000, queryFn: async ({ signal }) => body(await api.POST('/api/v1/persons/cards', { body: { persons: numbers }, signal })) });
  return <ul className={css.list}>{persons.map((p, i) => <Row key={p.person} person={p} card={cards.data?.cards?.[i]} onClose={onClose} />)}</ul>;
}

function Row({ person, card, onClose }: { person: Schemas['InsightPersonRow']; card: Schemas['PeopleCard'] | undefined; onClose: () => void }) {
  const { t } = useTranslation('design');
  const to = useTo();
  const f = useFormat();
  const known = person.ids?.find((i) => i.kind === 'user');
  const anonymous = card ? card.named_by === 'anonymous' : !known;
  const name = anonymous ? t('anonymous') : card?.name || known?.id || t('anonymous');
  const id = (known ?? person.ids?.[0])?.id ?? '';
  return (
    <li>
      <Link className={css.row} to={to(`people/${card?.person ?? person.person}`)} onClick={onClose}>
        <Avatar name={name} id={card?.person ?? person.person} anonymous={anonymous} />
        <span className={css.name}>{name}</span>
        <span className={css.id}>{id === name ? '' : id}</span>
        {card?.last_seen && <time className={css.when} dateTime={card.last_seen}>{f.ago(card.last_seen)}</time>}
        <ChevronRight size={16} strokeWidth={1.5} aria-hidden />
      </Link>
    </li>
  );
}
