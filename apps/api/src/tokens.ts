/** What Nest injects that is no class: the market, and what the API was started with. */
export const MARKET = Symbol('market');
export const API_OPTIONS = Symbol('api options');
