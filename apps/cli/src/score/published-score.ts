import { operations, type ApiClient } from '@gpuflow/api-client';
import {
  modelAsPublished,
  type Interval,
  type ScoreBasis,
  type ServedScore,
} from '@gpuflow/domain';

/** What an operator publishes of a machine's score. */
export interface PublishedScore {
  claimed: ServedScore;
  basis: ScoreBasis;
  /** The whole log, the oldest first. */
  log: Interval[];
}

/** An operator has published no such thing. */
export class NothingPublished extends Error {
  override readonly name = 'NothingPublished';
}

/** Reads a machine's score, the model that it names, and the machine's log. Throws {@link NothingPublished}. */
export async function publishedScore(api: ApiClient, machineId: string): Promise<PublishedScore> {
  const { machine } = await api.query(operations.machineScore, { machineId });
  if (machine === null) throw new NothingPublished(`the API knows no machine ${machineId}`);
  const { score } = machine;
  if (score === null) throw new NothingPublished(`machine ${machineId} has no score yet`);
  const { inputs, logRoot, ...served } = score;
  const { scoreModel } = await api.query(operations.scoreModel, { id: inputs.modelId });
  if (scoreModel === null) throw new NothingPublished(`the API has no model ${inputs.modelId}`);
  return {
    claimed: { ...served, logRoot: Uint8Array.from(Buffer.from(logRoot.slice(2), 'hex')) },
    basis: {
      rates: { recent: inputs.recentRate, lasting: inputs.lastingRate },
      models: scoreModel.horizons.map(modelAsPublished),
    },
    log: await publishedLog(api, machineId, score.computedAt),
  };
}

const pageSize = 500;

/** Pages go backwards from the newest, so that what is added meanwhile changes none. */
async function publishedLog(api: ApiClient, machineId: string, now: Date): Promise<Interval[]> {
  const log: Interval[] = [];
  let after: string | null = null;
  do {
    const page: Page | undefined = await pageOf(api, machineId, after);
    for (const { node } of page?.edges ?? []) log.push({ ...node, until: node.until ?? now });
    after = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return log.toReversed();
}

type Page = NonNullable<Awaited<ReturnType<typeof pageOf>>>;

async function pageOf(api: ApiClient, machineId: string, after: string | null) {
  const variables = { machineId, first: pageSize, after };
  return (await api.query(operations.machineIntervals, variables)).machine?.intervals;
}
