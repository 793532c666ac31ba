/** What is kept on the device, as text by name. Every driver is synchronous, so that tabs see each other's writes at once. */
export interface Store {
  get(name: string): string | null;
  set(name: string, value: string): void;
  remove(name: string): void;
  names(prefix: string): string[];
}

/** For who may not or does not want to be remembered: it ends with the page. */
export function memory(): Store {
  const kept = new Map<string, string>();
  return {
    get: (n) => kept.get(n) ?? null,
    set: (n, v) => void kept.set(n, v),
    remove: (n) => void kept.delete(n),
    names: (p) => [...kept.keys()].filter((n) => n.startsWith(p)),
  };
}

/** The browser's localStorage, or null where it is denied. Looking writes nothing: there may be no consent yet. */
export function local(): Store | null {
  try {
    const s = localStorage;
    s.getItem('kith');
    return {
      get: (n) => s.getItem(n),
      set: (n, v) => s.setItem(n, v),
      remove: (n) => s.removeItem(n),
      names: (p) => Object.keys(s).filter((n) => n.startsWith(p)),
    };
  } catch {
    return null;
  }
}

/** Cookies of this site; with a domain such as .example.com, of all its subdomains. Browsers keep them 400 days at most. */
export function cookies(domain?: string): Store | null {
  if (!navigator.cookieEnabled) return null;
  const attributes = `;path=/;SameSite=Lax${location.protocol === 'https:' ? ';Secure' : ''}${domain ? `;domain=${domain}` : ''}`;
  const all = () => document.cookie.split('; ').map((c) => [c.slice(0, c.indexOf('=')), c.slice(c.indexOf('=') + 1)] as const);
  const name = (n: string) => n.replace(/[^\w.-]/g, '_');
  return {
    get: (n) => { const c = all().find(([k]) => k === name(n)); return c ? decodeURIComponent(c[1]) : null; },
    set: (n, v) => { document.cookie = `${name(n)}=${encodeURIComponent(v)};max-age=34560000${attributes}`; },
    remove: (n) => { document.cookie = `${name(n)}=;max-age=0${attributes}`; },
    names: (p) => all().map(([k]) => k).filter((k) => k.startsWith(name(p))),
  };
}
