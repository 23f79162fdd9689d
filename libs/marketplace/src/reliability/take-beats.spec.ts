import { beats, intervals, machines } from '@gpuflow/db';
import { Fault, type Machine } from '@gpuflow/domain';

import { eachTestItsMarket, machineActor, provider, walletOf } from '../fixture/market.js';
import { heardDuring, recorded } from '../fixture/observed.js';
import { addMachine, beatKeys, bootId, enrolmentBy, TestAgent } from '../fixture/providers.js';
import { enrolMachine } from '../machines/enrol-machine.js';
import type { Market } from '../market.js';
import { BeatIntake } from './beat-intake.js';
import { BeatKeys } from './beat-keys.js';
import { judgeDueMachines } from './judge-due-machines.js';
import { openBeatSession } from './open-beat-session.js';

const market = eachTestItsMarket();
const otherBoot = '00000000-0000-4000-8000-00000000b008';

describe('a beat', () => {
  let machine: Machine;
  let agent: TestAgent;
  beforeEach(async () => {
    machine = await enrolMachine(market, enrolmentBy(market));
    agent = await TestAgent.start(market, machine);
  });

  const now = () => market.clock.now();
  const inSeconds = (seconds: number) => new Date(now().getTime() + seconds * 1000);
  const kept = () => beats.within(market.db, machine.id, machine.enrolledAt, inSeconds(1e6));
  const told = () => intervals.listOf(market.db, machine.id, machine.enrolledAt);
  const kinds = () => recorded(market, `machine:${machine.id}`);

  const expectRefused = async (taking: Promise<Date>, code: string, facts: object = {}) => {
    const before = [await kept(), await told()];
    await expect(taking).rejects.toMatchObject({ code, facts });
    expect([await kept(), await told()]).toEqual(before);
  };

  it('brings a machine online, which is recorded and told', async () => {
    market.clock.advanceSeconds(5);
    const heard = await heardDuring(market, () => agent.beat());
    expect(heard).toEqual([`machine:${machine.id}`]);
    expect(await machines.find(market.db, machine.id)).toEqual({
      ...machine,
      liveness: 'ONLINE',
      lastBeatAt: now(),
    });
    expect(await told()).toMatchObject([
      { cause: 'NEVER_SEEN' },
      { cause: 'BEATING', from: now() },
    ]);
    expect(await kinds()).toEqual(['machine.enrolled', 'machine.came_online']);
  });

  it('keeps a machine online without a record', async () => {
    await agent.beat();
    const heard = await heardDuring(market, () => agent.beatFor(150));
    expect(heard).toEqual([]);
    expect(await kept()).toHaveLength(11);
    expect((await machines.find(market.db, machine.id))?.lastBeatAt).toEqual(now());
    expect(await kinds()).toHaveLength(2);
  });

  it('ends a silence that nobody had looked at', async () => {
    await agent.beat();
    const since = now();
    market.clock.advanceSeconds(600);
    await agent.beat();
    expect((await told()).slice(-2)).toEqual([
      { state: 'DOWN', cause: 'SILENT', from: since, until: now() },
      { state: 'UP', cause: 'BEATING', from: now(), until: undefined },
    ]);
  });

  it('counts once: replayed, duplicated and out of order it changes nothing', async () => {
    const first = agent.next();
    const intake = new BeatIntake(market, beatKeys);
    await intake.take(first, agent.session);
    await agent.beat();
    const facts = { have: 1, last: 2 };
    await expectRefused(intake.take(first, agent.session), 'BEAT_REPLAYED', facts);
    const third = agent.next();
    const answers = await Promise.allSettled(
      Array.from({ length: 10 }, () => intake.take(third, agent.session)),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await kept()).toHaveLength(3);
  });

  it.each([60, -60])('may come from a clock that is %i seconds off', async (seconds) => {
    expect(await agent.beat({ sentAt: inSeconds(seconds) })).toEqual(now());
  });

  it.each([60.001, -60.001, NaN])('from %d seconds off is refused', async (seconds) => {
    await expectRefused(agent.beat({ sentAt: inSeconds(seconds) }), 'BEAT_OUT_OF_TIME');
  });

  it('of another machine, start, or session that was followed, is refused', async () => {
    const other = await addMachine(market, 'other agent');
    const facts = { actor: `machine:${machine.id}`, kind: 'machine', id: other.id };
    await expectRefused(agent.beat({ machineId: other.id }), 'NOT_OWNER', facts);
    await expectRefused(agent.beat({ bootId: otherBoot }), 'SESSION_EXPIRED');
    const later = await TestAgent.start(market, machine, otherBoot);
    const sessionId = agent.session.id;
    await expectRefused(agent.beat(), 'SESSION_EXPIRED', { sessionId });
    expect(await later.beat()).toEqual(now());
  });

  it('after its session’s time is refused', async () => {
    market.clock.advanceSeconds(24 * 3600);
    await expectRefused(agent.beat(), 'SESSION_EXPIRED');
  });

  it.each<[string, object]>([
    ['NaN', { gpus: [{ index: 0, utilisationPercent: NaN }] }],
    ['an endless number', { gpus: [{ index: 0, powerWatts: Infinity }] }],
    ['a negative number', { gpus: [{ index: 0, memoryUsedMb: -1 }] }],
    ['1000 %', { gpus: [{ index: 0, utilisationPercent: 1000 }] }],
    ['half a GPU', { gpus: [{ index: 0.5 }] }],
    ['a GPU twice', { gpus: [{ index: 1 }, { index: 1 }] }],
    ['65 GPUs', { gpus: Array.from({ length: 65 }, (_, index) => ({ index })) }],
    ['number 0', { seq: 0 }],
    ['half a number', { seq: 1.5 }],
    ['no id', { bootId: 'x' }],
  ])('with %s is refused', async (_, changes) => {
    await expectRefused(agent.beat(changes), 'MALFORMED_INPUT');
  });

  it('is taken on a day for which no place was made', async () => {
    market.clock.advanceSeconds(10 * 86_400);
    const fresh = await TestAgent.start(market, machine, otherBoot);
    expect(await fresh.beat()).toEqual(now());
    expect(await kept()).toHaveLength(1);
  });

  it('is not acknowledged where it could not be committed', async () => {
    await agent.beat();
    const fault = new Fault('database', new Error('gone'));
    const { db } = market;
    // What a lost connection does to the statement: it is thrown for, and nothing of it stays.
    const broken: Market = {
      ...market,
      db: new Proxy(db, {
        get: (target, name): unknown =>
          String(name) === 'Symbol(direct)'
            ? () => Promise.reject(fault)
            : Reflect.get(target, name),
      }),
    };
    const intake = new BeatIntake(broken, beatKeys);
    const agents = await Promise.all(
      ['a', 'b', 'c'].map(async (name) => TestAgent.start(market, await addMachine(market, name))),
    );
    const answers = await Promise.allSettled(
      [agent, ...agents].map((one) => intake.take(one.next(), one.session)),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(4).fill('rejected'));
    expect(await kept()).toHaveLength(1);
  });
});

describe('a session', () => {
  it('is the same for one start that asks again, and a new one after half its time', async () => {
    const machine = await enrolMachine(market, enrolmentBy(market));
    const command = { actor: machineActor(machine), machineId: machine.id, bootId };
    const session = await openBeatSession(market, command);
    expect(beatKeys.of(session.id)).toHaveLength(32);
    expect(new BeatKeys(new Uint8Array(32).fill(1)).of(session.id)).not.toEqual(
      beatKeys.of(session.id),
    );
    expect(await openBeatSession(market, command)).toEqual(session);
    market.clock.advanceSeconds(12 * 3600);
    expect((await openBeatSession(market, command)).id).not.toBe(session.id);
    const stranger = { ...command, actor: walletOf(provider) };
    await expect(openBeatSession(market, stranger)).rejects.toMatchObject({ code: 'NOT_OWNER' });
  });
});

describe('gaming', () => {
  it('by beating faster earns no second', async () => {
    const slow = await addMachine(market, 'slow');
    const fast = await addMachine(market, 'fast');
    const agents = [
      await TestAgent.start(market, slow, otherBoot),
      await TestAgent.start(market, fast, otherBoot),
    ] as const;
    for (let second = 0; second < 60; second += 1) {
      market.clock.advanceSeconds(1);
      await agents[1].beat();
      if (second % 15 === 14) await agents[0].beat();
    }
    const of = async ({ id }: Machine) =>
      (await intervals.listOf(market.db, id, slow.enrolledAt)).map(({ state, from }) => [
        state,
        from,
      ]);
    expect(await of(fast)).toEqual(await of(slow));
  });

  it('by silence instead of announced maintenance is downtime', async () => {
    const machine = await addMachine(market);
    const since = market.clock.now();
    market.clock.advanceSeconds(3600);
    expect((await judgeDueMachines(market)).silent).toEqual([machine.id]);
    const open = (await intervals.listOf(market.db, machine.id, since)).at(-1);
    expect(open).toEqual({ state: 'DOWN', cause: 'SILENT', from: since, until: undefined });
  });

  it('by flapping inside the grace is downtime from the third time on', async () => {
    const machine = await addMachine(market);
    const agent = await TestAgent.start(market, machine, otherBoot);
    const since = market.clock.now();
    for (let round = 0; round < 20; round += 1) {
      await agent.beat();
      market.clock.advanceSeconds(59);
      await judgeDueMachines(market);
    }
    const told = await intervals.listOf(market.db, machine.id, since);
    expect(told.map(({ state }) => state)).toEqual(['UP', 'DOWN']);
    const downSince = told.at(-1)?.from ?? since;
    expect(downSince.getTime() - since.getTime()).toBeLessThanOrEqual(2 * 59_000);
  });
});
