/** `npm start -- --once --json | node tools/check-example.mjs` fails unless the example's money is exact. */
import { readFileSync } from 'node:fs';

import { readExample } from './example-figures.mjs';

const readyMs = readExample(readFileSync(0, 'utf8'));
console.log(`The example's money is exact; it was ready after ${readyMs} ms`);
