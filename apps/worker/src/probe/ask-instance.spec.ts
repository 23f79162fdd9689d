import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { askInstance } from './ask-instance.js';

const probeToken = 'a'.repeat(64);
const demo = { privateAllowed: true, timeoutMs: 2000 };

/** Answers the port of a real HTTP server that answers so. */
const servers: Server[] = [];
async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  return address.port;
}

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

const ask = (port: number, rules = demo, host = '127.0.0.1') =>
  askInstance({ host, port, probeToken }, rules);

/** The reason behind the Fault. */
async function reasonOf(asked: Promise<void>): Promise<unknown> {
  const fault: unknown = await asked.catch((error: unknown) => error);
  expect(fault).toMatchObject({ name: 'Fault', source: 'instance' });
  return fault instanceof Error ? fault.cause : undefined;
}

describe('askInstance', () => {
  it('takes the right token, asked for once at the root', async () => {
    const asked: unknown[] = [];
    const port = await serve((request, response) => {
      asked.push([request.method, request.url]);
      response.end(probeToken);
    });
    await ask(port);
    expect(asked).toEqual([['GET', '/']]);
  });

  it('refuses another token', async () => {
    const port = await serve((_, response) => response.end('b'.repeat(64)));
    expect(await reasonOf(ask(port))).toMatchObject({
      message: 'another answer than the probe token',
    });
  });

  it('refuses another status with the right token', async () => {
    const port = await serve((_, response) => response.writeHead(503).end(probeToken));
    expect(await reasonOf(ask(port))).toMatchObject({ message: 'status 503' });
  });

  it('does not follow a redirect', async () => {
    const visited: unknown[] = [];
    const target = await serve((request, response) => {
      visited.push(request.url);
      response.end(probeToken);
    });
    const port = await serve((_, response) =>
      response.writeHead(302, { location: `http://127.0.0.1:${target}/` }).end(),
    );
    expect(await reasonOf(ask(port))).toMatchObject({ message: 'status 302' });
    expect(visited).toEqual([]);
  });

  it('gives up on a server that never answers', async () => {
    const port = await serve(() => undefined);
    const reason = await reasonOf(ask(port, { ...demo, timeoutMs: 50 }));
    expect(reason).toMatchObject({ name: 'AbortError' });
  });

  it('gives up on a body that drips', async () => {
    const port = await serve((_, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write('a'), 5);
      response.once('close', () => clearInterval(drip));
    });
    await reasonOf(ask(port, { ...demo, timeoutMs: 50 }));
  });

  it('reads no more than a kibibyte', async () => {
    const connection = { closed: false };
    const port = await serve((_, response) => {
      response.once('close', () => (connection.closed = true));
      response.writeHead(200);
      const pour = () => {
        while (response.write('x'.repeat(65_536)));
        response.once('drain', pour);
      };
      pour();
    });
    expect(await reasonOf(ask(port))).toMatchObject({ message: 'more than 1024 bytes' });
    const giveUpAt = Date.now() + 5000;
    while (!connection.closed && Date.now() < giveUpAt) await new Promise(setImmediate);
    expect(connection.closed).toBe(true);
  });

  it('fails where nobody listens', async () => {
    const server = createTcpServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = address === null || typeof address === 'string' ? 0 : address.port;
    server.close();
    await once(server, 'close');
    expect(await reasonOf(ask(port))).toMatchObject({ code: 'ECONNREFUSED' });
  });

  it.each(['127.0.0.1', 'localhost', '0x7f000001', '2130706433', '::1', '10.0.0.1'])(
    'does not connect to %s outside demonstrations',
    async (host) => {
      let visited = false;
      const port = await serve((_, response) => {
        visited = true;
        response.end(probeToken);
      });
      await reasonOf(ask(port, { ...demo, privateAllowed: false }, host));
      expect(visited).toBe(false);
    },
  );

  it('says why a private address is refused, by name too', async () => {
    const strict = { ...demo, privateAllowed: false };
    for (const host of ['192.168.0.1', 'localhost'])
      expect(await reasonOf(ask(80, strict, host))).toMatchObject({
        message: 'not at a public address',
      });
  });
});
