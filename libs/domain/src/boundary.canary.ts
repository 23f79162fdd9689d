/**
 * Breaks every rule about what the domain may import. Nothing runs or builds it; the check
 * `npm run lint:canary` fails unless the linter reports each of the three.
 */
import 'node:fs';
import '@gpuflow/db';
import 'viem';
