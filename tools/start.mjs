// `npm start`.
import './require-node.mjs';

await import('./start/main.ts');
