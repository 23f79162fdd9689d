import { Agent, request } from 'node:http';

/** Sends so many requests, with these bodies in turn, on so many connections. Throws at the first that is not answered well. Answers the seconds that it took. */
export async function load(
  url: string,
  bodies: readonly string[],
  { connections, requests }: { connections: number; requests: number },
): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const start = performance.now();
  let sent = 0;
  const one = async () => {
    while (sent < requests) {
      const body = bodies[sent % bodies.length] ?? '';
      sent += 1;
      assertGood(await post(url, agent, body));
    }
  };
  await Promise.all(Array.from({ length: connections }, one));
  agent.destroy();
  return (performance.now() - start) / 1_000;
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
