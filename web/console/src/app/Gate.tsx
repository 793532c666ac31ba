import { useEffect } from 'react';
import { Navigate, Outlet, useParams } from 'react-router';

import { aboutWorkspace } from '@/api/client';
import { Failed } from '@/design';
import { useExpired } from './expired';
import css from './gate.module.css';
import { lazyPart } from './lazy';
import { NotFound } from './NotFound';
import { Nowhere } from './Nowhere';
import { useAccountPreferences } from './choices';
import { useMe, useWorkspaces } from './session';

const SignInAgain = lazyPart(() => import('@/features/entry/SignInAgain').then((m) => m.SignInAgain));
const SignIn = lazyPart(() => import('@/features/entry/SignInPage').then((m) => m.SignInPage));

/** Lets in who is signed in, and leads to a workspace. */
export function Gate() {
  const me = useMe();
  if (me.isPending) return null;
  if (me.error) return <main className={css.alone}><Failed error={me.error} onRetry={() => void me.refetch()} /></main>;
  if (!me.data) return <SignIn />;
  return <Inside />;
}

function Inside() {
  const { ws } = useParams();
  const all = useWorkspaces();
  const expired = useExpired();
  useAccountPreferences();
  const here = all.data?.find((w) => w.slug === ws);
  // Children ask as they are rendered, so this cannot wait for an effect.
  if (here) aboutWorkspace(here.slug);
  useEffect(() => { if (here) localStorage.setItem('kith.workspace', here.slug); }, [here]);
  if (all.isPending) return null;
  if (all.error) return <main className={css.alone}><Failed error={all.error} onRetry={() => void all.refetch()} /></main>;
  if (!ws) {
    const last = localStorage.getItem('kith.workspace');
    const first = (all.data ?? []).find((w) => w.slug === last) ?? all.data?.[0];
    if (first) return <Navigate to={`/${first.slug}/today`} replace />;
  }
  if (all.data?.length === 0) return <Nowhere />;
  return <>{here ? <Outlet /> : <main className={css.alone}><NotFound /></main>}{expired && <SignInAgain />}</>;
}
