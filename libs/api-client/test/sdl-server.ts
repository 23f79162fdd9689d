import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import Fastify from 'fastify';
import mercurius, { type IResolvers, type MercuriusContext } from 'mercurius';

/** A server of the real SDL, answering as a test says. */
export interface SdlServer {
  url: string;
  port: number;
  /** What clients sent to show who they are, over HTTP and WebSocket, oldest first. */
  authorizations: unknown[];
  close(): Promise<void>;
}

const sdlFolder = path.resolve(import.meta.dirname, '../../../apps/api/src');

/** Serves the API's SDL with these resolvers; on a free port, or on `port`. */
export async function serveSdl(resolvers: IResolvers, port = 0): Promise<SdlServer> {
  const authorizations: unknown[] = [];
  const app = Fastify({ forceCloseConnections: true });
  await app.register(mercurius, {
    schema: await sdl(),
    resolvers,
    errorFormatter: (execution) => ({ statusCode: 200, response: { ...execution, data: null } }),
    subscription: {
      onConnect: ({ payload }: { payload: { authorization?: string } }) => {
        authorizations.push(payload.authorization);
        return true;
      },
    },
    context: ({ headers }): Partial<MercuriusContext> => {
      authorizations.push(headers.authorization);
      return {};
    },
  });
  const url = new URL('/graphql', await app.listen({ host: '127.0.0.1', port }));
  return {
    url: url.href,
    port: Number(url.port),
    authorizations,
    close: () => app.close(),
  };
}

async function sdl(): Promise<string> {
  const parts: string[] = [];
  for await (const file of glob('**/*.graphql', { cwd: sdlFolder }))
    parts.push(await readFile(path.join(sdlFolder, file), 'utf8'));
  return parts.join('\n');
}
