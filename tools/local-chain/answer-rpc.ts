import { z } from 'zod';
import type { Chain } from './chain.ts';
import { toErrorAnswer } from './rpc-error.ts';

const BATCH_MAX = 1_000;
const requestSchema = z.object({
  id: z.union([z.string(), z.number(), z.null()]).default(null),
  method: z.string(),
  params: z.array(z.unknown()).default([]),
});
const INVALID = { code: -32600, message: 'Invalid request' };

/** Answers the body of a JSON-RPC request: one call, or a batch in its order. */
export async function answerRpc(chain: Chain, body: unknown): Promise<unknown> {
  if (!Array.isArray(body)) return answerCall(chain, body);
  if (body.length === 0 || body.length > BATCH_MAX) return failed(null, INVALID);
  return Promise.all(body.map((call: unknown) => answerCall(chain, call)));
}

async function answerCall(chain: Chain, call: unknown): Promise<unknown> {
  const parsed = requestSchema.safeParse(call);
  if (!parsed.success) return failed(null, INVALID);
  const { id, method, params } = parsed.data;
  try {
    return { jsonrpc: '2.0', id, result: await chain.request(method, params) };
  } catch (error) {
    return failed(id, toErrorAnswer(error));
  }
}

function failed(id: string | number | null, error: object): object {
  return { jsonrpc: '2.0', id, error };
}
