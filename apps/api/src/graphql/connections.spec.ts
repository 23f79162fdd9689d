import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';

import { z } from 'zod';

import { closeSilentConnections } from './connections.js';

const listening = z.object({ port: z.number() });

it('a connection that says nothing is closed', async () => {
  const server = createServer();
  closeSilentConnections(server, 10);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = listening.parse(server.address());
  const socket = connect(port, '127.0.0.1', () =>
    socket.write(
      'GET / HTTP/1.1\r\nhost: api\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n',
    ),
  );
  await once(socket, 'close');
  server.close();
  await once(server, 'close');
});
