/** Every page of the demo that is looked at in all looks and searched by axe; a row a page. Address below the workspace. */
export const pages: { name: string; path: string }[] = [
  { name: 'today', path: 'today' },
  { name: 'imports', path: 'imports' },
  { name: 'sql', path: 'sql' },
  { name: 'people', path: 'people' },
  { name: 'person', path: 'people/1' },
  { name: 'settings-workspace', path: 'settings/workspace' },
  { name: 'settings-operators', path: 'settings/operators' },
  { name: 'settings-tokens', path: 'settings/tokens' },
  { name: 'settings-me', path: 'settings/me' },
];
