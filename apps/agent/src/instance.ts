/**
 * A demonstration instance: answers its probe token over HTTP at `/`, and ends when its standard input does, so that
 * it never outlives the agent, however that one ends. Reads one line `<host> <probeToken>`, answers one line with its port.
 * The token comes by standard input, because arguments and environment can be seen by other processes.
 *
 * It runs on its own, from source too: it imports nothing but Node.
 */
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';

process.stdin.once('close', () => process.exit(0));
createInterface({ input: process.stdin }).once('line', (line) => {
  const space = line.indexOf(' ');
  serve(line.slice(0, space), line.slice(space + 1));
});

function serve(host: string, probeToken: string): void {
  const server = createServer((request, response) => {
    const found = request.method === 'GET' && request.url === '/';
    response.writeHead(found ? 200 : 404, { 'content-type': 'text/plain' });
    response.end(found ? probeToken : '');
  });
  server.listen({ port: 0, host }, () => {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('not listening on a port');
    process.stdout.write(`${address.port}\n`);
  });
}
