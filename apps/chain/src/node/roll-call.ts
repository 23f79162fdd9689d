import { Fault, type Hash } from '@gpuflow/domain';
import { ask } from './ask.js';
import { blockAt, blockForm } from './block.js';
import type { Distrust, Endpoint } from './endpoint.js';
import { EndpointsDisagree, type Endpoints } from './endpoints.js';
import { put, type Question, type Reply } from './question.js';
import { chainIdOf } from './signer.js';

/** An endpoint that is of our chain, with its head as it gave it. */
interface Present {
  endpoint: Endpoint;
  number: bigint;
  /** The JSON-RPC answer. */
  head: unknown;
}

const headQuestion: Question = { method: 'eth_getBlockByNumber', params: ['latest', false] };
/** So far apart heads may be without anybody being late. */
const blocksApartMax = 3n;
/** Whoever is behind for longer is in quarantine. */
const behindMsMax = 15_000;

/**
 * Asks all endpoints for chain and head, and decides whom to trust: not one of another chain, not one that stays behind,
 * not one that has another block at a confirmed height than the most. Answers the head of the preferred one. Throws
 * {@link EndpointsDisagree} where confirmed blocks differ and no majority tells which are right, and what the endpoints
 * failed with where none is there.
 */
export async function rollCall(endpoints: Endpoints): Promise<unknown> {
  const { heard, reference } = await agreeing(endpoints);
  const nowMs = endpoints.clock.now().getTime();
  for (const { endpoint, number } of heard) judgeLag(endpoint, reference - number, nowMs);
  const chosen = choose(endpoints, heard, reference);
  if (chosen.endpoint !== endpoints.preferred) {
    endpoints.preferred = chosen.endpoint;
    endpoints.log.info({ endpoint: chosen.endpoint.ordinal }, 'endpoint is read from');
  }
  return chosen.head;
}

/** Those that are there and have the right block at the confirmed height, and the head by which they are judged. */
async function agreeing(
  endpoints: Endpoints,
): Promise<{ heard: readonly Present[]; reference: bigint }> {
  const { all, depth, log } = endpoints;
  const trusted = all.some((endpoint) => endpoint.trusted);
  const heard = await hear(endpoints, trusted ? all.filter((endpoint) => endpoint.due) : all);
  if (heard.length === 0) throw new Fault('rpc', new Error('no endpoint is to be trusted'));
  const reference = referenceHead(heard);
  const heights = comparableHeights(heard, reference, depth);
  const found = await withRightBlocks(heard, heights, (endpoint) => !endpoint.contradicts);
  if (found !== undefined) return { heard: found, reference };
  // Whoever is in quarantine may tip the scales.
  const everybody = await hear(endpoints, all);
  const outvoted = await withRightBlocks(everybody, heights, () => true);
  if (outvoted !== undefined) return { heard: outvoted, reference };
  log.error({ heights: heights.join() }, 'endpoints disagree on a confirmed block');
  throw new EndpointsDisagree(`blocks up to ${heights.at(-1)}`);
}

/** The highest confirmed heights that all have reached, and all that keep up: whoever is far ahead is compared as well. */
function comparableHeights(
  heard: readonly Present[],
  reference: bigint,
  depth: bigint,
): readonly bigint[] {
  const numbers = heard.map(({ number }) => number);
  const near = numbers.filter((number) => reference - number <= blocksApartMax);
  const heights = [lowest(numbers), lowest(near)].map((number) => number + 1n - depth);
  return [...new Set(heights)].filter((height) => height >= 0n);
}

function lowest(numbers: readonly bigint[]): bigint {
  return numbers.reduce((low, number) => (number < low ? number : low));
}

/** Those of our chain that answer. Throws what they failed with where none does. */
async function hear(
  { chainId }: Endpoints,
  asked: readonly Endpoint[],
): Promise<readonly Present[]> {
  const heard = await Promise.allSettled(asked.map((endpoint) => hearOne(endpoint, chainId)));
  const present = heard.flatMap((one) => (one.status === 'fulfilled' ? (one.value ?? []) : []));
  const failed = heard.find((one) => one.status === 'rejected');
  if (present.length === 0 && failed !== undefined) throw failed.reason;
  return present;
}

/** Undefined where it is of another chain. */
async function hearOne(endpoint: Endpoint, chainId: number): Promise<Present | undefined> {
  const [, reply] = await Promise.all([identify(endpoint), put(endpoint, headQuestion)]);
  if (endpoint.chainId !== chainId) {
    endpoint.distrust('FOREIGN', { chainId: endpoint.chainId });
    return undefined;
  }
  const number = await unless(endpoint, 'UNFIT', headNumberIn(reply));
  endpoint.headNumber = number;
  return { endpoint, number, head: 'answer' in reply ? reply.answer : undefined };
}

async function identify(endpoint: Endpoint): Promise<void> {
  endpoint.chainId = await unless(endpoint, 'SILENT', chainIdOf(endpoint));
}

async function headNumberIn(reply: Reply): Promise<bigint> {
  if ('declined' in reply) throw reply.declined;
  return (await ask(blockForm, Promise.resolve(reply.answer))).number;
}

/** An endpoint that fails here is not asked for a while. */
async function unless<Answer>(
  endpoint: Endpoint,
  distrust: Distrust,
  answer: Promise<Answer>,
): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    endpoint.distrust(distrust);
    throw error;
  }
}

/** The middle one of all heads, the higher of two: no single endpoint of three can move it out of the others' reach. */
function referenceHead(heard: readonly Present[]): bigint {
  const heads = heard.map(({ number }) => number).toSorted((a, b) => (a < b ? 1 : -1));
  return heads[Math.floor((heads.length - 1) / 2)] ?? 0n;
}

async function withRightBlocks(
  heard: readonly Present[],
  heights: readonly bigint[],
  hasVote: (endpoint: Endpoint) => boolean,
): Promise<readonly Present[] | undefined> {
  let right: readonly Present[] | undefined = heard;
  for (const height of heights) right &&= await withRightBlock(right, height, hasVote);
  return right;
}

/** All but those outvoted, which go to quarantine. Undefined where there is no majority. */
async function withRightBlock(
  heard: readonly Present[],
  height: bigint,
  hasVote: (endpoint: Endpoint) => boolean,
): Promise<readonly Present[] | undefined> {
  const able = heard.filter(({ number }) => number >= height);
  if (able.length < 2) return heard;
  const blocks = await blocksAt(able, height);
  const voters = blocks.filter(({ one }) => hasVote(one.endpoint));
  const right = majority(voters.map(({ hash }) => hash));
  if (right === undefined) return undefined;
  const wrong = blocks.filter(({ hash }) => hash !== right).map(({ one }) => one);
  for (const { endpoint } of wrong)
    endpoint.distrust('CONTRADICTING', { height: height.toString() });
  const lost = able.filter((one) => !blocks.some((block) => block.one === one));
  return heard.filter((one) => !wrong.includes(one) && !lost.includes(one));
}

/** Whoever has no block where its own head is above it is not heard. */
async function blocksAt(
  able: readonly Present[],
  height: bigint,
): Promise<{ one: Present; hash: Hash }[]> {
  const blocks = await Promise.allSettled(
    able.map(async (one) => ({ one, hash: await hashAt(one.endpoint, height) })),
  );
  return blocks.flatMap((block) => (block.status === 'fulfilled' ? [block.value] : []));
}

function hashAt(endpoint: Endpoint, height: bigint): Promise<Hash> {
  const block = blockAt(endpoint, height).then((found) => {
    if (found === undefined) throw new Fault('rpc', new Error(`no block ${height}`));
    return found.hash;
  });
  return unless(endpoint, 'UNFIT', block);
}

/** What more than half of them say. */
function majority(hashes: readonly Hash[]): Hash | undefined {
  const groups = [...Map.groupBy(hashes, (hash) => hash).entries()];
  return groups.find(([, members]) => members.length * 2 > hashes.length)?.[0];
}

function judgeLag(endpoint: Endpoint, behind: bigint, nowMs: number): void {
  if (behind <= blocksApartMax) {
    endpoint.behindSinceMs = undefined;
    return endpoint.trust();
  }
  endpoint.behindSinceMs ??= nowMs;
  if (nowMs - endpoint.behindSinceMs >= behindMsMax)
    endpoint.distrust('LAGGING', { behind: behind.toString() });
  else endpoint.trust();
}

/** The preferred one while it keeps up, else the nearest to the reference; a trusted one before all others. */
function choose({ preferred }: Endpoints, present: readonly Present[], reference: bigint): Present {
  const trusted = present.filter(({ endpoint }) => endpoint.trusted);
  const eligible = trusted.length > 0 ? trusted : present;
  const [nearest] = eligible.toSorted((a, b) => apart(a, reference) - apart(b, reference));
  const kept = eligible.find(({ endpoint }) => endpoint === preferred);
  const chosen = kept && BigInt(apart(kept, reference)) <= blocksApartMax ? kept : nearest;
  if (chosen === undefined) throw new Fault('rpc', new Error('no endpoint is to be trusted'));
  return chosen;
}

function apart({ number }: Present, reference: bigint): number {
  const blocks = number - reference;
  return Number(blocks < 0n ? -blocks : blocks);
}
