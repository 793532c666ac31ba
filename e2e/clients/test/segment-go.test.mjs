import { goProgram } from '../lib/program.mjs';
import { scenario } from '../lib/scenario.mjs';

scenario({ name: 'segment analytics-go', open: (place) => goProgram('segment', place) });
