import type { ChainCursor } from '@gpuflow/db';
import { finalityOf, type Finality, type Hash, type LogPosition } from '@gpuflow/domain';

/** Where on the chain something was read or happened. */
export interface ChainPosition {
  chainId: number;
  blockNumber: bigint;
  blockHash: Hash;
  txHash: Hash | undefined;
  at: Date;
  finality: Finality;
}

/** A log's place, as sure as the cursor's last look at the chain says. */
export function positionOf(cursor: ChainCursor, log: LogPosition): ChainPosition {
  return {
    chainId: cursor.chainId,
    blockNumber: log.blockNumber,
    blockHash: log.blockHash,
    txHash: log.txHash,
    at: chainMoment(log.timestamp),
    finality: finalityOf(log.blockNumber, cursor),
  };
}

/** The last block that was read. */
export function headOf(
  cursor: Omit<ChainCursor, 'escrow' | 'deploymentBlock' | 'observedAt'>,
): ChainPosition {
  return {
    chainId: cursor.chainId,
    blockNumber: cursor.number,
    blockHash: cursor.hash,
    txHash: undefined,
    at: chainMoment(cursor.timestamp),
    finality: finalityOf(cursor.number, cursor),
  };
}

/** The moment of a second of the chain's clock. */
export function chainMoment(seconds: bigint | number): Date {
  return new Date(Number(seconds) * 1000);
}

/** The same for a second that may not have come. */
export function chainMomentOf(seconds: bigint | undefined): Date | undefined {
  return seconds === undefined ? undefined : chainMoment(seconds);
}
