import { nodeProgram } from '../lib/program.mjs';
import { scenario } from '../lib/scenario.mjs';

const givesUp = 'it tries three times within a second, and then drops the batch';

scenario({ name: 'rudder-sdk-node', loses: { refusing: givesUp, slow: givesUp, losing: givesUp, down: givesUp }, open: (place) => nodeProgram('rudder-node', place) });
