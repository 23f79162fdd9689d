import { z } from 'zod';

/** An error of JSON-RPC 2.0 (§5.1) that this server finds itself. */
export class RpcError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** What EDR throws: reverts carry the returned bytes, directly or one level down. */
const nodeErrorSchema = z.object({
  message: z.string(),
  code: z.number().default(-32603),
  data: z.union([z.string(), z.object({ data: z.string().nullish() })]).nullish(),
});
/** Geth's code for an execution that reverted; clients decode its `data` as the contract's error. */
const REVERTED = 3;

/** The `error` member of an answer. */
export function toErrorAnswer(error: unknown): { code: number; message: string; data?: string } {
  const parsed = nodeErrorSchema.safeParse(error);
  if (!parsed.success) return { code: -32603, message: 'Internal error' };
  const { code, message, data } = parsed.data;
  const bytes = typeof data === 'string' ? data : data?.data;
  return bytes?.startsWith('0x') ? { code: REVERTED, message, data: bytes } : { code, message };
}
