import { Fault, type Address } from '@gpuflow/domain';
import {
  BaseError,
  erc20Abi,
  HttpRequestError,
  RpcRequestError,
  TimeoutError,
  type PublicClient,
} from 'viem';
import { revertData, rpcFault } from './rpc-failure.js';

/** What a token says of itself. */
export interface TokenMetadata {
  symbol: string;
  decimals: number;
}

const decimalsMax = 18;
const symbolForm = /^[\x21-\x7e]{1,16}$/;

/**
 * A token's symbol and decimals. A symbol that is missing, longer than 16 characters or not printable ASCII is replaced
 * by the head of the token's address. Throws for decimals that the escrow does not list (above 18), `Fault('rpc')`
 * where the node failed.
 */
export async function tokenMetadata(client: PublicClient, token: Address): Promise<TokenMetadata> {
  const contract = { address: token, abi: erc20Abi } as const;
  const [symbol, decimals] = await Promise.all([
    client.readContract({ ...contract, functionName: 'symbol' }).catch(missing),
    client.readContract({ ...contract, functionName: 'decimals' }).catch(missing),
  ]);
  if (decimals === undefined || decimals > decimalsMax)
    throw new Error(`The token ${token} has no decimals from 0 to ${decimalsMax}.`);
  const legible = symbol !== undefined && symbolForm.test(symbol);
  return { symbol: legible ? symbol : token.slice(0, 10), decimals };
}

/** Tells a token that does not answer as asked from a node that does not answer. */
function missing(error: unknown): undefined {
  if (revertData(error) === undefined && isTransport(error)) throw rpcFault(error);
  return undefined;
}

function isTransport(error: unknown): boolean {
  if (!(error instanceof BaseError)) return true;
  const kinds = [Fault, HttpRequestError, RpcRequestError, TimeoutError];
  return error.walk((cause) => kinds.some((kind) => cause instanceof kind)) !== null;
}
