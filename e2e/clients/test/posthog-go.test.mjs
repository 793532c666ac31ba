import { goProgram } from '../lib/program.mjs';
import { scenario } from '../lib/scenario.mjs';

scenario({ name: 'posthog-go', open: (place) => goProgram('posthog', place) });
