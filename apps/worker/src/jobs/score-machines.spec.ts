import { scoreModels, scores } from '@gpuflow/db';
import { stateOfCause, type IntervalCause, type Machine, type ServedScore } from '@gpuflow/domain';
import { forgetScores } from '@gpuflow/marketplace';
import { seeded } from '@gpuflow/testing';
import pg from 'pg';

import {
  addMachine,
  addReserved,
  openMarket,
  project,
  type TestMarket,
} from '../fixture/market.js';
import { scoreMachines } from './score-machines.js';

const hourMs = 3_600_000;

/** A machine's log as it is judged by now: it is final up to `settledAt`. */
interface Judged {
  machine: Machine;
  log: [from: Date, cause: IntervalCause][];
  settledAt: Date;
}

describe('scores', () => {
  let market: TestMarket;
  let client: pg.Client;
  beforeEach(async () => {
    market = await openMarket();
    client = new pg.Client({ connectionString: market.databaseUrl });
    await client.connect();
  });
  afterEach(async () => {
    await client.end();
    await market.close();
  });

  const now = () => market.clock.now().getTime();

  async function newcomer(): Promise<Judged> {
    const machine = await addMachine(market);
    return { machine, log: [[machine.enrolledAt, 'NEVER_SEEN']], settledAt: machine.enrolledAt };
  }

  /** Writes a machine's log in place of what was written of it. */
  async function write({ machine: { id }, log, settledAt }: Judged): Promise<void> {
    await client.query('begin');
    await client.query('delete from machine_intervals where machine_id = $1', [id]);
    for (const [place, [from, cause]] of log.entries())
      await client.query(
        'insert into machine_intervals (machine_id, starts_at, ends_at, state, cause) values ($1, $2, $3, $4, $5)',
        [id, from, log[place + 1]?.[0] ?? null, stateOfCause[cause], cause],
      );
    await client.query('delete from machine_pulses where machine_id = $1', [id]);
    await client.query(
      `insert into machine_pulses (machine_id, last_beat_at, heard_at, settled_at, judged_at, state)
       values ($1, $2, $2, $2, $2, $3)`,
      [id, settledAt, stateOfCause[log.at(-1)?.[1] ?? 'NEVER_SEEN']],
    );
    await client.query('commit');
  }

  /** Makes another past of what was not settled yet, goes on to now, and settles some of it. */
  function goOn(judged: Judged, random: ReturnType<typeof seeded>): void {
    const final = judged.log.filter(([from]) => from <= judged.settledAt);
    let at = judged.settledAt.getTime();
    const causes = ['BEATING', 'SILENT', 'BEATING', 'ANNOUNCED', 'NOT_ACCEPTING'] as const;
    judged.log = final;
    for (;;) {
      at += random.between(1, 5 * hourMs);
      if (at >= now()) break;
      const cause = random.oneOf(causes);
      if (judged.log.at(-1)?.[1] !== cause) judged.log.push([new Date(at), cause]);
    }
    judged.settledAt = new Date(random.between(judged.settledAt.getTime(), now()));
  }

  const stored = async () => {
    const { rows } = await client.query<Record<string, unknown>>(
      'select *, octet_length(state) as bytes from machine_scores order by machine_id',
    );
    return rows.map(({ computed_at: _, ...row }) => row);
  };

  it('computed bit by bit are those of the whole logs to the bit, whatever is judged anew', async () => {
    const random = seeded(20261130);
    const fleet = await Promise.all(Array.from({ length: 8 }, newcomer));
    for (let round = 0; round < 12; round += 1) {
      market.clock.advanceSeconds(random.between(600, 40_000));
      for (const judged of fleet) {
        goOn(judged, random);
        await write(judged);
      }
      await scoreMachines(market);
    }
    const bitByBit = await stored();
    await forgetScores(market);
    await scoreMachines(market);
    expect(bitByBit).toHaveLength(8);
    expect(await stored()).toEqual(bitByBit);
    expect(bitByBit.map(({ bytes }) => Number(bytes) <= 200)).not.toContain(false);
    expect(bitByBit.some(({ kept_size }) => Number(kept_size) > 10)).toBe(true);
  });

  const scoreOf = async ({ machine }: Judged): Promise<ServedScore | undefined> =>
    (await scores.findMany(market.db, [machine.id]))[0];
  const listedOf = async ({ machine: { id } }: Judged) => {
    const { rows } = await client.query<{ reliability: number | null }>(
      'select reliability from machines where id = $1',
      [id],
    );
    return rows[0]?.reliability;
  };

  /** Up for so many hours. */
  async function up(hours: number): Promise<Judged> {
    const judged = await newcomer();
    market.clock.advanceSeconds(hours * 3600);
    judged.log.push([new Date(judged.machine.enrolledAt.getTime() + 1000), 'BEATING']);
    judged.settledAt = market.clock.now();
    await write(judged);
    return judged;
  }

  it('are listed once something is known, and are computed again when something has happened', async () => {
    const judged = await up(2);
    await scoreMachines(market);
    expect(await listedOf(judged)).toBeNull();

    market.clock.advanceSeconds(60 * 86_400);
    judged.settledAt = market.clock.now();
    await write(judged);
    await scoreMachines(market);
    const before = await listedOf(judged);
    expect(before).toBeGreaterThan(0.05);
    expect(String(before)).toMatch(/^0\.\d{1,3}$/);
    const steady = await scoreOf(judged);

    market.clock.advanceSeconds(120);
    judged.log.push([new Date(now() - 60_000), 'SILENT']);
    await write(judged);
    await scoreMachines(market);
    const failed = await scoreOf(judged);
    expect(failed?.logSize).toBe(3);
    for (const [place, { lowerBound }] of (failed?.survival ?? []).entries())
      expect(lowerBound).toBeLessThanOrEqual(steady?.survival[place]?.lowerBound ?? 0);
  });

  it('self-rentals earn nothing: scores are of the log alone', async () => {
    const { machine } = await up(48);
    await scoreMachines(market);
    const before = await stored();
    const rental = await addReserved(market, machine, 'token', machine.provider);
    await project(market, rental, { startedAt: 1_800_000_001n });
    await forgetScores(market);
    await scoreMachines(market);
    expect(await stored()).toEqual(before);
  });

  it('rest while nothing happens, for an hour', async () => {
    const judged = await up(48);
    await scoreMachines(market);
    const first = await scoreOf(judged);
    market.clock.advanceSeconds(1_800);
    judged.settledAt = market.clock.now();
    await write(judged);
    await scoreMachines(market);
    expect(await scoreOf(judged)).toEqual(first);
    market.clock.advanceSeconds(1_801);
    await scoreMachines(market);
    expect((await scoreOf(judged))?.asOf).toEqual(judged.settledAt);
  });

  it('learn from what came of what was said, and keep no model that no score names', async () => {
    // So many that one of them is drawn in the first 15 hours, but for one run in millions.
    const fleet = await Promise.all(Array.from({ length: 24 }, newcomer));
    for (const { machine, log } of fleet) {
      log.push([new Date(machine.enrolledAt.getTime() + 1000), 'BEATING']);
      await write({ machine, log, settledAt: new Date(now() + 100 * hourMs) });
    }
    for (let hour = 0; hour < 40; hour += 1) {
      market.clock.advanceSeconds(3_600);
      await scoreMachines(market);
    }
    const model = await scoreModels.last(market.db);
    const learned = model?.horizons.map(({ gate }) => gate.predictions > 0);
    expect(learned).toEqual([true, true, true, false]);
    const { rows } = await client.query('select 1 from score_predictions where due_at < $1', [
      new Date(now() - 2 * hourMs),
    ]);
    expect(rows).toEqual([]);
    expect((await client.query('select 1 from score_models')).rows.length).toBeLessThanOrEqual(2);
    const [fleetWide] = (
      await client.query<{ lasting_up_hours: number }>(
        `select lasting_up_hours from score_cohorts where name = ''`,
      )
    ).rows;
    expect(fleetWide?.lasting_up_hours).toBeGreaterThan(100);
  });
});
