import { once } from 'node:events';
import { createServer } from 'node:net';
import { freePort, isFree } from './free-port.ts';

test('a port is free until somebody listens, and again after', async () => {
  const port = await freePort();
  expect(await isFree(port)).toBe(true);
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  expect(await isFree(port)).toBe(false);
  server.close();
  await once(server, 'close');
  expect(await isFree(port)).toBe(true);
});
