import { randomUUID } from 'node:crypto';

import { listings } from '@gpuflow/db';
import { allIncluded, type Listing, type Machine, type Offer } from '@gpuflow/domain';

import { fund } from '../fixture/chain-says.js';
import {
  chainId,
  depositUnits,
  eachTestItsMarket,
  hashOf,
  otherRenter,
  provider,
  renter,
  walletOf,
} from '../fixture/market.js';
import { recorded } from '../fixture/observed.js';
import { addMachine, offerOf, publicationOf } from '../fixture/providers.js';
import { openingOf } from '../fixture/rentals.js';
import { terms } from '../fixture/terms.js';
import { openRental } from '../rentals/open-rental.js';
import { quoteRental } from '../rentals/quote-rental.js';
import { publishListing } from './publish-listing.js';
import { repriceListing, type RepriceListing } from './reprice-listing.js';
import { withdrawListing } from './withdraw-listing.js';

const market = eachTestItsMarket();

describe('repriceListing', () => {
  let machine: Machine;
  let listing: Listing;
  beforeEach(async () => {
    machine = await addMachine(market);
    listing = await publishListing(market, publicationOf(machine));
    await fund(market, renter, depositUnits);
  });

  const priceOf = (changes: Partial<Offer> = {}, by = provider): RepriceListing => {
    const offer = offerOf(machine, { salt: hashOf('new'), pricePerHour: 490_000n, ...changes });
    const signature = by.sign(terms.hashOffer(offer));
    const signed = { offer, terms: undefined, signature };
    return { actor: walletOf(by), key: randomUUID(), chainId, id: listing.id, ...signed };
  };
  const usage = { diskGb: 0, upGb: 0, downGb: 0, seconds: 7_200 };
  const quote = () =>
    quoteRental(market, {
      listingId: listing.id,
      renter: renter.address,
      usage,
      depositUnits: undefined,
    });

  it('puts another offer in the place of the first, under the same id', async () => {
    const command = priceOf();
    const repriced = await repriceListing(market, command);
    expect(repriced).toEqual({
      ...listing,
      offer: command.offer,
      offerHash: terms.hashOffer(command.offer),
      offerSignature: command.signature,
    });
    expect(await repriceListing(market, command)).toEqual(repriced);
    expect(await recorded(market, `listing:${listing.id}`)).toEqual([
      'listing.published',
      'listing.repriced',
    ]);
    expect(await quote()).toMatchObject({ allInUnits: 980_000n });
  });

  it('changes what disk and traffic cost, under the provider’s signature', async () => {
    const charged = {
      includedDiskGb: 50,
      diskPricePerGbHourUnits: 100n,
      upPricePerGbUnits: 20_000n,
      downPricePerGbUnits: 10_000n,
    };
    const unsigned = { ...priceOf(), terms: charged };
    await expect(repriceListing(market, unsigned)).rejects.toMatchObject({
      code: 'LISTING_TERMS_MISMATCH',
      facts: { have: terms.termsHash(allIncluded(500)), want: terms.termsHash(charged) },
    });
    const command = { ...priceOf({ slaHash: terms.termsHash(charged) }), terms: charged };
    expect(await repriceListing(market, command)).toMatchObject({ terms: charged });
    const used = { diskGb: 150, upGb: 10, downGb: 50, seconds: 7_200 };
    const request = { listingId: listing.id, renter: renter.address, depositUnits: undefined };
    // 490,000 + 100 GB × 100 + 700,000 over two hours: 850,000 an hour.
    expect(await quoteRental(market, { ...request, usage: used })).toMatchObject({
      allInUnits: 1_700_000n,
      order: { pricePerHour: 850_000n, deposit: 1_700_000n },
    });
  });

  it('has quotes on the offer before refused: OFFER_REPLACED', async () => {
    const before = openingOf(listing);
    const repriced = await repriceListing(market, priceOf());
    const facts = { listingId: listing.id, have: listing.offerHash, want: repriced.offerHash };
    await expect(openRental(market, before)).rejects.toMatchObject({
      code: 'OFFER_REPLACED',
      facts,
    });
    expect((await openRental(market, openingOf(repriced))).state).toBe('FUNDING');
  });

  it('leaves a rental its price', async () => {
    const rental = await openRental(market, openingOf(listing));
    await repriceListing(market, priceOf());
    expect(rental.order.pricePerHour).toBe(590_000n);
    await fund(market, otherRenter, depositUnits);
    const repriced = await listings.find(market.db, listing.id);
    if (repriced === undefined) throw new Error('it is there');
    const next = openingOf(repriced, {}, otherRenter);
    await expect(openRental(market, next)).rejects.toMatchObject({ code: 'LISTING_TAKEN' });
  });

  it('refuses an offer that was published before: OFFER_CANCELLED', async () => {
    await repriceListing(market, priceOf());
    const back = priceOf({ salt: listing.offer.salt, pricePerHour: 590_000n });
    await expect(repriceListing(market, back)).rejects.toMatchObject({
      code: 'OFFER_CANCELLED',
      facts: { offerHash: listing.offerHash },
    });
  });

  it('refuses another’s listing, another slice, and one that is withdrawn', async () => {
    const theirs = priceOf({ provider: otherRenter.address }, otherRenter);
    await expect(repriceListing(market, theirs)).rejects.toMatchObject({ code: 'NOT_OWNER' });
    const another = priceOf({ assetHash: hashOf('another') });
    await expect(repriceListing(market, another)).rejects.toMatchObject({ code: 'ASSET_MISMATCH' });
    const { id } = listing;
    await withdrawListing(market, { actor: walletOf(provider), key: 'withdraw', id });
    await expect(repriceListing(market, priceOf())).rejects.toMatchObject({
      code: 'LISTING_WITHDRAWN',
    });
  });
});
