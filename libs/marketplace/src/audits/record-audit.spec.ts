import { audits, records, type AuditFinding } from '@gpuflow/db';
import type { Listing } from '@gpuflow/domain';

import { fund } from '../fixture/chain-says.js';
import {
  chainId,
  chainStart,
  depositUnits,
  eachTestItsMarket,
  hashOf,
  renter,
} from '../fixture/market.js';
import { addListing } from '../fixture/providers.js';
import { openingOf } from '../fixture/rentals.js';
import { openRental } from '../rentals/open-rental.js';
import { quoteRental } from '../rentals/quote-rental.js';
import { recordAudit } from './record-audit.js';

const market = eachTestItsMarket();
const anHour = { diskGb: 0, upGb: 0, downGb: 0, seconds: 3_600 };

const finding: AuditFinding = {
  code: 'CONTRACT_DIFFERS',
  subject: 'fees 0x1',
  field: 'fees',
  expected: '1',
  found: '2',
  blockNumber: 5n,
  txHash: undefined,
};

async function audited(blockNumber: bigint, differences: number, findings: AuditFinding[] = []) {
  market.clock.advanceSeconds(1);
  return recordAudit(market, {
    blockNumber,
    blockHash: hashOf('block'),
    blockTimestamp: BigInt(chainStart),
    digest: hashOf('digest'),
    logs: 1,
    accounts: 1,
    rentals: 0,
    differences,
    totals: [],
    startedAt: market.clock.now(),
    findings,
  });
}

describe('an audit that finds a difference', () => {
  let listing: Listing;
  beforeEach(async () => {
    listing = await addListing(market);
    await fund(market, renter, depositUnits);
  });

  const quote = () => {
    const wish = { usage: anHour, depositUnits, renter: renter.address };
    return quoteRental(market, { listingId: listing.id, ...wish });
  };

  it('closes entry for quotes and openings, and says why', async () => {
    const auditId = await audited(5n, 1, [finding]);
    const closed = { code: 'ENTRY_CLOSED', facts: { auditId, block: 5n } };
    await expect(quote()).rejects.toMatchObject(closed);
    await expect(openRental(market, openingOf(listing))).rejects.toMatchObject(closed);
    expect(await audits.findingsOf(market.db, auditId, 10)).toEqual([finding]);
  });

  it('gives the answer of a rental that was opened before', async () => {
    const command = openingOf(listing);
    const rental = await openRental(market, command);
    await audited(5n, 1, [finding]);
    expect(await openRental(market, { ...command, key: 'another key' })).toEqual(rental);
  });

  it('is followed by one that opens it again, and both are recorded', async () => {
    const closing = await audited(5n, 1, [finding]);
    await audited(6n, 2, [finding, finding]);
    const opening = await audited(7n, 0);
    await audited(8n, 0);
    await expect(quote()).resolves.toBeDefined();
    const trail = await records.listOfSubject(market.db, `chain:${chainId}`);
    const moved = trail.filter(({ kind }) => kind.startsWith('entry.'));
    expect(moved).toMatchObject([
      { kind: 'entry.closed', actor: 'system:audit', facts: { auditId: closing, block: '5' } },
      { kind: 'entry.reopened', actor: 'system:audit', facts: { auditId: opening, block: '7' } },
    ]);
    expect(trail.filter(({ kind }) => kind === 'audit.finished')).toHaveLength(4);
  });
});

describe('an audit that lists what somebody did, and finds no difference', () => {
  it('leaves entry open', async () => {
    const listing = await addListing(market);
    const conduct = { ...finding, code: 'HALT_WITHOUT_EVIDENCE' };
    const auditId = await audited(5n, 0, [conduct]);
    const wish = { usage: anHour, depositUnits, renter: renter.address };
    await expect(quoteRental(market, { listingId: listing.id, ...wish })).resolves.toBeDefined();
    expect(await audits.atBlock(market.db, chainId, 5n)).toMatchObject({ id: auditId });
  });
});

it('keeps a thousand findings of many', async () => {
  const auditId = await audited(
    5n,
    1_001,
    Array.from({ length: 1_001 }, () => finding),
  );
  expect(await audits.findingsOf(market.db, auditId, 2_000)).toHaveLength(1_000);
  expect(await audits.last(market.db, chainId)).toMatchObject({ differences: 1_001 });
});
