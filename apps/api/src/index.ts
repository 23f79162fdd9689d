export { createApi, type RunningApi } from './app.js';
export type { ApiOptions } from './options.js';
