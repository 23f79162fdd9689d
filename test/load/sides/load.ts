import { Agent, request, type OutgoingHttpHeaders } from 'node:http';

/** What a side is sent, and how it is known that the answer is one. */
export interface Question {
  body: string;
  headers?: OutgoingHttpHeaders;
  isAnswer: (answer: string) => boolean;
}

/** How much is asked. */
export interface Amount {
  connections: number;
  requests: number;
}

export interface Loaded {
  seconds: number;
  /** 99 of 100 answers took no longer, from asking to their last byte. */
  p99Ms: number;
}

/**
 * Asks so many questions on so many connections, the next on each when the one before is answered. Throws at the first
 * that is not answered well.
 */
export async function load(
  url: string,
  next: (connection: number) => Question,
  { connections, requests }: Amount,
): Promise<Loaded> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const tookMs: number[] = [];
  const start = performance.now();
  let sent = 0;
  const one = async (connection: number) => {
    while (sent < requests) {
      sent += 1;
      const asked = performance.now();
      await ask(url, agent, next(connection));
      tookMs.push(performance.now() - asked);
    }
  };
  await Promise.all(Array.from({ length: connections }, (_, connection) => one(connection)));
  const seconds = (performance.now() - start) / 1_000;
  agent.destroy();
  const slowestFirst = tookMs.toSorted((a, b) => b - a);
  return { seconds, p99Ms: slowestFirst[Math.floor(requests / 100)] ?? Number.NaN };
}

async function ask(url: string, agent: Agent, question: Question): Promise<void> {
  const answer = await post(url, question, agent);
  if (!question.isAnswer(answer)) throw new Error(`not an answer: ${answer.slice(0, 500)}`);
}

/** What a side answers to one request. */
export function post(
  url: string,
  { body, headers }: Pick<Question, 'body' | 'headers'>,
  agent?: Agent,
): Promise<string> {
  const sentHeaders = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    ...headers,
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers: sentHeaders }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(Buffer.concat(chunks).toString()));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
