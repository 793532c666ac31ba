import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { api, body, type Schemas } from '@/api/client';
import { entries } from '@/app/features';
import { Avatar, Empty, Failed, Skeleton } from '@/design';
import css from '../setup.module.css';
import { usePlace } from './place';

/** Who did the first event that ever came, out of the real answer to a question. */
async function firstPerson(signal: AbortSignal): Promise<{ person: Schemas['InsightPersonRow']; event: string } | null> {
  const event = (body(await api.GET('/api/v1/names', { signal })).events ?? [])[0];
  if (!event) return null;
  const question: Schemas['InsightQuestion'] = { range: { last: '365d' }, trend: { unit: 'total', series: [{ event, measure: 'unique' }] } };
  const page = body(await api.POST('/api/v1/questions/persons', { body: { question, cell: { series: 0 }, limit: 1 }, signal }));
  const person = page.persons?.[0];
  return person ? { person, event } : null;
}

/** The point of it all: somebody is there. */
export function PersonStation({ onBack }: { onBack: () => void }) {
  const { t } = useTranslation('entry');
  const place = usePlace();
  const first = useQuery({ queryKey: ['setup', 'person', place?.slug], enabled: Boolean(place), queryFn: ({ signal }) => firstPerson(signal) });
  if (!place) return null;
  const to = (path: string) => `/${place.slug}/${path}`;
  const known = first.data?.person.ids?.find((i) => i.kind === 'user');
  const id = (known ?? first.data?.person.ids?.[0])?.id ?? '';
  return (
    <div className={css.station}>
      {first.isPending && <Skeleton kind="line" height={220} />}
      {first.error && <Failed height={220} error={first.error} onRetry={() => void first.refetch()} />}
      {first.data === null && <Empty height={220} title={t('setup.person.nobody')} actions={<Button size="small" onClick={onBack}>{t('setup.person.toData')}</Button>}>{t('setup.person.nobodyHint')}</Empty>}
      {first.data && (
        <>
          <h1>{t('setup.person.title')}</h1>
          <div className={css.person}>
            <Avatar name={id} id={first.data.person.person} size={44} anonymous={!known} />
            <div className={css.who}><b>{id}</b><p>{t('setup.person.did', { event: first.data.event })} · {t(known ? 'setup.person.known' : 'setup.person.anonymous')}</p></div>
            {entries.some((e) => e.path === 'people') && <Link to={to(`people/${first.data.person.person}`)}>{t('setup.person.timeline')}</Link>}
          </div>
        </>
      )}
      <div className={css.actions}>
        <Link to={to('today')}><Button type="primary">{t('setup.person.enter')}</Button></Link>
        <Link to={to('settings/operators?invite')}><Button>{t('setup.person.invite')}</Button></Link>
      </div>
    </div>
  );
}
