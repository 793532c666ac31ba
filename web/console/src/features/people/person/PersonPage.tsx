import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { GitMerge } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';

import { api, ApiError, body, type Schemas } from '@/api/client';
import { useTo } from '@/app/session';
import { Top } from '@/app/top';
import { Empty, Failed, Skeleton } from '@/design';
import { nameOf } from '../name';
import { Devices } from './Devices';
import { Ids } from './Ids';
import { PersonHead } from './PersonHead';
import css from './person.module.css';
import { Timeline } from './Timeline';
import { Traits } from './Traits';
import { Where } from './Where';

export type Person = Schemas['PeoplePerson'];

/** All that is known of one person, and all they did. */
export function PersonPage() {
  const { t } = useTranslation('people');
  const to = useTo(), navigate = useNavigate();
  const [params] = useSearchParams();
  const number = Number(useParams().person);
  const person = useQuery({
    queryKey: ['person', number], enabled: Number.isInteger(number) && number >= 0, staleTime: 10_000,
    queryFn: async ({ signal }) => body(await api.GET('/api/v1/persons/{person}', { params: { path: { person: number } }, signal })),
    retry: (times, error) => times < 2 && error instanceof ApiError && error.retry,
  });
  const p = person.data;
  const merged = p && p.person !== p.asked;
  useEffect(() => { // the address says whom one sees; the word about the merge stays
    if (p && p.person !== p.asked) void navigate(to(`people/${p.person}?merged=${p.asked}`), { replace: true });
  }, [p, navigate, to]);
  const back = <Link to={to('people')}>{t('one.back')}</Link>;

  if (!Number.isInteger(number) || (person.error instanceof ApiError && person.error.code === 'not_found')) {
    return <><Top before={back} title={t('one.missing')} /><Empty title={t('one.missing')} height={420} actions={<Button size="small" onClick={() => void navigate(to('people'))}>{t('one.toList')}</Button>}>{t('one.missingHint', { person: Number.isNaN(number) ? '?' : String(number) })}</Empty></>;
  }
  if (person.error) return <><Top before={back} /><Failed error={person.error} height={420} onRetry={() => void person.refetch()} /></>;
  if (!p || merged) return <><Top before={back} /><div data-wide><Skeleton kind="rows" height={560} words={t('one.loading')} /></div></>;
  const name = nameOf(p, t);
  return (
    <div data-wide className={css.page}>
      <Top before={back} title={name} />
      {params.has('merged') && <p className={css.merged} role="status"><GitMerge size={15} strokeWidth={1.5} aria-hidden />{t('one.merged', { name })}</p>}
      <PersonHead person={p} name={name} />
      <div className={css.columns}>
        <Timeline person={p} />
        <div className={css.column}><Traits person={p} /><Where person={p} /></div>
        <div className={css.column}><Ids person={p} /><Devices person={p} /></div>
      </div>
    </div>
  );
}

