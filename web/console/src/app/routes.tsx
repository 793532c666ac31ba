import { createBrowserRouter, type RouteObject } from 'react-router';

import { Crashed } from './Crashed';
import { features } from './features';
import { Gate } from './Gate';
import { NotFound } from './NotFound';
import { Shell } from './Shell';

const routes: RouteObject[] = [
  // Anyone may come to these.
  ...([
    ['/gallery', async () => ({ Component: (await import('@/features/gallery/GalleryPage')).GalleryPage })],
    ['/welcome', async () => ({ Component: (await import('@/features/entry/WelcomePage')).WelcomePage })],
    ['/setup', async () => ({ Component: (await import('@/features/entry/SetupPage')).SetupPage })],
  ] as const).map(([path, lazy]): RouteObject => ({ path, lazy, ErrorBoundary: Crashed, HydrateFallback: () => null })),
  {
    Component: Gate,
    ErrorBoundary: Crashed,
    // Until the first page has arrived the window stays blank: it takes less than a glance.
    HydrateFallback: () => null,
    children: [
      { index: true, Component: () => null },
      {
        path: '/:ws',
        Component: Shell,
        children: [
          // A page that fails leaves the shell standing.
          { ErrorBoundary: Crashed, children: [...features.flatMap((f) => f.routes), { path: '*', Component: NotFound }] },
        ],
      },
    ],
  },
];

export const router = createBrowserRouter(routes);
