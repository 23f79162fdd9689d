import type { BeatPolicy, BeatSession } from '@gpuflow/domain';
import type { BeatKeys } from '@gpuflow/marketplace';

/** A session as the agent is told of it. */
export function sessionAnswer(
  { id, expiresAt }: BeatSession,
  keys: BeatKeys,
  { beatEverySeconds }: BeatPolicy,
) {
  const key = `0x${Buffer.from(keys.of(id)).toString('hex')}`;
  return { id, key, expiresAt, beatEverySeconds };
}
