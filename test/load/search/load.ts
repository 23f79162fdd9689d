import { Agent, request } from 'node:http';

/** What a run of requests took. */
export interface Run {
  requestsPerSecond: number;
  requests: number;
}

/** Sends these bodies over and over, on so many connections at a time, for so long. Throws at the first that is not answered well. */
export async function load(
  url: string,
  bodies: readonly string[],
  { connections, seconds }: { connections: number; seconds: number },
): Promise<Run> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const start = performance.now();
  const until = start + seconds * 1_000;
  let requests = 0;
  const one = async () => {
    while (performance.now() < until) {
      const body = bodies[requests % bodies.length] ?? '';
      requests += 1;
      assertGood(await post(url, agent, body));
    }
  };
  await Promise.all(Array.from({ length: connections }, one));
  agent.destroy();
  return { requests, requestsPerSecond: requests / ((performance.now() - start) / 1_000) };
}

/** What a side answers to one request. */
export function post(url: string, agent: Agent | undefined, body: string): Promise<string> {
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(Buffer.concat(chunks).toString()));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

function assertGood(answer: string): void {
  if (answer.startsWith('{"data":{') || answer.startsWith('[')) return;
  throw new Error(`not an answer: ${answer.slice(0, 500)}`);
}
