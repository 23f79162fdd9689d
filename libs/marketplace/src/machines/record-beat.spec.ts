import { machines } from '@gpuflow/db';
import { beatMessage, type Machine } from '@gpuflow/domain';

import { keyOf } from '../fixture/keys.js';
import { eachTestItsMarket, machineActor, provider, walletOf } from '../fixture/market.js';
import { heardDuring, recorded } from '../fixture/observed.js';
import { addMachine, beatBy, bootId, enrolmentBy } from '../fixture/providers.js';
import { enrolMachine } from './enrol-machine.js';
import { recordBeat, type RecordBeat } from './record-beat.js';
import { recordMissedBeats } from './record-missed-beats.js';

const market = eachTestItsMarket();
const otherBoot = '00000000-0000-4000-8000-00000000b008';

describe('recordBeat', () => {
  let machine: Machine;
  beforeEach(async () => {
    machine = await addMachine(market);
  });

  const expectRefused = async (command: RecordBeat, code: string, facts: object = {}) => {
    await expect(recordBeat(market, command)).rejects.toMatchObject({ code, facts });
    expect(await machines.find(market.db, machine.id)).toEqual(machine);
  };
  const inSeconds = (seconds: number) => new Date(market.clock.now().getTime() + seconds * 1000);
  const kinds = () => recorded(market, `machine:${machine.id}`);

  it('brings a machine online, which is recorded', async () => {
    expect(machine).toMatchObject({
      liveness: 'ONLINE',
      lastBeat: { bootId, seq: 1n },
      lastBeatAt: market.clock.now(),
    });
    expect(await kinds()).toEqual(['machine.enrolled', 'machine.came_online']);
  });

  it('keeps a machine online without a record', async () => {
    market.clock.advanceSeconds(15);
    const heard = await heardDuring(market, () => recordBeat(market, beatBy(market, machine)));
    expect(heard).toEqual([]);
    expect(await machines.find(market.db, machine.id)).toEqual({
      ...machine,
      lastBeat: { bootId, seq: 2n },
      lastBeatAt: market.clock.now(),
    });
    expect(await kinds()).toEqual(['machine.enrolled', 'machine.came_online']);
  });

  it('records that a machine comes back, and since when it was silent', async () => {
    market.clock.advanceSeconds(61);
    await recordMissedBeats(market);
    const heard = await heardDuring(market, () => recordBeat(market, beatBy(market, machine)));
    expect(heard).toEqual([`machine:${machine.id}`]);
    expect(await kinds()).toEqual([
      'machine.enrolled',
      'machine.came_online',
      'machine.fell_silent',
      'machine.came_online',
    ]);
    expect(await machines.find(market.db, machine.id)).toMatchObject({ liveness: 'ONLINE' });
  });

  it('records that a machine has booted anew', async () => {
    const beaten = await recordBeat(market, beatBy(market, machine, { bootId: otherBoot }));
    expect(beaten.lastBeat).toEqual({ bootId: otherBoot, seq: 2n });
    expect(await kinds()).toEqual([
      'machine.enrolled',
      'machine.came_online',
      'machine.came_online',
    ]);
  });

  it.each([0n, 1n])('refuses number %s after 1, in a new boot too: BEAT_REPLAYED', async (seq) => {
    const facts = { have: seq, last: 1n };
    await expectRefused(beatBy(market, machine, { seq }), 'BEAT_REPLAYED', facts);
    const booted = beatBy(market, machine, { seq, bootId: otherBoot });
    await expectRefused(booted, 'BEAT_REPLAYED', facts);
  });

  it('takes one of ten beats of the same number that come at once', async () => {
    const beat = beatBy(market, machine, { bootId: otherBoot });
    const answers = await Promise.allSettled(
      Array.from({ length: 10 }, () => recordBeat(market, beat)),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await kinds()).toHaveLength(3);
  });

  it.each([60, -60])('takes a beat whose clock is %i seconds off', async (seconds) => {
    const beat = beatBy(market, machine, { sentAt: inSeconds(seconds) });
    expect((await recordBeat(market, beat)).lastBeatAt).toEqual(market.clock.now());
  });

  it.each([60.001, -60.001])('refuses one that is %d seconds off: BEAT_OUT_OF_TIME', (seconds) => {
    const sentAt = inSeconds(seconds);
    const facts = { have: sentAt.toISOString(), now: market.clock.now().toISOString() };
    return expectRefused(beatBy(market, machine, { sentAt }), 'BEAT_OUT_OF_TIME', facts);
  });

  it('refuses what the machine’s own key did not sign: BAD_SIGNATURE', async () => {
    const facts = { signer: `machine:${machine.id}` };
    await expectRefused(beatBy(market, machine, {}, 'thief'), 'BAD_SIGNATURE', facts);
    const { beat, ...signed } = beatBy(market, machine);
    const later = { ...signed, beat: { ...beat, seq: beat.seq + 1n } };
    await expectRefused(later, 'BAD_SIGNATURE', facts);
    const cut = { ...signed, beat, signature: '0x1234' } as const;
    await expectRefused(cut, 'BAD_SIGNATURE', facts);
  });

  it('refuses a beat that was signed for another machine: BAD_SIGNATURE', async () => {
    const other = await addMachine(market, 'other agent');
    const { beat, ...command } = beatBy(market, machine);
    const signature = keyOf('agent').sign(beatMessage(other.id, beat));
    await expectRefused({ ...command, beat, signature }, 'BAD_SIGNATURE');
  });

  it('refuses a beat that somebody else brings: NOT_OWNER', async () => {
    const other = await enrolMachine(market, enrolmentBy(market, 'other agent'));
    const beat = beatBy(market, machine);
    await expectRefused({ ...beat, actor: machineActor(other) }, 'NOT_OWNER');
    await expectRefused({ ...beat, actor: walletOf(provider) }, 'NOT_OWNER', {
      kind: 'machine',
      id: machine.id,
    });
  });
});
