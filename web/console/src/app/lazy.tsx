import { lazy, Suspense, type ComponentType } from 'react';

/** A part that is fetched when it is first shown. */
export function lazyPart<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  const Part = lazy(async () => ({ default: await load() }));
  const Lazy = (props: P) => <Suspense fallback={null}><Part {...props} /></Suspense>;
  return Lazy;
}
