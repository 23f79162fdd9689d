import type { IncomingMessage, Server } from 'node:http';

import type { Actor } from '@gpuflow/domain';
import {
  GraphQLError,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import type { MercuriusOptions } from 'mercurius';
import { z } from 'zod';

import { contextOf, type ApiContext } from './context.js';
import type { LatestValues } from './latest-values.js';
import { countLimit, subscriptionsMax } from './limits.js';

/** A client's WebSocket (graphql-transport-ws) and what runs over it. */
export class Connection {
  readonly live = new Set<LatestValues<unknown>>();
}

/** What a subscription's resolvers know. */
export interface ConnectionContext extends ApiContext {
  connection: Connection;
  /** As sent with `connection_init`. */
  authorization: string | undefined;
}

const initPayload = z.object({ authorization: z.string() });

/** Connections that have not said `connection_init` yet. */
const waiting = new WeakMap<IncomingMessage, NodeJS.Timeout>();

/** Closes connections that stay silent for so long, which Mercurius would keep for ever. */
export function closeSilentConnections(server: Server, silentMsMax: number): void {
  server.on('upgrade', (request, socket) => {
    const timer = setTimeout(() => socket.destroy(), silentMsMax);
    waiting.set(request, timer);
    socket.once('close', () => clearTimeout(timer));
  });
}

/** How Mercurius serves WebSockets: who asks is found out at each subscription, not here. */
export const connectionOptions = {
  keepAlive: 30_000,
  context: (_socket, request) => {
    clearTimeout(waiting.get(request.raw));
    return { connection: new Connection() };
  },
  onConnect: ({ payload }) => {
    const sent = initPayload.safeParse(payload);
    return { authorization: sent.success ? sent.data.authorization : undefined };
  },
  onDisconnect: (context) => {
    if (!('connection' in context) || !(context.connection instanceof Connection)) return;
    for (const values of context.connection.live) values.end();
  },
} satisfies Exclude<MercuriusOptions['subscription'], boolean | undefined>;

/**
 * Lets a subscription begin: Mercurius validates documents over HTTP only, and asks who it is only when a connection
 * begins. Throws what the client is to be told.
 */
export function admitSubscriptions(
  authenticate: (authorization: string | undefined) => Promise<Actor | undefined>,
) {
  return (schema: GraphQLSchema, document: DocumentNode, context: object) => {
    assertConnected(context);
    const [error] = validate(schema, document, [...specifiedRules, countLimit]);
    if (error !== undefined) throw refused(error.message);
    if (context.connection.live.size >= subscriptionsMax) throw refused('Too many subscriptions.');
    Object.assign(
      context,
      contextOf(() => authenticate(context.authorization)),
    );
  };
}

/** Mercurius types its own part of a context only. */
function assertConnected(context: object): asserts context is ConnectionContext {
  if (!('connection' in context) || !(context.connection instanceof Connection))
    throw new TypeError('a subscription without its connection');
}

function refused(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } });
}
