/** Calls back when a page of an app that changes its address by itself becomes another; what stands behind # does not count. */
export function navigations(changed: (from: string) => void): void {
  const here = () => location.origin + location.pathname + location.search;
  let at = here(), from = location.href;
  const look = () => {
    if (here() === at) { from = location.href; return; }
    const before = from;
    at = here();
    from = location.href;
    setTimeout(() => changed(before)); // by then the app has set its title
  };
  for (const name of ['pushState', 'replaceState'] as const) {
    const original = history[name].bind(history);
    history[name] = (...args: Parameters<History['pushState']>) => { original(...args); look(); };
  }
  addEventListener('popstate', look);
}
