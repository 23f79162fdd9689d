export { run } from './program.js';
export type { ExitStatus, Terminal } from './terminal.js';
