import { chainParams, listings } from '@gpuflow/db';
import { allIncluded, type Machine, type Offer } from '@gpuflow/domain';

import { partyOf } from '../fixture/keys.js';
import {
  chainId,
  chainStart,
  eachTestItsMarket,
  feeBps,
  hashOf,
  listToken,
  otherRenter,
  pricePerHourUnits,
  provider,
  showChainClock,
  token,
  walletOf,
} from '../fixture/market.js';
import { heardDuring, recorded } from '../fixture/observed.js';
import { addMachine, publicationOf } from '../fixture/providers.js';
import { terms } from '../fixture/terms.js';
import { publishListing, type PublishListing } from './publish-listing.js';
import { withdrawListing } from './withdraw-listing.js';

const market = eachTestItsMarket();

describe('publishListing', () => {
  let machine: Machine;
  beforeEach(async () => {
    machine = await addMachine(market);
  });

  const publish = (command: PublishListing) => publishListing(market, command);
  const expectRefused = async (command: PublishListing, code: string, facts: object) => {
    await expect(publish(command)).rejects.toMatchObject({ code, facts });
    expect(await listings.listActiveOf(market.db, machine.id)).toEqual([]);
  };

  it('lists a machine under its provider’s offer', async () => {
    const command = publicationOf(machine);
    const listing = await publish(command);
    expect(listing).toEqual({
      id: expect.any(String),
      machineId: machine.id,
      provider: provider.address,
      state: 'ACTIVE',
      tier: 'COMMUNITY',
      slice: { gpuIndices: [0], diskGb: 500 },
      terms: allIncluded(500),
      offer: command.offer,
      offerHash: terms.hashOffer(command.offer),
      offerSignature: command.signature,
      gpuModel: 'RTX 4090',
      publishedAt: market.clock.now(),
      withdrawnAt: undefined,
    });
    expect(listing.offer.pricePerHour).toBe(pricePerHourUnits);
    expect(await listings.listActiveOf(market.db, machine.id)).toEqual([listing]);
    expect(await recorded(market, `listing:${listing.id}`)).toEqual(['listing.published']);
  });

  it('answers the same listing for the same key, when it is withdrawn too', async () => {
    const command = publicationOf(machine);
    const { id } = await publish(command);
    expect((await publish(command)).id).toBe(id);
    await withdrawListing(market, { actor: walletOf(provider), key: 'withdraw', id });
    expect(await publish(command)).toMatchObject({ id, state: 'WITHDRAWN' });
    expect(await recorded(market, `listing:${id}`)).toEqual([
      'listing.published',
      'listing.withdrawn',
    ]);
  });

  it('lists a machine once where ten offers for it come at once', async () => {
    const answers = await Promise.allSettled(
      Array.from({ length: 10 }, (_, n) =>
        publish(publicationOf(machine, { salt: hashOf(`offer ${n}`) })),
      ),
    );
    const [listed] = await listings.listActiveOf(market.db, machine.id);
    expect(answers.filter(({ status }) => status === 'fulfilled')).toMatchObject([
      { value: listed },
    ]);
    const facts = { machineId: machine.id, listingId: listed?.id, gpuIndices: [0] };
    for (const answer of answers.filter(({ status }) => status === 'rejected'))
      expect(answer).toMatchObject({ reason: { code: 'SLICE_OVERLAPS', facts } });
  });

  it('lists a machine again under another offer after a withdrawal', async () => {
    const { id } = await publish(publicationOf(machine));
    await withdrawListing(market, { actor: walletOf(provider), key: 'withdraw', id });
    const again = await publish(publicationOf(machine, { salt: hashOf('another offer') }));
    expect(again.id).not.toBe(id);
    expect(await listings.listActiveOf(market.db, machine.id)).toEqual([again]);
  });

  it('refuses an offer that was withdrawn: OFFER_CANCELLED', async () => {
    const { id, offerHash } = await publish(publicationOf(machine));
    await withdrawListing(market, { actor: walletOf(provider), key: 'withdraw', id });
    const again = publicationOf(machine);
    const heard = await heardDuring(market, () =>
      expectRefused(again, 'OFFER_CANCELLED', { offerHash }),
    );
    expect(heard).toEqual([]);
    expect(
      (await publish({ ...publicationOf(machine, { salt: hashOf('new') }), key: again.key })).state,
    ).toBe('ACTIVE');
  });

  it.each<[string, string, Partial<Offer>, object]>([
    [
      'ASSET_MISMATCH',
      'for another machine',
      { assetHash: hashOf('other') },
      { have: hashOf('other') },
    ],
    [
      'OFFER_EXPIRED',
      'that ends now',
      { validUntil: chainStart },
      { validUntil: chainStart, now: chainStart },
    ],
    ['FEE_MISMATCH', 'that accepts too small a fee', { maxFeeBps: 999 }, { have: 1000, want: 999 }],
    [
      'TERM_NOT_SUPPORTED',
      'with another meter',
      { meter: partyOf('provider').address },
      { term: 'meter' },
    ],
    ['TERM_NOT_SUPPORTED', 'with a bond', { bond: 1n }, { term: 'bond' }],
    [
      'TERMS_OUT_OF_BOUNDS',
      'that costs nothing',
      { pricePerHour: 0n },
      { term: 'pricePerHour', have: 0n },
    ],
    [
      'TOKEN_NOT_LISTED',
      'in an unknown token',
      { token: provider.address },
      { token: provider.address },
    ],
  ])('refuses %s: an offer %s', async (code, _, changes, facts) => {
    await expectRefused(publicationOf(machine, changes), code, facts);
  });

  it('takes an offer in its last second, by the chain’s clock', async () => {
    const command = publicationOf(machine, { validUntil: chainStart + 10 });
    market.clock.advanceSeconds(9);
    expect((await publish(command)).state).toBe('ACTIVE');
  });

  it('judges by the chain’s clock as it goes on: OFFER_EXPIRED', async () => {
    const validUntil = chainStart + 10;
    market.clock.advanceSeconds(10);
    await expectRefused(publicationOf(machine, { validUntil }), 'OFFER_EXPIRED', {
      validUntil,
      now: validUntil,
    });
  });

  it('refuses a token that is delisted: TOKEN_NOT_LISTED', async () => {
    await listToken(market, false);
    await expectRefused(publicationOf(machine), 'TOKEN_NOT_LISTED', { token });
  });

  it('refuses another’s machine or offer: NOT_OWNER', async () => {
    const theirs = publicationOf(machine, { provider: otherRenter.address }, otherRenter);
    await expectRefused(theirs, 'NOT_OWNER', { kind: 'machine', id: machine.id });
    const carried = { ...publicationOf(machine), actor: walletOf(otherRenter) };
    await expectRefused(carried, 'NOT_OWNER', { actor: otherRenter.address, kind: 'offer' });
  });

  it('refuses what the provider did not sign: BAD_SIGNATURE', async () => {
    const command = publicationOf(machine);
    const dearer = { ...command.offer, pricePerHour: pricePerHourUnits + 1n };
    const facts = { signer: provider.address };
    await expectRefused({ ...command, offer: dearer }, 'BAD_SIGNATURE', facts);
    const signature = otherRenter.sign(terms.hashOffer(command.offer));
    await expectRefused({ ...command, signature }, 'BAD_SIGNATURE', facts);
  });

  it('refuses another chain, and a machine that nobody knows', async () => {
    await expectRefused({ ...publicationOf(machine), chainId: 1 }, 'WRONG_CHAIN', {
      have: 1,
      want: chainId,
    });
    const machineId = '00000000-0000-4000-8000-000000000404';
    await expectRefused({ ...publicationOf(machine), machineId }, 'NOT_FOUND', {
      kind: 'machine',
      id: machineId,
    });
  });

  it('fails while the chain was not read: it cannot know the fee', async () => {
    await chainParams.remove(market.db, chainId);
    await expect(publish(publicationOf(machine))).rejects.toMatchObject({
      name: 'Fault',
      source: 'chain',
    });
    await chainParams.save(market.db, chainId, {
      feeBps,
      feeRecipient: provider.address,
      lastBlock: 2n,
    });
    await showChainClock(market, chainStart + 1);
    expect((await publish(publicationOf(machine))).state).toBe('ACTIVE');
  });
});
