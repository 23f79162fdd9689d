import { randomUUID } from 'node:crypto';

import { acceptance, beats, intervals, machines, pulses } from '@gpuflow/db';
import { intervalsOf, type Machine } from '@gpuflow/domain';

import { eachTestItsMarket, openMarket, provider, walletOf } from '../fixture/market.js';
import { recorded } from '../fixture/observed.js';
import { addMachine, enrolmentBy, TestAgent } from '../fixture/providers.js';
import { announceMaintenance } from '../machines/announce-maintenance.js';
import { enrolMachine } from '../machines/enrol-machine.js';
import { judgeDueMachines } from './judge-due-machines.js';
import { keepBeatDays } from './keep-beat-days.js';
import { acceptanceMs, sayAccepting } from './say-accepting.js';

const market = eachTestItsMarket();

describe('judgeDueMachines', () => {
  let machine: Machine;
  beforeEach(async () => {
    machine = await addMachine(market);
  });

  const livenessNow = async () => (await machines.find(market.db, machine.id))?.liveness;
  const told = () => intervals.listOf(market.db, machine.id, machine.enrolledAt);

  it('waits for the grace', async () => {
    market.clock.advanceSeconds(60);
    expect(await judgeDueMachines(market)).toEqual({ online: [], silent: [] });
    expect(await livenessNow()).toBe('ONLINE');
  });

  it('marks a machine silent after it, once, from its last proof of life, and records it', async () => {
    const since = market.clock.now();
    market.clock.advanceSeconds(61);
    expect(await judgeDueMachines(market)).toEqual({ online: [], silent: [machine.id] });
    expect(await judgeDueMachines(market)).toEqual({ online: [], silent: [] });
    expect(await livenessNow()).toBe('SILENT');
    expect((await told()).at(-1)).toMatchObject({ state: 'DOWN', from: since, until: undefined });
    expect(await recorded(market, `machine:${machine.id}`)).toEqual([
      'machine.enrolled',
      'machine.came_online',
      'machine.fell_silent',
    ]);
  });

  it('marks it once where two watch at once', async () => {
    market.clock.advanceSeconds(61);
    const turns = await Promise.all([judgeDueMachines(market), judgeDueMachines(market)]);
    expect(turns.flatMap(({ silent }) => silent)).toEqual([machine.id]);
  });

  it('marks only those that are silent', async () => {
    const other = await addMachine(market, 'other agent');
    await enrolMachine(market, enrolmentBy(market, 'agent that never beat'));
    const agent = await TestAgent.start(market, other, randomUUID());
    market.clock.advanceSeconds(30);
    await agent.beat();
    market.clock.advanceSeconds(31);
    expect((await judgeDueMachines(market)).silent).toEqual([machine.id]);
  });

  it('takes announced maintenance as such, and silence in it as a machine that cannot be rented', async () => {
    const agent = await TestAgent.start(market, machine, randomUUID());
    const startsAt = new Date(market.clock.now().getTime() + 3_600_000);
    const endsAt = new Date(startsAt.getTime() + 600_000);
    await announceMaintenance(market, {
      ...{ actor: walletOf(provider), key: randomUUID(), machineId: machine.id },
      ...{ startsAt, endsAt, reason: undefined },
    });
    await agent.beatFor(3_600);
    market.clock.advanceSeconds(30);
    await judgeDueMachines(market);
    expect((await told()).at(-1)).toMatchObject({ state: 'MAINTENANCE', from: startsAt });
    expect(await livenessNow()).toBe('ONLINE');
    market.clock.advanceSeconds(300);
    expect((await judgeDueMachines(market)).silent).toEqual([machine.id]);
    market.clock.advanceSeconds(270 + 61);
    await judgeDueMachines(market);
    expect((await told()).slice(-2)).toEqual([
      { state: 'MAINTENANCE', cause: 'ANNOUNCED', from: startsAt, until: endsAt },
      { state: 'DOWN', cause: 'SILENT', from: endsAt, until: undefined },
    ]);
  });

  it('agrees with all the evidence, made anew', async () => {
    const agent = await TestAgent.start(market, machine, randomUUID());
    await agent.beatFor(300);
    market.clock.advanceSeconds(400);
    await judgeDueMachines(market);
    await agent.beatFor(150);
    market.clock.advanceSeconds(50);
    await agent.beat();
    market.clock.advanceSeconds(200);
    await judgeDueMachines(market);
    const now = market.clock.now();
    const { enrolledAt } = machine;
    const evidence = {
      enrolledAt,
      beats: await beats.within(market.db, machine.id, enrolledAt, now),
      accepting: await acceptance.since(market.db, enrolledAt),
      maintenance: [],
      policy: market.policy.beat,
    };
    const kept = await intervals.within(market.db, [machine.id], enrolledAt, now);
    expect(kept.get(machine.id)).toEqual(intervalsOf(evidence, now));
    expect(kept.get(machine.id)).toHaveLength(4);
  });
});

describe('our own silence', () => {
  it('blames nobody, and is unknown', async () => {
    const deaf = await openMarket();
    try {
      const { clock, db } = deaf;
      let windowId = await sayAccepting(deaf);
      const machine = await addMachine(deaf);
      const agent = await TestAgent.start(deaf, machine, randomUUID());
      const listen = async (seconds: number) => {
        for (let passed = 0; passed < seconds; passed += 5) {
          clock.advanceSeconds(5);
          windowId = await sayAccepting(deaf, windowId);
          if (passed % 15 === 0) await agent.beat();
        }
      };
      await listen(60);
      const lastWord = new Date(clock.now().getTime() + acceptanceMs(deaf.policy.beat));
      clock.advanceSeconds(3_600);
      expect(await judgeDueMachines(deaf)).toEqual({ online: [], silent: [] });
      expect((await machines.find(db, machine.id))?.liveness).toBe('ONLINE');
      const back = clock.now();
      const before = windowId;
      windowId = await sayAccepting(deaf, windowId);
      expect(windowId).not.toBe(before);
      await listen(60);
      expect((await intervals.listOf(db, machine.id, machine.enrolledAt)).slice(-3)).toMatchObject([
        { state: 'UP', until: lastWord },
        { state: 'UNKNOWN', cause: 'NOT_ACCEPTING', from: lastWord, until: back },
        { state: 'UP', from: back, until: undefined },
      ]);
    } finally {
      await deaf.close();
    }
  });
});

describe('days of beats', () => {
  it('are there a week ahead, and gone after the days of dispute, when intervals stay', async () => {
    expect(await keepBeatDays(market)).toEqual({ made: 8, dropped: 0 });
    const machine = await addMachine(market);
    market.clock.advanceSeconds(86_400 * (market.policy.disputeDays + 1));
    expect(await keepBeatDays(market)).toEqual({ made: 8, dropped: 1 });
    const { enrolledAt, id } = machine;
    expect(await beats.within(market.db, id, enrolledAt, market.clock.now())).toEqual([]);
    expect(await intervals.listOf(market.db, id, enrolledAt)).not.toEqual([]);
    expect(await pulses.lock(market.db, [id])).toHaveLength(1);
  });
});
