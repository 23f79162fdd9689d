import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { operations } from '@gpuflow/api-client';
import { run } from '@gpuflow/cli';

import { fiveDollars, Renter } from '../world/renter.js';
import { TestMachine } from '../world/test-machine.js';
import { openWorld, type Party, type World } from '../world/world.js';

const minute = 60n;
const hour = 3_600n;
/** It is heard last ten minutes into the second hour, and is back 17 minutes later. */
const lastHeard = hour + 10n * minute;
const back = lastHeard + 17n * minute;

describe('a machine rented at $0.59 per hour', () => {
  let world: World;
  let machine: TestMachine;
  let provider: Party;
  let renter: Renter;
  let id: `0x${string}`;
  let startedAt: bigint;

  /** It runs, and beats every minute until it is heard no more. */
  async function runUntilLastHeard(): Promise<void> {
    world = await openWorld();
    provider = world.party('provider');
    renter = new Renter(world, world.party('renter'));
    machine = await TestMachine.enrol(world, provider);
    await machine.beat();
    const listingId = await machine.list();
    await renter.deposit(fiveDollars);
    id = await renter.open(listingId);
    await machine.boot();
    await world.settle();
    const rental = await renter.rental(id);
    startedAt = BigInt((rental.startedAt?.getTime() ?? 0) / 1000);
    await machine.beatUntil(startedAt + lastHeard);
    await world.settle();
  }

  async function close(): Promise<void> {
    await machine.close();
    await world.close();
  }

  const at = (second: bigint) => new Date(Number(startedAt + second) * 1000);

  /** It is silent from its last beat on, and noticed after two minutes. */
  async function goSilent(): Promise<void> {
    await world.clocksTo(startedAt + lastHeard + 2n * minute);
    await world.settle();
  }

  /** It is heard again, and its instance answers a probe: both in the second `back`. */
  async function comeBack(): Promise<void> {
    await world.clocksTo(startedAt + back - minute);
    await world.node.mine();
    await world.settle();
    await world.clocksTo(startedAt + back);
    await machine.beat();
    await world.settle();
  }

  /** It beats on, and the renter stops after two hours; five hours after the start everything is final. */
  async function stopAfterTwoHours(): Promise<void> {
    await machine.beatUntil(startedAt + 2n * hour - 2n * minute);
    await renter.stopAt(id, startedAt + 2n * hour);
    await world.passTo(startedAt + 5n * hour);
  }

  async function gpuflow(...words: string[]) {
    const lines: string[] = [];
    const to = { out: (line: string) => void lines.push(line), err: () => undefined };
    const status = await run(words, to);
    return { status, text: lines.join('\n') };
  }

  function audit(...words: string[]) {
    const { block, escrow, usageRoots } = world.node.deployment;
    const place = ['--rpc', world.node.url, '--escrow', escrow, '--from-block', String(block)];
    return gpuflow('audit', ...place, '--usage-roots', usageRoots, ...words);
  }

  describe('that goes silent for 17 minutes in the second hour', () => {
    let whileSilent: { state: string; grossUnits: bigint };
    let onceBack: string;

    beforeAll(async () => {
      await runUntilLastHeard();
      await goSilent();
      const { state } = await renter.rental(id);
      // 70 minutes at 590,000 an hour, and not a second more however long it lasts.
      whileSilent = { state, grossUnits: (await renter.statement(id)).gross.units };
      await comeBack();
      onceBack = (await renter.rental(id)).state;
      await stopAfterTwoHours();
    }, 180_000);
    afterAll(close);

    it('costs nothing from its last proof of life to the probe that proves it up again', async () => {
      expect(whileSilent).toEqual({ state: 'HALTED', grossUnits: 688_333n });
      expect(onceBack).toBe('RUNNING');
      // 70 minutes and 33 minutes: ⌊590,000 × 6,180 ÷ 3,600⌋, and a fee of 10 %.
      expect((await renter.rental(id)).state).toBe('CLOSED');
      const statement = await renter.statement(id);
      expect(statement).toMatchObject({
        billedSeconds: 6_180n,
        downSeconds: 1_020n,
        gross: { units: 1_012_833n },
        fee: { units: 101_283n },
        provider: { units: 911_550n },
        refunded: { units: 3_987_167n },
      });
      expect(await renter.party.wallet.freeUnits()).toBe(3_987_167n);
      expect(await provider.wallet.freeUnits()).toBe(911_550n);
    });

    it('tells both instants with evidence, to renter, provider and operator alike', async () => {
      const statement = await renter.statement(id);
      const lines = statement.lines.map(({ from, to, rate }) => ({ from, to, rate }));
      expect(lines).toEqual([
        { from: at(0n), to: at(lastHeard), rate: 'PRICE' },
        { from: at(lastHeard), to: at(back), rate: 'NONE' },
        { from: at(back), to: at(2n * hour), rate: 'PRICE' },
      ]);
      const removal = statement.lines[1]?.removal;
      expect(removal).toMatchObject({ reason: 'DOWN', evidenceRoot: expect.any(String) });
      expect(removal?.evidence.map(({ from, until, up }) => ({ from, until, up }))).toEqual([
        { from: at(lastHeard), until: at(lastHeard + 2n * minute), up: false },
        { from: at(lastHeard + 2n * minute), until: at(back), up: false },
      ]);
      const told = statement.evidence.map(({ from, up }) => ({ from, up }));
      expect(told).toEqual([
        { from: at(0n), up: true },
        { from: at(lastHeard), up: false },
        { from: at(lastHeard + 2n * minute), up: false },
        { from: at(back), up: true },
      ]);
      const [, silence] = statement.evidence;
      expect(silence).toMatchObject({
        haltRoot: removal?.evidenceRoot,
        haltProof: [expect.any(String)],
      });
      for (const piece of statement.evidence)
        expect(piece).toMatchObject({ root: expect.any(String), publishedBy: expect.any(String) });

      const asProvider = await provider.api.query(operations.statement, { rentalId: id });
      const asOperator = await world.anonymous.query(operations.statement, { rentalId: id });
      expect(asProvider.statement).toEqual(statement);
      expect(asOperator.statement).toEqual(statement);
      const { rentalEvidence } = await world.anonymous.query(operations.rentalEvidence, {
        rentalId: id,
      });
      expect(rentalEvidence).toEqual(statement.evidence);
    });

    it('leaves nothing to find for an audit that holds the halt against its evidence', async () => {
      expect(await world.audit()).toMatchObject({ findings: [], differences: 0 });
      expect(await audit('--api', world.apiUrl)).toMatchObject({ status: 0 });

      const folder = await mkdtemp(path.join(os.tmpdir(), 'gpuflow-evidence-'));
      const file = path.join(folder, 'evidence.json');
      await gpuflow('evidence', '--api', world.apiUrl, '--output', file);
      expect(await audit('--evidence', file)).toMatchObject({ status: 0 });
      await rm(folder, { recursive: true });
      const without = await audit();
      expect(without.status).toBe(1);
      expect(without.text).toMatch(/1 findings:\n {2}HALT_WITHOUT_EVIDENCE/);
    });
  });

  it('costs the full price, and nobody is blamed, where the silence was ours', async () => {
    await runUntilLastHeard();
    const deafSince = world.clock.now();
    await world.clocksTo(startedAt + back);
    await world.listenAgain(deafSince);
    await machine.beat();
    await world.settle();
    expect((await renter.rental(id)).state).toBe('RUNNING');
    await stopAfterTwoHours();
    expect(await renter.statement(id)).toMatchObject({
      billedSeconds: 7_200n,
      downSeconds: 0n,
      evidence: [],
      gross: { units: 1_180_000n },
      provider: { units: 1_062_000n },
    });
    expect(await world.audit()).toMatchObject({ findings: [], differences: 0 });
    await close();
  }, 180_000);
});
