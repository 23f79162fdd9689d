import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';

/** One JSON-RPC question. */
export interface Question {
  method: string;
  params: readonly unknown[];
}

type Form<Answer> = z.ZodType<Answer, z.ZodTypeDef, unknown>;

/** An Ethereum node over HTTP, believed in nothing that is not checked. */
export interface AuditNode {
  /** The answer in the form it must have. Throws {@link NodeRefusal} or {@link NodeFailure}. */
  ask<Answer>(form: Form<Answer>, method: string, params: readonly unknown[]): Promise<Answer>;
  /** Many answers of one form, in the order of the questions, in as few requests as is polite. */
  askMany<Answer>(form: Form<Answer>, questions: readonly Question[]): Promise<Answer[]>;
}

/** The node did not answer, or not in a form that JSON-RPC and Ethereum know: nothing can be said of the chain. */
export class NodeFailure extends Error {
  override readonly name = 'NodeFailure';
}

/** The node understood and declined: its JSON-RPC error. */
export class NodeRefusal extends Error {
  override readonly name = 'NodeRefusal';

  constructor(
    readonly code: number,
    details: string,
  ) {
    super(`the node declined: ${details.slice(0, 300)} (${code})`);
  }
}

export interface NodeOptions {
  /** One endpoint or several of one chain: where one does not answer, the next is asked. */
  urls: readonly [string, ...string[]];
  /** How long one request may take. */
  timeoutMs?: number;
  /** How often a request that got no answer is sent in all. */
  triesMax?: number;
}

const batchMax = 100;
const pauseMs = 250;
const answerBytesMax = 256 * 1024 * 1024;

const answer = z.union([
  z.object({ id: z.number(), error: z.object({ code: z.number(), message: z.string() }) }),
  z.object({ id: z.number(), result: z.unknown() }),
]);
type Answer = z.output<typeof answer>;

/** A node behind its endpoints. Errors never carry a URL, which may hold a key. */
export function openNode({ urls, timeoutMs = 60_000, triesMax = 4 }: NodeOptions): AuditNode {
  const send = (body: unknown) =>
    patiently(triesMax, (tries) => {
      const url = urls[(tries - 1) % urls.length] ?? urls[0];
      return post(url, timeoutMs, body);
    });
  return {
    async ask(form, method, params) {
      const body = { jsonrpc: '2.0', id: 0, method, params };
      return resultOf(form, parseAnswer(answer, await send(body)));
    },
    async askMany(form, questions) {
      const results = [];
      for (const batch of inBatches(questions)) {
        const body = batch.map((question, id) => ({ jsonrpc: '2.0', id, ...question }));
        const answers = inOrder(parseAnswer(z.array(answer), await send(body)), batch.length);
        results.push(...answers.map((one) => resultOf(form, one)));
      }
      return results;
    },
  };
}

function inBatches(questions: readonly Question[]): Question[][] {
  const count = Math.ceil(questions.length / batchMax);
  return Array.from({ length: count }, (_, index) =>
    questions.slice(index * batchMax, (index + 1) * batchMax),
  );
}

/** Nodes may answer a batch in any order. */
function inOrder(answers: Answer[], count: number): Answer[] {
  const byId = new Map(answers.map((one) => [one.id, one]));
  return Array.from({ length: count }, (_, id) => {
    const found = byId.get(id);
    if (found === undefined) throw new NodeFailure('the node left a question unanswered');
    return found;
  });
}

function resultOf<Result>(form: Form<Result>, one: Answer): Result {
  if ('error' in one) throw new NodeRefusal(one.error.code, one.error.message);
  return parseAnswer(form, one.result);
}

function parseAnswer<Parsed>(form: Form<Parsed>, value: unknown): Parsed {
  const parsed = form.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new NodeFailure(`the node's answer has another form: ${issue?.path.join('.') ?? ''}`);
}

/** Tries again after a pause where the outside failed; the last failure is thrown. */
async function patiently<Result>(
  triesMax: number,
  attempt: (tries: number) => Promise<Result>,
): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt(tries);
    } catch (error) {
      if (!(error instanceof NodeFailure) || tries >= triesMax) throw error;
      await delay(pauseMs * 2 ** (tries - 1));
    }
  }
}

async function post(url: string, timeoutMs: number, body: unknown): Promise<unknown> {
  const request = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(timeoutMs),
  };
  const response = await fetch(url, request).catch((error: unknown) => {
    throw new NodeFailure(`no answer, ${error instanceof Error ? error.name : 'unknown'}`);
  });
  if (!response.ok) throw new NodeFailure(`no answer, HTTP status ${response.status}`);
  if (Number(response.headers.get('content-length') ?? 0) > answerBytesMax)
    throw new NodeFailure('the answer is too long');
  return response.json().catch(() => {
    throw new NodeFailure('the answer is not JSON');
  });
}
