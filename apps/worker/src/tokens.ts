/** What Nest injects that is no class: the market, and what the worker was started with. */
export const MARKET = Symbol('market');
export const WORKER_OPTIONS = Symbol('worker options');
