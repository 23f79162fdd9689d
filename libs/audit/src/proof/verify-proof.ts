import { numberToHex, recoverAddress, type Address, type Hex } from 'viem';

import { encodePiece } from '../evidence/evidence.js';
import { isUnder } from '../evidence/merkle-proof.js';
import type { Finding } from '../finding.js';
import { emptyBooks, heldBy, type Books, type RentalBook, type State } from '../fold/books.js';
import { foldLog } from '../fold/fold-log.js';
import { closeTransaction } from '../fold/transaction.js';
import { decodeLog, type Order } from '../log/decode.js';
import { offerDigest } from '../log/digests.js';
import type { RawLog } from '../node/raw-log.js';
import { bundleForm, type BundledBlock, type ProofBundle } from './bundle.js';
import { readHeader, type ProvenHeader } from './header.js';
import { logsIn } from './receipt.js';
import { receiptUnder } from './receipt-tree.js';

/** A bundle that proves nothing, and why. */
export class ProofBroken extends Error {
  override readonly name = 'ProofBroken';
}

/** How a party's consent shows: by its key's signature, or by the contract's word alone (its own call, or its code's). */
export type Consent = 'SIGNED' | 'BY_CONTRACT';

/** A rental at one moment. Base units, chain seconds. */
export interface RentalMoment {
  state: State;
  claimed: bigint;
  toProvider: bigint;
  fees: bigint;
  refunded: bigint;
  held: bigint;
}

/** What a bundle proves, if its blocks are on the chain: see `blocks`. */
export interface ProvenSettlement {
  chainId: number;
  escrow: Address;
  rentalId: Hex;
  order: Order;
  toProvider: bigint;
  fee: bigint;
  /** All that provider and platform have been credited with by then. */
  claimed: bigint;
  settledAt: bigint;
  before: RentalMoment;
  after: RentalMoment;
  offerConsent: Consent;
  orderConsent: Consent;
  /** How many pieces of evidence are under the root of a halt of this rental. */
  evidencePieces: number;
  /** Every block that a log was proven in: whoever knows these hashes from the chain need trust nobody. */
  blocks: Pick<ProvenHeader, 'hash' | 'number'>[];
}

/**
 * Checks a bundle with nothing but itself: every log's path to its header, the rental's story from its opening, each value of it
 * by the contract's rules, and the signatures. Throws {@link ProofBroken} where anything does not hold.
 */
export async function verifyProof(document: unknown): Promise<ProvenSettlement> {
  const parsed = bundleForm.safeParse(document);
  if (!parsed.success) throw new ProofBroken('not a settlement proof of a form that is known');
  const bundle = parsed.data;
  const logs = await provenLogs(bundle);
  const books = emptyBooks(bundle, { alone: true });
  const told = foldUpTo(books, bundle, logs);
  const { order } = told.rental;
  return {
    chainId: bundle.chainId,
    escrow: bundle.escrow,
    rentalId: bundle.rentalId,
    order,
    ...told.settlement,
    before: told.before,
    after: told.after,
    offerConsent: await consentOf(
      order.offer.provider,
      offerDigest(bundle, order.offer),
      bundle.signatures.offer,
    ),
    orderConsent: await consentOf(order.renter, bundle.rentalId, bundle.signatures.order),
    evidencePieces: evidenceOf(books, bundle),
    blocks: bundle.blocks.map(({ header }) => {
      const { hash, number } = readHeader(header);
      return { hash, number };
    }),
  };
}

interface PlacedLog {
  raw: RawLog;
  at: bigint;
}

async function provenLogs({ blocks, escrow }: ProofBundle): Promise<PlacedLog[]> {
  const logs = [];
  for (const block of blocks) logs.push(...(await logsOfBlock(block)));
  if (logs.some(({ raw }) => raw.address !== escrow))
    throw new ProofBroken('a log is not of the escrow');
  return logs;
}

async function logsOfBlock({ header, receipts }: BundledBlock): Promise<PlacedLog[]> {
  const block = parsedHeader(header);
  const logs = [];
  for (const { index, proof, logs: places } of receipts) {
    const receipt = await receiptUnder(block.receiptsRoot, index, proof);
    if (receipt === undefined)
      throw new ProofBroken(`no receipt ${index} is proven in block ${block.number}`);
    const inside = logsIn(receipt);
    logs.push(...places.map((place) => placed(block, index, place, inside[place])));
  }
  return logs;
}

function parsedHeader(header: Hex): ProvenHeader {
  try {
    return readHeader(header);
  } catch {
    throw new ProofBroken('a header is none');
  }
}

function placed(
  block: ProvenHeader,
  index: number,
  logIndex: number,
  log: ReturnType<typeof logsIn>[number] | undefined,
): PlacedLog {
  if (log === undefined) throw new ProofBroken(`receipt ${index} has no log ${logIndex}`);
  // The transaction's name is not proven, and only tells which logs belong together.
  const txHash = numberToHex(block.number * 2n ** 64n + BigInt(index), { size: 32 });
  const at = { blockNumber: block.number, blockHash: block.hash, txHash, logIndex };
  return { raw: { ...log, ...at }, at: block.timestamp };
}

function foldUpTo(books: Books, { rentalId, seq }: ProofBundle, logs: readonly PlacedLog[]) {
  let before: RentalMoment | undefined;
  let after: RentalMoment | undefined;
  let settlement;
  for (const { raw, at } of logs) {
    const content = decodeLog(raw);
    const settles = content?.eventName === 'Settled' && content.args.seq === seq;
    if (settles) before = momentOf(books.rentals.get(rentalId));
    foldLog(books, raw, at);
    if (!settles) continue;
    const { toProvider, fee, claimed } = content.args;
    settlement = { toProvider, fee, claimed, settledAt: at };
    after = momentOf(books.rentals.get(rentalId));
  }
  closeTransaction(books);
  const rental = books.rentals.get(rentalId);
  if (!rental || !before || !after || !settlement)
    throw new ProofBroken(`the logs hold no settlement ${seq} of the rental`);
  assertSound(books);
  return { rental, before, after, settlement };
}

function assertSound({ findings, rentals }: Books): void {
  const [finding] = findings;
  if (finding !== undefined) throw new ProofBroken(findingText(finding));
  if (rentals.size > 1) throw new ProofBroken('the logs are of several rentals');
}

function findingText({ code, field, expected, found }: Finding): string {
  return `${code}, ${field}: expected ${expected}, found ${found}`;
}

function momentOf(rental: RentalBook | undefined): RentalMoment | undefined {
  if (rental === undefined) return undefined;
  const { state, claimed, toProvider, fees, refunded } = rental;
  return { state, claimed, toProvider, fees, refunded, held: heldBy(rental) };
}

/** The contract let nothing open without consent; a key's signature shows it to those who doubt the contract too. */
async function consentOf(signer: Address, digest: Hex, signature: Hex | null): Promise<Consent> {
  if (signature === null) return 'BY_CONTRACT';
  const recovered = await recoverAddress({ hash: digest, signature }).catch(() => undefined);
  return recovered === signer ? 'SIGNED' : 'BY_CONTRACT';
}

function evidenceOf({ halts }: Books, { evidence }: ProofBundle): number {
  return evidence.pieces.filter((piece) =>
    halts.some(({ evidenceRoot }) =>
      isUnder(evidenceRoot, encodePiece(piece), piece.haltProof ?? []),
    ),
  ).length;
}
