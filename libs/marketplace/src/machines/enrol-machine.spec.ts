import { machines } from '@gpuflow/db';

import { eachTestItsMarket, otherRenter, provider } from '../fixture/market.js';
import { heardDuring, recorded } from '../fixture/observed.js';
import { enrolmentBy, facts } from '../fixture/providers.js';
import { keyOf, partyOf } from '../fixture/keys.js';
import { hashEnrolment, terms } from '../fixture/terms.js';
import { enrolMachine, type EnrolMachine } from './enrol-machine.js';

const market = eachTestItsMarket();
const agentKey = keyOf('agent').publicKey;

describe('enrolMachine', () => {
  const enrol = (command: EnrolMachine) => enrolMachine(market, command);
  const expectRefused = async (command: EnrolMachine, code: string, said: object) => {
    await expect(enrol(command)).rejects.toMatchObject({ code, facts: said });
  };
  const expectNotEnrolled = async () =>
    expect(await machines.findByAgentKey(market.db, agentKey)).toBeUndefined();

  it('enrols a machine under its provider’s word', async () => {
    const machine = await enrol(enrolmentBy(market));
    expect(machine).toEqual({
      ...facts,
      id: expect.any(String),
      provider: provider.address,
      agentKey,
      assetHash: terms.assetHash(facts, agentKey),
      trust: {},
      reliability: undefined,
      liveness: 'NEVER_SEEN',
      lastBeatAt: undefined,
      enrolledAt: market.clock.now(),
    });
    expect(await machines.find(market.db, machine.id)).toEqual(machine);
    expect(await recorded(market, `machine:${machine.id}`)).toEqual(['machine.enrolled']);
  });

  it('answers the same machine again, as it is by then', async () => {
    const { id } = await enrol(enrolmentBy(market));
    market.clock.advanceSeconds(60);
    const heard = await heardDuring(market, async () =>
      expect(await enrol(enrolmentBy(market))).toMatchObject({
        id,
        enrolledAt: new Date('2026-01-01T00:00:00Z'),
      }),
    );
    expect(heard).toEqual([]);
    expect(await recorded(market, `machine:${id}`)).toEqual(['machine.enrolled']);
  });

  it('enrols one machine where ten ask at once', async () => {
    const enrolled = await Promise.all(
      Array.from({ length: 10 }, () => enrol(enrolmentBy(market))),
    );
    const ids = [...new Set(enrolled.map(({ id }) => id))];
    expect(ids).toHaveLength(1);
    expect(await recorded(market, `machine:${ids[0]}`)).toEqual(['machine.enrolled']);
  });

  it('refuses a key that another provider’s machine has: NOT_OWNER', async () => {
    await enrol(enrolmentBy(market));
    await expectRefused(enrolmentBy(market, 'agent', {}, otherRenter), 'NOT_OWNER', {
      actor: otherRenter.address,
      kind: 'machine',
      id: agentKey,
    });
    expect(await machines.findByAgentKey(market.db, agentKey)).toMatchObject({
      provider: provider.address,
    });
  });

  it('refuses other facts under an enrolled key: ASSET_MISMATCH', async () => {
    await enrol(enrolmentBy(market));
    const better = { ...facts, gpuCount: 8 };
    const have = terms.assetHash(better, agentKey);
    const command = { ...enrolmentBy(market, 'agent', { assetHash: have }), facts: better };
    await expectRefused(command, 'ASSET_MISMATCH', {
      have,
      want: terms.assetHash(facts, agentKey),
    });
  });

  it('takes a delegation at the second until which it is valid', async () => {
    const now = market.clock.now().getTime() / 1000;
    market.clock.set(new Date(now * 1000 + 999));
    await enrol(enrolmentBy(market, 'agent', { validUntil: now }));
  });

  it('refuses a delegation a second later: DELEGATION_EXPIRED', async () => {
    const now = market.clock.now().getTime() / 1000;
    await expectRefused(
      enrolmentBy(market, 'agent', { validUntil: now - 1 }),
      'DELEGATION_EXPIRED',
      { validUntil: now - 1, now },
    );
    await expectNotEnrolled();
  });

  it('refuses an asset hash of other facts: ASSET_MISMATCH', async () => {
    const have = terms.assetHash({ ...facts, gpuCount: 2 }, agentKey);
    await expectRefused(enrolmentBy(market, 'agent', { assetHash: have }), 'ASSET_MISMATCH', {
      have,
      want: terms.assetHash(facts, agentKey),
    });
    await expectNotEnrolled();
  });

  it('refuses an asset hash of another agent’s key: ASSET_MISMATCH', async () => {
    const have = terms.assetHash(facts, keyOf('another').publicKey);
    await expectRefused(enrolmentBy(market, 'agent', { assetHash: have }), 'ASSET_MISMATCH', {
      have,
    });
    await expectNotEnrolled();
  });

  it('refuses what the named provider did not sign: BAD_SIGNATURE', async () => {
    const command = enrolmentBy(market);
    const signature = partyOf('thief').sign(hashEnrolment(command.enrolment));
    await expectRefused({ ...command, signature }, 'BAD_SIGNATURE', { signer: provider.address });
    const longer = { ...command.enrolment, validUntil: command.enrolment.validUntil + 1 };
    await expectRefused({ ...command, enrolment: longer }, 'BAD_SIGNATURE', {
      signer: provider.address,
    });
    await expectNotEnrolled();
  });

  it('refuses facts that no machine can have: MALFORMED_INPUT', async () => {
    const none = { ...facts, gpuCount: 0 };
    const assetHash = terms.assetHash(none, agentKey);
    const command = { ...enrolmentBy(market, 'agent', { assetHash }), facts: none };
    await expectRefused(command, 'MALFORMED_INPUT', { field: 'gpuCount' });
    await expectNotEnrolled();
  });
});
