import { chainAccounts, intents, rentals } from '@gpuflow/db';
import type { Listing } from '@gpuflow/domain';

import { fund } from '../fixture/chain-says.js';
import type { Party } from '../fixture/keys.js';
import {
  chainId,
  depositUnits,
  eachTestItsMarket,
  hashOf,
  otherRenter,
  renter,
  token,
} from '../fixture/market.js';
import { addListing } from '../fixture/providers.js';
import { openingOf } from '../fixture/rentals.js';
import { openRental } from './open-rental.js';

/** 25 with all tests; `npm run races` plays 1,000. */
const races = Number(process.env['RACES'] ?? 25);
const minutes = 60_000;

const market = eachTestItsMarket();

/** Both ask for the slice at once, in either order; answers the winner's rental. */
async function race(listing: Listing, n: number) {
  const pair: [Party, Party] = n % 2 === 0 ? [renter, otherRenter] : [otherRenter, renter];
  const commands = pair.map((party) =>
    openingOf(listing, { salt: hashOf(`${party.address} ${n}`) }, party),
  );
  const answers = await Promise.allSettled(commands.map((command) => openRental(market, command)));
  const won = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  const lost = answers.flatMap((answer): unknown[] =>
    answer.status === 'rejected' ? [answer.reason] : [],
  );
  return { won, lost };
}

/** What a renter may still promise, and everything that was ever wished for in its name. */
async function moneyOf({ address }: Party) {
  const account = await chainAccounts.find(market.db, chainId, token, address);
  const pledged = await rentals.pledgedUnits(market.db, address, token);
  return { freeUnits: account?.freeUnits, pledged };
}

it(
  `gives one slice to one of two renters, ${races} times, and leaves the other’s money alone`,
  async () => {
    const listing = await addListing(market);
    for (const party of [renter, otherRenter]) await fund(market, party, depositUnits);
    const untouched = { freeUnits: depositUnits, pledged: 0n };
    for (let n = 0; n < races; n += 1) {
      const { won, lost } = await race(listing, n);
      expect(won).toHaveLength(1);
      expect(lost).toMatchObject([{ code: 'LISTING_TAKEN', facts: { listingId: listing.id } }]);
      for (const rental of won) {
        const loser = rental.renter === renter.address ? otherRenter : renter;
        expect(await moneyOf(loser)).toEqual(untouched);
        expect(await intents.listOfRental(market.db, rental.id)).toHaveLength(1);
        await rentals.follow(market.db, rental.id, { state: 'ENDED', chainSeq: 1 });
      }
    }
    expect(await intents.unsettled(market.db, chainId)).toHaveLength(races);
  },
  10 * minutes,
);
