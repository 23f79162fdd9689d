import { Fault } from '@gpuflow/domain';
import { BaseError, HttpRequestError, RpcRequestError, type PublicClient } from 'viem';
import type { z } from 'zod';

/** A client of one node: all that is needed of it is to pass a JSON-RPC question on. */
export type NodeClient = Pick<PublicClient, 'request'>;

/** The node understood and declined: its JSON-RPC error. */
export class NodeRefusal extends Fault {
  constructor(
    readonly code: number,
    readonly details: string,
  ) {
    super('rpc', new Error(`${details} (${code})`));
  }
}

const detailsMax = 300;

/**
 * What a node answered, in the form it must have. Throws the {@link NodeRefusal} that it answered, or `Fault('rpc')`
 * where it did not answer, or not in this form.
 */
export async function ask<Answer>(
  schema: z.ZodType<Answer, z.ZodTypeDef, unknown>,
  question: Promise<unknown>,
): Promise<Answer> {
  const parsed = schema.safeParse(await question.catch(refuseOrFail));
  if (!parsed.success) throw new Fault('rpc', parsed.error);
  return parsed.data;
}

/** viem's own errors carry the node's URL, and in it perhaps a key: they go no further than here. */
function refuseOrFail(error: unknown): never {
  throw refusalIn(error) ?? faultIn(error) ?? new Fault('rpc', new Error(outage(error)));
}

/** What came of asking several endpoints is said in our own words already; viem wraps it. */
function faultIn(error: unknown): Fault | undefined {
  if (error instanceof Fault) return error;
  if (!(error instanceof BaseError)) return undefined;
  const fault = error.walk((cause) => cause instanceof Fault);
  return fault instanceof Fault ? fault : undefined;
}

/** The node's answer in an error of viem, which wraps it by its code; undefined where there was no answer. */
export function refusalIn(error: unknown): NodeRefusal | undefined {
  if (!(error instanceof BaseError)) return undefined;
  const answer = error.walk((cause) => cause instanceof RpcRequestError);
  if (!(answer instanceof RpcRequestError)) return undefined;
  return new NodeRefusal(answer.code, answer.details.slice(0, detailsMax));
}

function outage(error: unknown): string {
  if (error instanceof HttpRequestError) return `no answer, HTTP status ${error.status ?? 'none'}`;
  return error instanceof Error ? `no answer, ${error.name}` : 'no answer';
}
