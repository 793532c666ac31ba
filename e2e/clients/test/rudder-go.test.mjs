import { goProgram } from '../lib/program.mjs';
import { scenario } from '../lib/scenario.mjs';

scenario({ name: 'rudder analytics-go', open: (place) => goProgram('rudder', place) });
