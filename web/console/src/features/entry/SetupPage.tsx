import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useSearchParams } from 'react-router';

import { aboutWorkspace, api, body, type Schemas } from '@/api/client';
import { useLanguage, useSchemeChoice } from '@/app/preferences';
import { Logo } from '@/app/Rail';
import { useEnter, useMe } from '@/app/session';
import { Failed, Track } from '@/design';
import { Choices } from './Choices';
import { fieldOf } from './problem';
import css from './setup.module.css';
import { DataStation } from './setup/DataStation';
import { PersonStation } from './setup/PersonStation';
import { ownZone, WorkspaceStation } from './setup/WorkspaceStation';
import { YouStation } from './setup/YouStation';

const stations = ['you', 'workspace', 'data', 'person'] as const;
type Station = (typeof stations)[number];

/** What the first two stations ask; sent together, so that nothing is half made. */
export interface Answers { code: string; name: string; email: string; password: string; workspace: Schemas['AuthNaming'] }

/** The first run, in four stations. The first two make the owner and name the workspace; the others can be left and come back to. */
export function SetupPage() {
  const { t } = useTranslation('entry');
  const { t: shell } = useTranslation('shell');
  const me = useMe();
  const setup = useQuery({ queryKey: ['setup'], retry: false, queryFn: async () => body(await api.GET('/api/setup')) });
  useEffect(() => { document.title = `${t('setup.title')} · ${shell('product')}`; }, [t, shell]);
  if (me.isPending || setup.isPending) return null;
  const error = me.error ?? setup.error;
  if (error) return <main className={css.page}><Failed error={error} onRetry={() => void Promise.all([me.refetch(), setup.refetch()])} /></main>;
  if (!me.data && !setup.data?.open) return <Navigate to="/" replace />;
  return <Wizard code={setup.data?.code ?? false} signedIn={Boolean(me.data)} />;
}

function Wizard({ code, signedIn }: { code: boolean; signedIn: boolean }) {
  const { t } = useTranslation('entry');
  const language = useLanguage(), theme = useSchemeChoice();
  const enter = useEnter();
  const [params, setParams] = useSearchParams();
  const [answers, setAnswers] = useState<Answers>(() => ({
    code: '', name: '', email: '', password: '',
    workspace: { name: '', zone: ownZone(), currency: language === 'en' ? 'USD' : 'CNY', language },
  }));
  const change = (part: Partial<Answers>) => setAnswers((a) => ({ ...a, ...part }));
  const asked = params.get('step') as Station | null;
  const station: Station = signedIn ? (asked === 'person' ? 'person' : 'data') : asked === 'workspace' && answers.email ? 'workspace' : 'you';
  const go = (next: Station) => setParams({ step: next });
  const create = useMutation({
    mutationFn: async () => body(await api.POST('/api/setup', { body: { ...answers, language, theme } })),
    onSuccess: (me) => {
      enter(me);
      aboutWorkspace(me.memberships?.[0]?.slug ?? '');
      go('data');
    },
    onError: (error) => { if (['code', 'email', 'password', 'name'].includes(fieldOf(error))) go('you'); },
  });
  const at = stations.indexOf(station);
  return (
    <main className={css.page}>
      <div className={css.sheet}>
        <header className={css.head}>
          <Logo />
          <Track label={t('setup.title')} stops={stations.map((s, i) => ({ key: s, label: t(`setup.stops.${s}`), state: i < at ? 'done' : i === at ? 'current' : 'to_come', onGo: i < at && (!signedIn || i > 1) ? () => go(s) : undefined }))} />
          <span className={css.anytime}>{signedIn && t('setup.anytime')}</span>
        </header>
        {station === 'you' && <YouStation code={code} answers={answers} onChange={change} error={create.error} onNext={() => { create.reset(); go('workspace'); }} />}
        {station === 'workspace' && <WorkspaceStation answers={answers} onChange={change} error={create.error} busy={create.isPending} onBack={() => go('you')} onNext={() => create.mutate()} />}
        {station === 'data' && <DataStation onMeet={() => go('person')} />}
        {station === 'person' && <PersonStation onBack={() => go('data')} />}
        {!signedIn && <footer className={css.foot}><Choices /></footer>}
      </div>
    </main>
  );
}
