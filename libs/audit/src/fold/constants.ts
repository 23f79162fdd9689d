/** Prices are per hour of so many seconds. */
export const HOUR_SECONDS = 3600n;
/** Fees are in so many parts. */
export const FEE_PARTS = 10_000n;
/** `Offer.class`: gives way to a better bid. */
export const INTERRUPTIBLE = 1;
/** `HaltKind`: the machine is down, and nothing is charged. */
export const DOWN = 0;
export const NO_HASH = `0x${'00'.repeat(32)}` as const;
