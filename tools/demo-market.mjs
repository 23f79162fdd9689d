// `npm run demo:market`.
import './require-node.mjs';

await import('./demo/show-market.ts');
