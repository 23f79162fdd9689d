const retryMsMin = 1_000;
const retryMsMax = 60_000;

/**
 * When to try an intent again: after half of its age, so that the pauses grow by themselves, but at least a second and
 * at most a minute from `now`.
 */
export function retryAt(createdAt: Date, now: Date): Date {
  const halfAgeMs = (now.getTime() - createdAt.getTime()) / 2;
  return new Date(now.getTime() + Math.min(Math.max(halfAgeMs, retryMsMin), retryMsMax));
}
