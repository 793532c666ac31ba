/** Every page of the demo that is looked at in all looks and searched by axe; a row a page. Address below the workspace. */
export const pages: { name: string; path: string }[] = [
  { name: 'today', path: 'today' },
  { name: 'dashboards', path: 'dashboards' },
  { name: 'dashboard', path: 'dashboards/2' },
  { name: 'dashboard-edit', path: 'dashboards/2?edit=1' },
  { name: 'people', path: 'people' },
  { name: 'person', path: 'people/1' },
  { name: 'settings-workspace', path: 'settings/workspace' },
  { name: 'settings-operators', path: 'settings/operators' },
  { name: 'settings-tokens', path: 'settings/tokens' },
  { name: 'settings-me', path: 'settings/me' },
];
