import { once } from 'node:events';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';

const BODY_BYTES_MAX = 16 * 1024 * 1024;

export interface Answer {
  status: number;
  body?: unknown;
}
/** Answers a request to a path with its parsed body; the body of a DELETE is undefined. */
export type Handle = (method: string, path: string, body: unknown) => Promise<Answer>;

/** Serves JSON over HTTP; the answer's port is the one that the system gave when `port` is 0. */
export async function listen(
  address: { host: string; port: number },
  handle: Handle,
): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => void respond(request, response, handle));
  server.listen(address.port, address.host);
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('The server has no port.');
  return { url: `http://${address.host}:${bound.port}`, close: () => closeServer(server) };
}

async function respond(request: IncomingMessage, response: ServerResponse, handle: Handle) {
  try {
    const { status, body } = await answer(request, handle);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  } catch (error) {
    if (!request.destroyed) console.error(error); // else the client went away in the middle
    response.writeHead(500).end();
  }
}

async function answer(request: IncomingMessage, handle: Handle): Promise<Answer> {
  const { method = '', url = '/', headers } = request;
  if (method === 'DELETE') return handle(method, url, undefined);
  // A page in a browser cannot send this type to another origin without asking, and we answer no asking.
  const isJson = headers['content-type']?.startsWith('application/json') ?? false;
  if (method !== 'POST') return { status: 405 };
  if (!isJson) return { status: 415 };
  const text = await readBody(request);
  if (text === undefined) return { status: 413 };
  const body = parseJson(text);
  return body === undefined ? { status: 400 } : handle(method, url, body);
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const arriving: AsyncIterable<Buffer> = request;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of arriving) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MAX) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function closeServer(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}
