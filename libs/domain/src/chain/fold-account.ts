import type { Address } from '../ids.js';
import type { AccountLog, LogPosition, Placed } from './escrow-log.js';
import { SequenceGap } from './fold-rental.js';

/** One owner's balance of one token, as its logs tell it. */
export interface EscrowAccount {
  token: Address;
  owner: Address;
  /** What the owner may withdraw or promise to a rental now. */
  freeUnits: bigint;
  seq: bigint;
}

/** The same with the place of its last log. */
export interface ChainAccount extends EscrowAccount {
  last: LogPosition;
}

/** The account after one more log. Throws {@link SequenceGap} where a log is missing or does not add up. */
export function foldAccount(
  account: ChainAccount | undefined,
  log: Placed<AccountLog>,
): ChainAccount {
  return { ...nextAccount(account, log), last: log.at };
}

/** The same without places. */
export function nextAccount(account: EscrowAccount | undefined, log: AccountLog): EscrowAccount {
  const due = (account?.seq ?? 0n) + 1n;
  const incoming = log.kind === 'DEPOSITED' || log.kind === 'CREDITED';
  const free = (account?.freeUnits ?? 0n) + (incoming ? log.amountUnits : -log.amountUnits);
  if (log.seq !== due || log.freeUnits !== free) {
    throw new SequenceGap(`${log.token}:${log.owner}`, log.seq, due);
  }
  return { token: log.token, owner: log.owner, freeUnits: free, seq: log.seq };
}
