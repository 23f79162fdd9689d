import type { BeatPolicy, BeatSession } from '@gpuflow/domain';

/** A session as the agent is told of it. */
export function sessionAnswer(
  { id, key, expiresAt }: BeatSession,
  { beatEverySeconds }: BeatPolicy,
) {
  return { id, key: `0x${Buffer.from(key).toString('hex')}`, expiresAt, beatEverySeconds };
}
