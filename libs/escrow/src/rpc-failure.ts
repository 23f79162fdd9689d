import { Fault, type Hex } from '@gpuflow/domain';
import { BaseError, isHex } from 'viem';

const detailsLengthMax = 200;

/**
 * The outside failure behind an error of viem, for logs. It leaves out the node's URL, which may hold a key, and the
 * request.
 */
export function rpcFault(error: unknown): Fault {
  if (!(error instanceof BaseError)) return new Fault('rpc', error);
  const details = error.details.slice(0, detailsLengthMax);
  return new Fault('rpc', new Error(`${error.name}: ${error.shortMessage} ${details}`));
}

/** For `catch`: rejects with the {@link rpcFault} instead. */
export function rejectAsFault(error: unknown): never {
  throw rpcFault(error);
}

/**
 * The data with which a contract reverted, `0x` where it gave none; undefined where the node itself failed. Nodes put it
 * beside the error's message, some one object deeper.
 */
export function revertData(error: unknown): Hex | undefined {
  if (!(error instanceof BaseError)) return undefined;
  let found: Hex | undefined;
  error.walk((cause) => {
    found ??= dataOf(cause);
    return found !== undefined;
  });
  return found;
}

function dataOf(cause: unknown): Hex | undefined {
  if (typeof cause !== 'object' || cause === null || !('data' in cause)) return undefined;
  const { data } = cause;
  return isHex(data) ? data : dataOf(data);
}
