import type { Hash } from '@gpuflow/domain';

import { listMachine, windowSeconds } from './listed-machine.ts';
import { seeded } from './random.ts';
import { peopleMax, seats } from './seats.ts';
import { depositPlayMoney } from './send-as.ts';
import type { Stand } from './stand.ts';

/** Each rental's deposit: the clock uses all of it up in eight and a half hours. */
const depositUnits = 5_000_000n;
const usedUpSeconds = 31_000;
/** Commands under way at once. */
const commandsAtOnce = 8;
/**
 * So many orders wait for the chain at once. Each is opened in a block of its own, which is a second of the chain, and must
 * be opened within five minutes.
 */
const ordersAtOnce = 50;
const blockEveryMs = 500;
/** A phase that takes longer has failed. */
const phaseMsMax = 15 * 60_000;

type State = 'RESERVED' | 'RUNNING' | 'ENDED' | 'CLOSED';

/** Many rentals at once, each of them to the end of its money: what they come to does not depend on who is when. */
export class Crowd {
  readonly #stand: Stand;
  readonly #seed: number;
  readonly #size: number;
  readonly #ids: Hash[] = [];

  constructor(stand: Stand, seed: number, size: number) {
    this.#stand = stand;
    this.#seed = seed;
    this.#size = size;
  }

  /** From the deposits to the last refund. `moment` is called again and again in between. */
  async live(moment: () => Promise<void>): Promise<void> {
    await this.#deposit();
    await this.#until('the deposits are read', moment, () => this.#areDeposited());
    for (let opened = 0; opened < this.#size; opened = this.#ids.length) {
      await this.#open(opened, Math.min(opened + ordersAtOnce, this.#size));
      await this.#untilAll('RESERVED', moment);
    }
    await this.#each(this.#ids, (id) => this.#stand.door.report(id));
    await this.#untilAll('RUNNING', moment);
    await this.#jump(3_600);
    await this.#until('all are settled once', moment, async () => {
      return (await this.#count('chain_rentals where claimed_units > 0')) === this.#size;
    });
    await this.#jump(usedUpSeconds);
    // Who ended first may be closed before the last one ends.
    await this.#untilAll('ENDED', moment, 'CLOSED');
    await this.#jump(windowSeconds + 60);
    await this.#untilAll('CLOSED', moment);
    await this.#until('nothing is left to do', moment, async () => {
      return (await this.#count(`intents where state in ('QUEUED', 'SENT')`)) === 0;
    });
  }

  async #deposit(): Promise<void> {
    const units = depositUnits * BigInt(Math.ceil(this.#size / peopleMax));
    for (let turn = 0; turn < peopleMax; turn += 1) {
      const seat = seats.firstRenter + turn;
      await depositPlayMoney(this.#stand, seat, units);
      this.#stand.accepted.deposit(this.#stand.wallet(seat).address, units);
    }
  }

  async #open(from: number, until: number): Promise<void> {
    const { door, accepted } = this.#stand;
    const places = Array.from({ length: until - from }, (_, nth) => from + nth);
    await this.#each(places, async (place) => {
      const random = seeded(`crowd-${this.#seed}`, place);
      const turn = place % peopleMax;
      const provider = this.#stand.wallet(seats.firstProvider + turn);
      const { id: listingId } = await listMachine(this.#stand, provider, random);
      const renter = this.#stand.wallet(seats.firstRenter + turn);
      const id = await door.open(renter, { listingId, depositUnits });
      accepted.opening(id);
      this.#ids.push(id);
    });
  }

  /** Chain seconds go by at once. */
  async #jump(seconds: number): Promise<void> {
    const { node, ledger } = this.#stand;
    const { timestamp } = await ledger.client.getBlock();
    await node.setNextBlockTimestamp(Number(timestamp) + seconds);
    await node.mine();
  }

  async #each<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
    const waiting = [...items];
    const worker = async () => {
      for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
    };
    await Promise.all(Array.from({ length: commandsAtOnce }, worker));
  }

  #untilAll(state: State, moment: () => Promise<void>, ...later: State[]) {
    const having = `rentals where state in ('${[state, ...later].join(`', '`)}')`;
    return this.#until(`all are ${state}`, moment, async () => {
      return (await this.#count(having)) === this.#ids.length;
    });
  }

  async #until(
    what: string,
    moment: () => Promise<void>,
    holds: () => Promise<boolean>,
  ): Promise<void> {
    for (const deadline = Date.now() + phaseMsMax; Date.now() < deadline;) {
      await moment();
      if (await holds()) return;
      await new Promise((resolve) => setTimeout(resolve, blockEveryMs));
      await this.#stand.node.mine();
    }
    throw new Error(`not within ${phaseMsMax / 60_000} minutes: ${what}`);
  }

  async #areDeposited(): Promise<boolean> {
    const { rows } = await this.#stand.sql.query<{ free: string | null }>(
      'select sum(free_units) as free from chain_accounts',
    );
    return BigInt(rows[0]?.free ?? 0) === this.#stand.accepted.depositedUnits;
  }

  async #count(having: string): Promise<number> {
    const { rows } = await this.#stand.sql.query<{ count: string }>(
      `select count(*) from ${having}`,
    );
    return Number(rows[0]?.count);
  }
}
