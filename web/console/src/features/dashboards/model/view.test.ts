import { describe, expect, it } from 'vitest';

import type { Shared } from './types';
import { choose, isOverridden, overridden } from './view';

const shared: Shared = { range: { last: '30d' }, where: [], compare: true };
const round = (next: Shared) => overridden(choose(new URLSearchParams('edit=1'), shared, next), shared);

describe('a view in the address', () => {
  it('comes back as it was chosen', () => {
    for (const next of [
      { range: { last: '7d' }, where: [], compare: true },
      { range: { from: '2026-11-01', to: '2026-11-18' }, where: [{ property: 'platform', op: 'eq' as const, values: ['iOS', '微信'] }], compare: false },
    ]) expect(round(next)).toEqual(next);
  });
  it('is empty when it is the dashboard’s own', () => {
    const params = choose(new URLSearchParams('edit=1&last=7d'), shared, shared);
    expect(params.toString()).toBe('edit=1');
    expect(isOverridden(params)).toBe(false);
  });
  it('ignores what cannot be', () => {
    for (const text of ['last=soon', 'from=2026-11-01', 'where=%7B', 'where=[1]', 'last=0d']) expect(overridden(new URLSearchParams(text), shared)).toEqual(shared);
  });
});
