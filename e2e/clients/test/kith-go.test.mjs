import { goProgram } from '../lib/program.mjs';
import { scenario } from '../lib/scenario.mjs';

scenario({ name: 'kith/client', open: (place) => goProgram('kith', place) });
