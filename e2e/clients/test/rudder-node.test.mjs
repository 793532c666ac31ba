import { nodeProgram } from '../lib/program.mjs';
import { scenario } from '../lib/scenario.mjs';

const givesUp = 'it tries three times within a second, and then drops the batch';

// What it queued while all was calm goes with a batch that is given up a moment later.
scenario({ name: 'rudder-sdk-node', loses: { calm: givesUp, refusing: givesUp, slow: givesUp, losing: givesUp, down: givesUp }, open: (place) => nodeProgram('rudder-node', place) });
