import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../../', import.meta.url));
/** Pictures of every page, and what failed. */
export const results = process.env.KITH_E2E_RESULTS ?? `${root}e2e-results`;
export const shots = `${results}/shots`;
