import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';

import { z } from 'zod';

const question = z.object({
  id: z.unknown(),
  method: z.string(),
  params: z.array(z.unknown()).default([]),
});
const body = z.union([question.transform((one) => [one]), z.array(question)]);
const answerForm = z.object({ result: z.unknown(), error: z.unknown() });

/** A JSON-RPC question on its way to the node. */
export type Question = z.output<typeof question>;

/**
 * What becomes of a question. PASS: nothing. CUT: the connection breaks before the node hears of it. CUT_AFTER: it
 * breaks after the node has answered. TRUNCATE: half of the answer arrives. TWICE: the node hears it twice, and the
 * second answer arrives. `status`: an HTTP error in the node's place. `delayMs`: it is answered late. `result` and
 * `error`: an answer in the node's place. `lie`: the node's own result, changed. `instead`: another question
 * reaches the node. `first`: something else happens before the node hears it.
 */
export type Interference =
  | 'PASS'
  | 'CUT'
  | 'CUT_AFTER'
  | 'TRUNCATE'
  | 'TWICE'
  | { status: number }
  | { delayMs: number }
  | { result: unknown }
  | { error: { code: number; message: string } }
  | { lie: (result: unknown) => unknown }
  | { instead: Pick<Question, 'params'> }
  | { first: () => Promise<void> };

export type Interfere = (question: Question) => Interference;

/** One endpoint between a client and a node, which fails as the trial says. The answers of a batch come in reverse. */
export interface RpcProxy {
  readonly url: string;
  /** What becomes of each question from now on. The most drastic of a batch decides about all of it. */
  interfere(decide: Interfere): void;
  /** From now on this node stands behind it; the first one again where none is named. */
  pointTo(nodeUrl?: string): void;
  close(): Promise<void>;
}

/** Starts an endpoint for a node whose blocks are called final `finalityDepth` below its head, as a public chain's. */
export async function startRpcProxy(
  firstNodeUrl: string,
  finalityDepth: bigint,
): Promise<RpcProxy> {
  let decide: Interfere = () => 'PASS';
  let nodeUrl = firstNodeUrl;
  const server = createServer((request, response) => {
    const plan: Plan = { decide, forward: (asked) => forwardAged(nodeUrl, asked, finalityDepth) };
    answer(request, response, plan).catch(() => response.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    interfere: (next) => void (decide = next),
    pointTo: (next = firstNodeUrl) => void (nodeUrl = next),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

type Forward = (question: Question) => Promise<Answer>;
type Answer = { result: unknown } | { error: unknown };
interface Plan {
  decide: Interfere;
  forward: Forward;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { decide, forward }: Plan,
): Promise<void> {
  const json: unknown = JSON.parse(await text(request));
  const questions = body.parse(json);
  const plans = questions.map(decide);
  if (plans.includes('CUT')) return void response.destroy();
  const refused = plans.find((plan) => typeof plan === 'object' && 'status' in plan);
  if (typeof refused === 'object' && 'status' in refused)
    return void response.writeHead(refused.status).end();
  const answers = await Promise.all(
    questions.map(async (one, i) => ({
      jsonrpc: '2.0',
      id: one.id,
      ...(await interfered(one, plans[i] ?? 'PASS', forward)),
    })),
  );
  if (plans.includes('CUT_AFTER')) return void response.destroy();
  const whole = JSON.stringify(Array.isArray(json) ? answers.reverse() : answers[0]);
  response.setHeader('content-type', 'application/json');
  response.end(plans.includes('TRUNCATE') ? whole.slice(0, whole.length / 2) : whole);
}

async function interfered(asked: Question, plan: Interference, forward: Forward): Promise<Answer> {
  if (plan === 'TWICE') await forward(asked);
  if (typeof plan === 'string') return forward(asked);
  if ('result' in plan || 'error' in plan) return plan;
  if ('delayMs' in plan) await delay(plan.delayMs);
  if ('first' in plan) await plan.first();
  if ('instead' in plan) return forward({ ...asked, ...plan.instead });
  const told = await forward(asked);
  return 'lie' in plan && 'result' in told ? { result: plan.lie(told.result) } : told;
}

const blockNumber = z.string().transform(BigInt);

/** A development node calls its head final: asked for what is final or safe, this one answers like a public chain. */
async function forwardAged(nodeUrl: string, asked: Question, depth: bigint): Promise<Answer> {
  const [tag, ...rest] = asked.params;
  if (asked.method !== 'eth_getBlockByNumber' || (tag !== 'finalized' && tag !== 'safe'))
    return forward(nodeUrl, asked);
  const head = await forward(nodeUrl, { ...asked, method: 'eth_blockNumber', params: [] });
  if (!('result' in head)) return head;
  const aged = blockNumber.parse(head.result) - depth;
  const height = `0x${(aged > 0n ? aged : 0n).toString(16)}`;
  return forward(nodeUrl, { ...asked, params: [height, ...rest] });
}

async function forward(nodeUrl: string, { method, params }: Question): Promise<Answer> {
  const response = await fetch(nodeUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  });
  const told = answerForm.parse(await response.json());
  return told.error === undefined ? { result: told.result } : { error: told.error };
}
