import { randomUUID } from 'node:crypto';

import { evidence, instances, machines, outbox, pulses } from '@gpuflow/db';
import { grossAt, type Listing, type Machine, type Rental } from '@gpuflow/domain';

import {
  chainStart,
  eachTestItsMarket,
  otherRenter,
  provider,
  renter,
  token,
} from '../fixture/market.js';
import { openModelChain, type ModelChain } from '../fixture/model-chain.js';
import { recorded, wished } from '../fixture/observed.js';
import { addMachine, publicationOf, TestAgent } from '../fixture/providers.js';
import { openingOf } from '../fixture/rentals.js';
import { pauseOf } from '../fixture/words.js';
import { publishListing } from '../listings/publish-listing.js';
import { reportInstance } from '../machines/report-instance.js';
import { openRental } from '../rentals/open-rental.js';
import { proveInstance } from '../rentals/prove-instance.js';
import { haltLateStarts } from './halt-late-starts.js';
import { judgeDueMachines } from './judge-due-machines.js';

const market = eachTestItsMarket();

describe('a rental whose machine falls silent', () => {
  let chain: ModelChain;
  let machine: Machine;
  let listing: Listing;
  let agent: TestAgent;
  let heardAt: number;

  beforeEach(async () => {
    chain = openModelChain(market, chainStart);
    machine = await addMachine(market);
    agent = await TestAgent.start(market, machine, randomUUID());
    heardAt = 0;
    listing = await publishListing(
      market,
      publicationOf(machine, { window: 3_600, retroBudget: 14_400 }),
    );
    for (const { address: owner } of [renter, otherRenter])
      await chain.act(owner, { kind: 'DEPOSIT', token, owner, amountUnits: 50_000_000n });
  });

  /** A rental that was opened and whose instance is said to be up. */
  async function reserved(): Promise<Rental> {
    const rental = await openRental(market, openingOf(listing));
    await chain.carryOut();
    const port = 4_000;
    const up = { rentalId: rental.id, state: 'RUNNING', port, failure: undefined } as const;
    await reportInstance(market, { actor: { kind: 'MACHINE', machineId: machine.id }, ...up });
    return rental;
  }

  /** A rental that runs since `chainStart`. */
  async function running(): Promise<Rental> {
    const rental = await reserved();
    await prove(rental);
    await chain.carryOut();
    return rental;
  }

  const prove = ({ id }: Rental) => proveInstance(market, { rentalId: id });
  /** Beats until this second, as if all the time, and no more. */
  async function beatAt(second: number): Promise<void> {
    for (; second - heardAt > 30; heardAt += 30) {
      await chain.passTo(chainStart + heardAt + 30);
      await agent.beat();
    }
    await comesBackAt(second);
  }
  /** One beat, after whichever silence. */
  async function comesBackAt(second: number): Promise<void> {
    await chain.passTo(chainStart + second);
    await agent.beat();
    heardAt = second;
  }
  async function sweepAt(second: number): Promise<string[]> {
    await chain.passTo(chainStart + second);
    return (await judgeDueMachines(market)).silent;
  }
  const costAt = ({ id }: Rental, second: number) =>
    grossAt(chain.rental(id), BigInt(chainStart + second));
  const told = async ({ id }: Rental) =>
    (await evidence.ofRental(market.db, id)).map(({ from, until, up }) => [
      Number(from) - chainStart,
      Number(until) - chainStart,
      up ? 'up' : 'down',
    ]);
  const probes = async () =>
    (await outbox.takeUnrelayed(market.db, 100)).filter(({ kind }) => kind === 'probe-instance');

  it('is halted as of the last proof of life, with the evidence that the halt names', async () => {
    const rental = await running();
    await beatAt(3_600);
    expect(await sweepAt(3_661)).toEqual([machine.id]);
    const since = chainStart + 3_600;
    expect(await wished(market, rental)).toEqual(['open', 'start', `halt-at-1-since-${since}`]);
    expect(await told(rental)).toEqual([
      [0, 3_600, 'up'],
      [3_600, 3_661, 'down'],
    ]);
    const roots = (await evidence.ofRental(market.db, rental.id)).map(({ haltRoot }) => haltRoot);
    await chain.passTo(chainStart + 3_700);
    expect(await chain.carryOut()).toEqual([`halt-at-1-since-${since}`]);
    expect(new Set(roots).size).toBe(1);
    expect(await recorded(market, `rental:${rental.id}`)).toContain('rental.halt_requested');
    expect(chain.rental(rental.id)).toMatchObject({ state: 'HALTED', halt: 'DOWN' });
    expect(costAt(rental, 7_200)).toBe(590_000n);
  });

  it('goes on when a probe has proved its instance up, and not at a beat', async () => {
    const rental = await running();
    await beatAt(3_600);
    await sweepAt(3_661);
    await chain.carryOut();
    const before = (await probes()).length;
    await comesBackAt(4_600);
    expect(await wished(market, rental)).toHaveLength(3);
    expect((await probes()).length).toBe(before + 1);

    await chain.passTo(chainStart + 4_620);
    await prove(rental);
    expect(await chain.carryOut()).toEqual(['resume-at-2']);
    expect(chain.rental(rental.id).state).toBe('RUNNING');
    expect(await told(rental)).toEqual([
      [0, 3_600, 'up'],
      [3_600, 3_661, 'down'],
      [3_661, 4_620, 'down'],
      [4_620, 4_621, 'up'],
    ]);
    expect(await recorded(market, `rental:${rental.id}`)).toEqual([
      'rental.opening_requested',
      'rental.reserved',
      'instance.reported',
      'instance.proved',
      'rental.running',
      'rental.halt_requested',
      'rental.halted',
      'instance.proved',
      'rental.machine_recovered',
      'rental.resumed',
    ]);
    // 3,600 seconds and 2,580 more.
    expect(costAt(rental, 7_200)).toBe((590_000n * 6_180n) / 3_600n);
  });

  it('goes on where the machine was proved up before the halt was mined', async () => {
    const rental = await running();
    await beatAt(3_600);
    await sweepAt(3_661);
    await comesBackAt(3_670);
    await prove(rental);
    expect(await chain.carryOut()).toEqual([`halt-at-1-since-${chainStart + 3_600}`]);
    expect(await chain.carryOut()).toEqual(['resume-at-2']);
    expect(costAt(rental, 7_200)).toBe((590_000n * 7_130n) / 3_600n);
  });

  it('is halted as well for a silence that was over before anybody looked', async () => {
    const rental = await running();
    await beatAt(3_600);
    const before = (await probes()).length;
    await comesBackAt(3_665);
    expect((await probes()).length).toBe(before + 1);
    expect(await told(rental)).toEqual([
      [0, 3_600, 'up'],
      [3_600, 3_665, 'down'],
    ]);
    const kinds = await recorded(market, `machine:${machine.id}`);
    expect(kinds.slice(-2)).toEqual(['machine.fell_silent', 'machine.came_online']);
    await chain.passTo(chainStart + 3_670);
    await prove(rental);
    expect(await chain.carryOut()).toEqual([`halt-at-1-since-${chainStart + 3_600}`]);
    expect(await chain.carryOut()).toEqual(['resume-at-2']);
    expect(costAt(rental, 7_200)).toBe((590_000n * 7_130n) / 3_600n);
    expect(await sweepAt(3_671)).toEqual([]);
    expect(await wished(market, rental)).toHaveLength(4);
  });

  describe('and is judged late', () => {
    const halt = 'halt-at-1-since-';
    let rental: Rental;
    /** Nobody judges a silence from 600 to 700 before it is long over. */
    beforeEach(async () => {
      rental = await running();
      await beatAt(600);
      await market.execute(`
        create function refuse() returns trigger language plpgsql as $$ begin raise 'not now'; end $$;
        create trigger unjudged before insert on machine_intervals for each row execute function refuse()`);
      await comesBackAt(700);
    });
    const sweepAgainAt = async (second: number) => {
      await beatAt(second);
      await market.execute('drop trigger unjudged on machine_intervals');
      await sweepAt(second + 1);
    };

    it('is halted while that takes more of the silence off than of the time after it', async () => {
      await sweepAgainAt(798);
      expect(await chain.carryOut()).toEqual([`${halt}${chainStart + 600}`]);
      expect(costAt(rental, 7_200)).toBe((590_000n * 600n) / 3_600n);
    });

    it('goes on where it would take more of the time after it, and the silence is told', async () => {
      await sweepAgainAt(799);
      expect(await chain.carryOut()).toEqual([]);
      expect(await told(rental)).toEqual([
        [0, 600, 'up'],
        [600, 700, 'down'],
        [700, 701, 'up'],
      ]);
      expect(costAt(rental, 7_200)).toBe(1_180_000n);
    });
  });

  it('tells a second silence from where the first one ended', async () => {
    const rental = await running();
    await beatAt(600);
    await sweepAt(661);
    await chain.carryOut();
    await comesBackAt(700);
    await prove(rental);
    await chain.carryOut();
    await beatAt(900);
    await sweepAt(1_000);
    expect(await chain.carryOut()).toEqual([`halt-at-3-since-${chainStart + 900}`]);
    expect(await told(rental)).toEqual([
      [0, 600, 'up'],
      [600, 661, 'down'],
      [661, 700, 'down'],
      [700, 701, 'up'],
      [701, 900, 'up'],
      [900, 1_000, 'down'],
    ]);
    expect(costAt(rental, 7_200)).toBe((590_000n * 800n) / 3_600n);
  });

  it('asks for nothing twice', async () => {
    const rental = await running();
    await beatAt(600);
    await sweepAt(661);
    expect(await haltLateStarts(market)).toEqual([]);
    await chain.carryOut();
    expect(await haltLateStarts(market)).toEqual([]);
    expect(await wished(market, rental)).toHaveLength(3);
  });

  it('is halted where it started on a machine that was silent already', async () => {
    const rental = await reserved();
    await prove(rental);
    await chain.passTo(chainStart + 100);
    const start = { kind: 'START', order: rental.order } as const;
    expect(await sweepAt(120)).toEqual([machine.id]);
    expect(await chain.carryOut()).toEqual([]);
    await chain.act(market.policy.meter, start);
    await chain.passTo(chainStart + 125);
    expect(await haltLateStarts(market)).toEqual([rental.id]);
    await chain.passTo(chainStart + 130);
    expect(await chain.carryOut()).toEqual([`halt-at-1-since-${chainStart + 120}`]);
    expect(costAt(rental, 7_200)).toBe(0n);
  });

  it('does not start while its machine is silent, and starts when it is proved up', async () => {
    const rental = await reserved();
    await prove(rental);
    expect(await sweepAt(61)).toEqual([machine.id]);
    expect(await chain.carryOut()).toEqual([]);
    await comesBackAt(80);
    await prove(rental);
    expect(await chain.carryOut()).toEqual(['start']);
  });

  it('loses no second to a provider that halts it first', async () => {
    const rental = await running();
    await beatAt(600);
    await chain.passTo(chainStart + 650);
    await chain.act(provider.address, { kind: 'HALT', order: rental.order });
    await sweepAt(661);
    expect(await chain.carryOut()).toEqual([`halt-at-2-since-${chainStart + 600}`]);
    expect(costAt(rental, 7_200)).toBe((590_000n * 600n) / 3_600n);
  });

  it('is not resumed where its provider says that it is down', async () => {
    const rental = await running();
    await beatAt(600);
    await chain.act(provider.address, { kind: 'HALT', order: rental.order });
    await prove(rental);
    expect(await chain.carryOut()).toEqual([]);
    expect(chain.rental(rental.id).state).toBe('HALTED');
  });

  it('gives its renter back what was charged between the last proof of life and the stop', async () => {
    const rental = await running();
    await beatAt(3_600);
    await chain.passTo(chainStart + 3_640);
    await chain.act(renter.address, { kind: 'STOP', order: rental.order });
    expect(costAt(rental, 7_200)).toBe(596_555n);
    await sweepAt(3_661);
    expect(await chain.carryOut()).toEqual([`halt-at-1-since-${chainStart + 3_600}`]);
    expect(costAt(rental, 7_200)).toBe(590_000n);
  });

  it('is left alone while its renter pauses it', async () => {
    const rental = await running();
    const { pause } = pauseOf(rental);
    await chain.passTo(chainStart + 300);
    const words = { order: rental.order, signed: pause, signature: renter.address };
    await chain.act(renter.address, { kind: 'PAUSE', ...words });
    await beatAt(600);
    await sweepAt(661);
    expect(await wished(market, rental)).toEqual(['open', 'start']);
    expect(await told(rental)).toEqual([]);
  });

  it('is halted no further back than the window of its offer', async () => {
    const rental = await running();
    await beatAt(600);
    await sweepAt(600 + 3_600 + 400);
    const since = chainStart + 1_000;
    expect(await chain.carryOut()).toEqual([`halt-at-1-since-${since}`]);
    expect(costAt(rental, 7_200)).toBe((590_000n * 1_000n) / 3_600n);
    // What the meter saw is told as it was.
    expect(await told(rental)).toEqual([
      [0, 600, 'up'],
      [600, 4_600, 'down'],
    ]);
  });

  it('is told to be down until a late halt stopped its clock', async () => {
    const rental = await running();
    await beatAt(600);
    await sweepAt(661);
    await chain.passTo(chainStart + 5_000);
    await chain.carryOut();
    expect(await told(rental)).toEqual([
      [0, 600, 'up'],
      [600, 661, 'down'],
      [661, 1_401, 'down'],
    ]);
    expect(costAt(rental, 7_200)).toBe((590_000n * 1_400n) / 3_600n);
  });

  it('undoes all of it where the verdict is not written', async () => {
    const rental = await running();
    await beatAt(600);
    await chain.passTo(chainStart + 661);
    const broken = { ...market, terms: { ...market.terms, evidenceTree: () => fail() } };
    expect(await judgeDueMachines(broken)).toEqual({ online: [], silent: [] });
    expect((await machines.find(market.db, machine.id))?.liveness).toBe('ONLINE');
    expect(await wished(market, rental)).toEqual(['open', 'start']);
    expect((await instances.find(market.db, rental.id))?.provedAt).toBeDefined();
  });

  it('is halted beside a machine that cannot be judged, which is logged, put off and tried again', async () => {
    const sick = await addMachine(market, 'another agent');
    const rental = await running();
    const logged: object[] = [];
    const error = (facts: object, message: string) => logged.push({ ...facts, message });
    const watched = { ...market, log: { ...market.log, error } };
    await market.execute(`
      create function refuse() returns trigger language plpgsql as $$ begin raise 'no interval'; end $$;
      create trigger sick before insert on machine_intervals for each row
        when (new.machine_id = '${sick.id}') execute function refuse()`);
    await beatAt(600);
    await chain.passTo(chainStart + 661);
    expect((await judgeDueMachines(watched)).silent).toEqual([machine.id]);
    expect(await chain.carryOut()).toEqual([`halt-at-1-since-${chainStart + 600}`]);
    expect(costAt(rental, 7_200)).toBe((590_000n * 600n) / 3_600n);
    expect(await pulses.countPutOff(market.db)).toBe(1);

    await chain.passTo(chainStart + 720);
    await judgeDueMachines(watched);
    expect(logged).toMatchObject([{ machineId: sick.id, message: 'machine not judged' }]);
    await market.execute('drop trigger sick on machine_intervals');
    expect(await sweepAt(721)).toEqual([sick.id]);
    expect(await pulses.countPutOff(market.db)).toBe(0);
  });
});

function fail(): never {
  throw new Error('no tree');
}
