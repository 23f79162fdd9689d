import { evidence, intents, usageRoots } from '@gpuflow/db';
import type { Rental } from '@gpuflow/domain';

import { chainId, chainStart, eachTestItsMarket, showChainClock } from '../fixture/market.js';
import { recorded } from '../fixture/observed.js';
import { addFunding } from '../fixture/rentals.js';
import { provenPieces } from './proven-evidence.js';
import { publishUsageRoots } from './publish-usage-roots.js';
import { sayEvidence } from './say-evidence.js';

const market = eachTestItsMarket();
const hour = Math.floor(chainStart / 3_600);
const over = (hour + 1) * 3_600;

describe('publishUsageRoots', () => {
  let rental: Rental;
  beforeEach(async () => {
    rental = await addFunding(market);
  });

  function say(from: number): Promise<unknown> {
    const stretches = [{ from: BigInt(from), until: BigInt(from + 10), up: false }];
    const said = { rentalId: rental.id, stretches, observed: { from }, ofHalt: false };
    return market.db.transaction((tx) => sayEvidence(tx, market, said));
  }
  const wish = () => intents.find(market.db, `${chainId}:usage-root-of-${hour}`);

  it('asks for the root over an hour when it is over, once, whoever asks', async () => {
    await say(chainStart);
    await say(chainStart + 10);
    await showChainClock(market, over - 1);
    expect(await publishUsageRoots(market)).toEqual([]);
    await showChainClock(market, over);
    const asked = await Promise.all([publishUsageRoots(market), publishUsageRoots(market)]);
    expect(asked.flat()).toEqual([hour]);
    const { root } = market.terms.evidenceTree(await evidence.ofRental(market.db, rental.id));
    expect(await wish()).toMatchObject({
      signerRole: 'METER',
      rentalId: undefined,
      call: { purpose: 'PUBLISH_USAGE_ROOT', hour, root, leafCount: 2 },
    });
    expect(await recorded(market, `chain:${chainId}`)).toEqual(['usage_root.requested']);
  });

  it('adds nothing to an hour that is closed, even where the chain goes back', async () => {
    await say(chainStart);
    await showChainClock(market, over);
    await publishUsageRoots(market);
    await showChainClock(market, over - 60);
    await say(chainStart + 10);
    const pieces = await evidence.ofRental(market.db, rental.id);
    expect(pieces.map((piece) => piece.hour)).toEqual([hour, hour + 1]);
    expect(await usageRoots.lastHour(market.db, chainId)).toBe(hour);
    const proven = await provenPieces(market.db, market, [hour, hour + 1]);
    expect(proven.map(({ proof }) => proof !== undefined)).toEqual([true, false]);
  });

  it('leaves out hours in which nothing was said', async () => {
    await showChainClock(market, over + 7_200);
    expect(await publishUsageRoots(market)).toEqual([]);
  });
});
