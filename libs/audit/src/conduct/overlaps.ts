import type { Hex } from 'viem';

import { capOf, type Books, type RentalBook } from '../fold/books.js';
import { least } from '../fold/clock.js';
import type { Finding } from '../finding.js';
import type { Header } from '../node/header.js';

/** Seconds of one GPU that one rental was charged the full price for. */
interface Charged {
  rentalId: Hex;
  from: bigint;
  until: bigint;
}

/**
 * No GPU (`assetHash`), whoever offers it, may be charged to two rentals in one second, up to the audit's block. The contract
 * keeps a provider from letting a slice twice; it cannot see that two providers offer the same machine.
 */
export function judgeOverlaps(books: Books, at: Header): Finding[] {
  const byAsset = new Map<Hex, Charged[]>();
  for (const rental of books.rentals.values()) {
    const { assetHash } = rental.order.offer;
    const charged = byAsset.get(assetHash) ?? [];
    charged.push(...chargedOf(rental, at.timestamp));
    byAsset.set(assetHash, charged);
  }
  return [...byAsset].flatMap(([asset, charged]) => overlapsOf(asset, charged, at));
}

/** The seconds that a rental was charged the full price for, up to `now`. */
export function chargedOf(rental: RentalBook, now: bigint): Charged[] {
  const end = least(now, capOf(rental));
  return rental.runs
    .map(({ from, until }) => ({ rentalId: rental.id, from, until: least(until ?? end, end) }))
    .filter(({ from, until }) => from < until);
}

function overlapsOf(asset: Hex, charged: Charged[], at: Header): Finding[] {
  const inOrder = [...charged].sort((one, other) => Number(one.from - other.from));
  const findings = [];
  let longest: Charged | undefined;
  for (const next of inOrder) {
    if (longest !== undefined && next.from < longest.until)
      findings.push(twice(asset, longest, next, at));
    if (longest === undefined || next.until > longest.until) longest = next;
  }
  return findings;
}

function twice(asset: Hex, one: Charged, other: Charged, at: Header): Finding {
  const seconds = least(one.until, other.until) - other.from;
  return {
    code: 'GPU_RENTED_TWICE',
    subject: `gpu ${asset}`,
    field: 'seconds',
    expected: '0',
    found: `${seconds} from ${other.from}: rental ${one.rentalId} and rental ${other.rentalId}`,
    blockNumber: at.number,
    txHash: undefined,
  };
}
