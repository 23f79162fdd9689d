/** What the API of a benchmark is given as its secret, so that the benchmark can sign as agents do. */
export const apiSecret = new TextEncoder().encode('of benchmarks, and nothing else.');
