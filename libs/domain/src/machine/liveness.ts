/** NEVER_SEEN: enrolled, no beat yet. SILENT: it beat once, and stopped. */
export type Liveness = 'NEVER_SEEN' | 'ONLINE' | 'SILENT';

/** How often machines beat, and how many beats may go missing before a machine counts as silent. */
export interface BeatPolicy {
  beatEverySeconds: number;
  missedBeatsMax: number;
}

/**
 * What the last proof of life says at `now`. Silence is judged only from `acceptingSince`, when the API last began to
 * accept beats: if ours was the silence, it is nobody's fault.
 */
export function judgeLiveness(
  lastBeatAt: Date | undefined,
  now: Date,
  acceptingSince: Date,
  policy: BeatPolicy,
): Liveness {
  if (lastBeatAt === undefined) return 'NEVER_SEEN';
  const heardUntil = silentSince({ lastBeatAt }, acceptingSince).getTime();
  const graceMs = policy.beatEverySeconds * policy.missedBeatsMax * 1000;
  return now.getTime() - heardUntil > graceMs ? 'SILENT' : 'ONLINE';
}

/** The moment from which on a machine's silence is its own: its last proof of life, or when we began to listen. */
export function silentSince(
  { lastBeatAt }: { lastBeatAt: Date | undefined },
  acceptingSince: Date,
): Date {
  if (lastBeatAt === undefined || lastBeatAt < acceptingSince) return acceptingSince;
  return lastBeatAt;
}
