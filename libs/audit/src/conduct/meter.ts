import type { Hex } from 'viem';

import type { Evidence, EvidencePiece } from '../evidence/evidence.js';
import { encodePiece } from '../evidence/evidence.js';
import { isUnder } from '../evidence/merkle-proof.js';
import type { Books, HaltBook, RentalBook } from '../fold/books.js';
import { rentalSubject } from '../fold/check.js';
import { greatest, least } from '../fold/clock.js';
import { NO_HASH } from '../fold/constants.js';
import { usageKey } from '../fold/governance.js';
import type { Finding } from '../finding.js';
import type { Header } from '../node/header.js';
import { chargedOf } from './overlaps.js';

/** A meter's root of an hour can be published when the hour is over; until so many seconds later a halt may wait for it. */
const evidenceDueSeconds = 2n * 3600n;

/** Who sent a transaction. */
export type SenderOf = (txHash: Hex) => Promise<Hex>;

/**
 * Every halt on a meter's word must be backed by evidence, under the root that the halt names and under the root that the
 * meter published for that hour, which says that the machine was down when the clock was stopped. A provider that
 * halts its own machine, which nobody can do about the past, needs none.
 */
export async function judgeHalts(
  books: Books,
  evidence: Evidence,
  at: Header,
  senderOf: SenderOf,
): Promise<Finding[]> {
  const findings = [];
  const pieces = byRental(evidence);
  for (const halt of books.halts) {
    const lack = lackOf(books, halt, pieces.get(halt.rentalId) ?? [], at.timestamp);
    if (lack === undefined || (await isProvidersOwn(halt, senderOf))) continue;
    findings.push(withoutEvidence(halt, lack));
  }
  return findings;
}

/** Seconds that stayed charged at the full price although the meter's own evidence says that the machine was down. */
export function judgeCharges(books: Books, evidence: Evidence, at: Header): Finding[] {
  return [...byRental(evidence)].flatMap(([rentalId, pieces]) => {
    const rental = books.rentals.get(rentalId);
    if (rental === undefined) return [];
    const down = pieces.filter((piece) => !piece.up && isPublished(books, rental, piece));
    const seconds = chargedWhile(rental, down, at.timestamp);
    return seconds === 0n ? [] : [chargedWhileDown(rental, seconds, at)];
  });
}

function byRental({ pieces }: Evidence): Map<Hex, EvidencePiece[]> {
  return Map.groupBy(pieces, ({ rentalId }) => rentalId);
}

/** What a halt lacks of its evidence; undefined where it lacks nothing, or may still get it. */
function lackOf(
  books: Books,
  halt: HaltBook,
  pieces: readonly EvidencePiece[],
  now: bigint,
): string | undefined {
  if (halt.evidenceRoot === NO_HASH) return 'no evidence root';
  if (isBacked(books, halt, pieces)) return undefined;
  if (now < halt.saidAt + evidenceDueSeconds) return undefined;
  return `nothing shown under ${halt.evidenceRoot} and a published root`;
}

/**
 * Whether a piece under the root that the halt names says that the machine went down, and it or those that follow it
 * without a gap that it still was when the clock was stopped: a halt that is mined late stops it later than it asked.
 */
function isBacked(books: Books, halt: HaltBook, pieces: readonly EvidencePiece[]): boolean {
  const rental = books.rentals.get(halt.rentalId);
  if (rental === undefined) return false;
  const down = pieces
    .filter((piece) => !piece.up && isPublished(books, rental, piece))
    .sort((one, other) => one.from - other.from);
  const named = down.find((piece) => piece.from <= halt.haltedAt && isNamed(halt, piece));
  if (named === undefined) return false;
  let { until } = named;
  for (const piece of down) if (piece.from === until) until = piece.until;
  return halt.haltedAt < until;
}

function isNamed({ evidenceRoot }: HaltBook, piece: EvidencePiece): boolean {
  return (
    piece.haltProof !== undefined && isUnder(evidenceRoot, encodePiece(piece), piece.haltProof)
  );
}

/** Whether the meter bound itself to this piece before anybody disputed it. */
function isPublished(books: Books, { order }: RentalBook, piece: EvidencePiece): boolean {
  const published = books.usageRoots.get(usageKey(order.offer.meter, piece.hour));
  return published !== undefined && isUnder(published.root, encodePiece(piece), piece.proof);
}

async function isProvidersOwn(halt: HaltBook, senderOf: SenderOf): Promise<boolean> {
  if (halt.evidenceRoot !== NO_HASH || halt.haltedAt !== halt.saidAt) return false;
  return (await senderOf(halt.txHash)) === halt.provider;
}

function chargedWhile(rental: RentalBook, down: readonly EvidencePiece[], now: bigint): bigint {
  const runs = chargedOf(rental, now);
  let seconds = 0n;
  let judgedTo = 0n;
  for (const piece of [...down].sort((one, other) => one.from - other.from)) {
    const from = greatest(BigInt(piece.from), judgedTo);
    judgedTo = greatest(judgedTo, BigInt(piece.until));
    for (const run of runs) {
      const common = least(run.until, judgedTo) - greatest(run.from, from);
      seconds += greatest(common, 0n);
    }
  }
  return seconds;
}

function withoutEvidence(halt: HaltBook, found: string): Finding {
  const { rentalId, blockNumber, txHash } = halt;
  const subject = rentalSubject(rentalId);
  const expected = `evidence that it was down at ${halt.haltedAt}`;
  const about = { code: 'HALT_WITHOUT_EVIDENCE', subject, field: 'evidenceRoot' } as const;
  return { ...about, expected, found, blockNumber, txHash };
}

function chargedWhileDown({ id }: RentalBook, seconds: bigint, { number }: Header): Finding {
  const about = {
    code: 'CHARGED_WHILE_DOWN',
    subject: rentalSubject(id),
    field: 'seconds',
  } as const;
  return { ...about, expected: '0', found: `${seconds}`, blockNumber: number, txHash: undefined };
}
