import type { StoredModel, StoredScore } from '@gpuflow/db';
import { featureNames, publishedHorizon, type Hash } from '@gpuflow/domain';
import type { VerifiedScore } from '@gpuflow/marketplace';

/** A score in the words of the SDL. */
export function scoreAnswer({ modelId, rates, logRoot, ...score }: StoredScore) {
  const inputs = { modelId, recentRate: rates.recent, lastingRate: rates.lasting };
  return { ...score, logRoot: hashOf(logRoot), inputs };
}

export function verificationAnswer({ served, recomputed, differences }: VerifiedScore) {
  const { logRoot, logSize, survival } = recomputed;
  return {
    holds: differences.length === 0,
    differences,
    served: scoreAnswer(served),
    logRoot: hashOf(logRoot),
    logSize,
    survival,
  };
}

export function modelAnswer({ id, version, learnedAt, horizons }: StoredModel) {
  return {
    ...{ id, version, learnedAt },
    features: featureNames,
    horizons: horizons.map(publishedHorizon),
  };
}

function hashOf(bytes: Uint8Array): Hash {
  return `0x${Buffer.from(bytes).toString('hex')}`;
}
