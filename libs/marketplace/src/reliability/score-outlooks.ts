import { scoreModels, scores, type StoredModel, type StoredScore, type Tx } from '@gpuflow/db';
import { cutAt, keepingAll, scoreOutlook, type ScoreOutlook } from '@gpuflow/domain';

import { sha256 } from './sha256.js';

/** The bound that lists are ranked by. Hours. */
const listedHours = 24;

/** What would raise, and what would lower, the listed bound of those of these machines that have a score. */
export async function scoreOutlooks(
  tx: Tx,
  machineIds: readonly string[],
): Promise<Map<string, ScoreOutlook>> {
  const model = await scoreModels.last(tx);
  if (model === undefined) return new Map();
  const served = await scores.findMany(tx, machineIds);
  return new Map(await outlooksOf(tx, served, model));
}

async function outlooksOf(tx: Tx, served: readonly StoredScore[], { horizons }: StoredModel) {
  const horizon = horizons.find(({ hours }) => hours === listedHours);
  const kept = await scores.keptLogs(
    tx,
    served.map(({ machineId }) => machineId),
  );
  const places = [...kept].map(([machineId, { state }]) => ({
    machineId,
    since: new Date(state.until),
  }));
  const latest = new Date(Math.max(0, ...served.map(({ asOf }) => asOf.getTime())));
  const logs = await scores.intervalsSince(tx, places, latest);
  return served.flatMap(({ machineId, asOf, rates }): [string, ScoreOutlook][] => {
    const log = kept.get(machineId);
    if (log === undefined || horizon === undefined) return [];
    const rest = cutAt(logs.get(machineId) ?? [], asOf);
    const { state } = keepingAll(log, rest, sha256);
    return [[machineId, scoreOutlook(state, rates, horizon)]];
  });
}
