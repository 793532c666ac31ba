/** Every page of the demo that is looked at in all looks and searched by axe; a row a page. Address below the workspace. */
export const pages: { name: string; path: string }[] = [{ name: 'today', path: 'today' }, { name: 'imports', path: 'imports' }];
