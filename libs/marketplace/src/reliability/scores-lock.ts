/** Held by whoever computes scores or teaches them, so that each round goes on from the one before. */
export const scoresLock = 'scores';
