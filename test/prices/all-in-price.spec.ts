import { operations } from '@gpuflow/api-client';

import { booksOf, openLedger, type RentalBook } from '../faults/books.js';
import { Renter } from '../world/renter.js';
import { setFee } from '../world/set-fee.js';
import { TestMachine } from '../world/test-machine.js';
import { openWorld, type World } from '../world/world.js';
import { costOf, feeOf, sliceDiskGb, usesOf, type Use } from './uses.js';

/** `npm run prices` plays more of them; `SEED` chooses others, or those of a run that failed. */
const count = Number(process.env.USES ?? 6);
const seed = Number(process.env.SEED ?? 20_260_212);
const minutes = 60_000;
const window = 3_600n;
/** More than any use costs. */
const plentyUnits = 2_000_000_000n;

/** A use whose rental has been opened. */
interface Opened {
  use: Use;
  id: `0x${string}`;
  depositUnits: bigint;
  /** What a search of this use shows for the listing, and what the quote says. */
  found: bigint;
  quoted: { allIn: bigint; fee: bigint };
}

describe(`${count} uses of seed ${seed}`, () => {
  let world: World;
  let machine: TestMachine;
  let renter: Renter;

  beforeEach(async () => {
    world = await openWorld();
    renter = new Renter(world, world.party('renter'));
    machine = await TestMachine.enrol(world, world.party('provider'), {
      gpuCount: count,
      diskGb: count * sliceDiskGb,
    });
    await machine.beat();
  });

  afterEach(async () => {
    await machine.close();
    await world.close();
  });

  /** Lists a GPU of the machine for a use. */
  function list(use: Use, index: number): Promise<string> {
    const { class: rentalClass, pricePerHourUnits, includedDiskGb } = use;
    const { diskPricePerGbHourUnits, upPricePerGbUnits, downPricePerGbUnits } = use;
    const prices = { diskPricePerGbHourUnits, upPricePerGbUnits, downPricePerGbUnits };
    return machine.list({
      class: rentalClass,
      pricePerHourUnits,
      slice: { gpuIndices: [index], diskGb: sliceDiskGb },
      terms: { includedDiskGb, ...prices },
    });
  }

  /** What a search shows for a listing. */
  async function search(listingId: string, { diskGb, upGb, downGb, seconds }: Use) {
    const { listings } = await world.anonymous.query(operations.listings, {
      usage: { diskGb, upGb, downGb, seconds },
      sort: 'ALL_IN_PRICE',
      first: 100,
    });
    const edge = listings.edges.find(({ node }) => node.id === listingId);
    if (edge === undefined) throw new Error(`the search does not find ${listingId}`);
    return edge.allInPrice.units;
  }

  /** Lists, finds and opens what is used under one fee. */
  async function openAll(uses: readonly Use[], feeBps: number, firstGpu: number) {
    await setFee(world, feeBps);
    const opened: Opened[] = [];
    for (const use of uses) opened.push(await open(use, firstGpu + opened.length));
    await world.settle();
    return opened;
  }

  /** Finds a use, has it quoted, and asks for it with some money to spare. */
  async function open(use: Use, gpu: number): Promise<Opened> {
    const listingId = await list(use, gpu);
    const { diskGb, upGb, downGb, seconds } = use;
    const usage = { diskGb, upGb, downGb, seconds };
    const found = await search(listingId, use);
    const depositUnits = found + 1n + use.spareUnits;
    const quote = await renter.quote(listingId, { ...usage, depositUnits });
    const variables = await renter.signed(quote, listingId, usage);
    const { openRental } = await renter.party.api.mutate(operations.openRental, variables);
    const quoted = { allIn: quote.allIn.units, fee: quote.fee.units };
    return { use, id: openRental.id, depositUnits, found, quoted };
  }

  /** Has each rental last to the second as long as it was quoted for, and all money go where it belongs. */
  async function live(rentals: readonly Opened[]): Promise<void> {
    await machine.boot();
    await world.settle();
    const ends = await Promise.all(
      rentals.map(async ({ id, use }) => ({ id, at: (await startOf(id)) + BigInt(use.seconds) })),
    );
    ends.sort((one, other) => Number(one.at - other.at));
    for (const { id, at } of ends) await stopAt(id, at);
    await world.passTo((ends.at(-1)?.at ?? 0n) + window);
  }

  /** Stops a rental by the renter's own transaction, at this second. */
  async function stopAt(rentalId: `0x${string}`, second: bigint): Promise<void> {
    const { api, wallet } = renter.party;
    const { stopCall } = await api.query(operations.stopCall, { rentalId });
    await world.node.setNextBlockTimestamp(Number(second));
    await wallet.sendCall(stopCall);
  }

  async function startOf(id: `0x${string}`): Promise<bigint> {
    const { startedAt } = await renter.rental(id);
    if (startedAt === null) throw new Error(`${id} does not run`);
    return BigInt(startedAt.getTime() / 1000);
  }

  it(
    'each cost on chain, to the unit, what search and quote had said',
    async () => {
      await renter.deposit(BigInt(count) * plentyUnits);
      const rentals: Opened[] = [];
      for (const [feeBps, uses] of Map.groupBy(usesOf(seed, count), (use) => use.feeBps))
        rentals.push(...(await openAll(uses, feeBps, rentals.length)));
      await live(rentals);
      const ledger = openLedger(world.node.url, world.node.deployment);
      const { rentals: books } = booksOf(await ledger.logs());
      for (const { use, id, depositUnits, found, quoted } of rentals) {
        const [allIn, fee] = [costOf(use), feeOf(use)];
        expect({ use, found, quoted }).toEqual({ use, found: allIn, quoted: { allIn, fee } });
        expect({ use, ...moved(books.get(id)) }).toEqual({
          use,
          closed: 1,
          toProviderUnits: allIn - fee,
          feeUnits: fee,
          refundedUnits: depositUnits - allIn,
        });
      }
      expect(await world.audit()).toMatchObject({ findings: [], rentals: count });
    },
    10 * minutes,
  );
});

/** What the logs say of a rental's money. */
function moved(book: RentalBook | undefined) {
  if (book === undefined) throw new Error('it was never opened');
  const { closed, toProviderUnits, feeUnits, refundedUnits } = book;
  return { closed, toProviderUnits, feeUnits, refundedUnits };
}
