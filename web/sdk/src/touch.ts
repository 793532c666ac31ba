/** Where a visit comes from, by the names that the server asks about. */
export type Touch = Record<string, string>;

const campaign = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_content', 'utm_term'];
const clicks = 'gad_source mc_cid gclid gclsrc dclid gbraid wbraid fbclid msclkid twclid li_fat_id igshid ttclid rdt_cid epik qclid sccid irclid _kx'.split(' ');

/** What an address and a referrer say; null when they say nothing: a page opened within the site is no new touch. */
export function touch(url: string, referrer: string): Touch | null {
  const to = parse(url), from = parse(referrer), found: Touch = {};
  for (const name of [...campaign, ...clicks]) {
    const value = to?.searchParams.get(name);
    if (value) found[name] = value.slice(0, 200);
  }
  if (from && from.host !== to?.host) {
    found.$referrer = referrer.slice(0, 1000);
    found.$referring_domain = from.hostname;
  }
  return Object.keys(found).length ? found : null;
}

/** The first touch, as traits that are set once. */
export function initial(t: Touch, url: string): Touch {
  const out: Touch = { $initial_current_url: url.slice(0, 1000) };
  for (const [name, value] of Object.entries(t)) out[`$initial_${name.replace('$', '')}`] = value;
  return out;
}

function parse(text: string): URL | null {
  try { return new URL(text); } catch { return null; }
}
