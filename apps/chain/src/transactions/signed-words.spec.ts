import {
  chainAccounts,
  chainDelegations,
  chainNonces,
  chainRentals,
  instances,
  intents,
} from '@gpuflow/db';
import {
  delegationIntent,
  type Amend,
  type Hex,
  type PauseOrResume,
  type SignedDelegation,
} from '@gpuflow/domain';
import {
  amendTypedData,
  delegationTypedData,
  encodeEscrowCall,
  escrowDomain,
  pauseTypedData,
  resumeTypedData,
  type PrimaryType,
  type SignedCall,
  type TypedDataJson,
} from '@gpuflow/escrow';
import { seats } from '../fixture/accounts.js';
import { chainSeconds, fund, stageRental, wish, type StagedRental } from '../fixture/rental.js';
import { openStage, type Stage } from '../fixture/stage.js';

let stage: Stage;
let rental: StagedRental;
let startedAt: number;
beforeEach(async () => {
  stage = await openStage();
  await fund(stage.wallet(seats.renter), 8_000_000n);
  rental = await stageRental(stage);
  await wish(stage, rental.id, rental.openCall);
  await stage.process.runUntilIdle();
  startedAt = (await chainSeconds(stage)) + 60;
  await wishAt(startedAt, { purpose: 'START', order: rental.order });
});
afterEach(() => stage.close());

const db = () => stage.chain.market.db;
const domain = () => escrowDomain(stage.node.chainId, stage.chain.contracts.escrow);
const projected = async () => {
  const row = await chainRentals.find(db(), stage.node.chainId, rental.id);
  if (row === undefined) throw new Error('it was never opened');
  return row;
};
const refusalOf = async (key: string) => (await intents.find(db(), key))?.refusal;

/** Wishes for a call that is mined at this chain second, if it is sent. */
async function wishAt(seconds: number, call: Parameters<typeof wish>[2]): Promise<string> {
  await stage.node.setNextBlockTimestamp(seconds);
  const key = await wish(stage, rental.id, call);
  await stage.process.runUntilIdle();
  return key;
}

function signAs(seat: number, json: TypedDataJson, type: PrimaryType): Promise<Hex> {
  return stage.wallet(seat).signTypedData(json, type);
}

async function pauseCall(turn: number, deadline = rental.order.maxEnd) {
  const signed: PauseOrResume = { rentalId: rental.id, turn, deadline };
  const signature = await signAs(seats.renter, pauseTypedData(domain(), signed), 'Pause');
  return { purpose: 'PAUSE', order: rental.order, signed, signature } as const;
}

async function resumeCall(turn: number, seat = seats.renter) {
  const signed: PauseOrResume = { rentalId: rental.id, turn, deadline: rental.order.maxEnd };
  const signature = await signAs(seat, resumeTypedData(domain(), signed), 'Resume');
  return { purpose: 'RESUME_BY_RENTER', order: rental.order, signed, signature } as const;
}

async function amendCall(amend: Amend) {
  const json = amendTypedData(domain(), amend);
  const renterSignature = await signAs(seats.renter, json, 'Amend');
  const providerSignature = await signAs(seats.provider, json, 'Amend');
  return {
    purpose: 'AMEND',
    order: rental.order,
    amend,
    renterSignature,
    providerSignature,
  } as const;
}

function send(seat: number, call: SignedCall): Promise<void> {
  return stage.sendAs(seat, { to: stage.chain.contracts.escrow, data: encodeEscrowCall(call) });
}

describe('a renter’s signed words, relayed', () => {
  it('pause to storage and resume, and every second costs what it should', async () => {
    await wishAt(startedAt + 1_800, await pauseCall(1));
    expect(await projected()).toMatchObject({ state: 'HALTED', halt: 'PAUSED', turn: 2 });
    expect(await instances.find(db(), rental.id)).toMatchObject({ desired: 'PAUSE' });
    await wishAt(startedAt + 5_400, await resumeCall(2));
    expect(await projected()).toMatchObject({ state: 'RUNNING', turn: 3, pausedByRenter: false });
    expect(await instances.find(db(), rental.id)).toMatchObject({ desired: 'RUN' });
    await wishAt(startedAt + 7_200, await rental.stopCall());
    // Half an hour at 590,000, an hour of storage at 36,000, half an hour at 590,000.
    expect(await projected()).toMatchObject({ state: 'ENDED', fundedUnits: 626_000n });
    const account = { token: stage.token, owner: rental.renter.address };
    expect(
      await chainAccounts.find(db(), stage.node.chainId, account.token, account.owner),
    ).toMatchObject({ freeUnits: 7_374_000n });
  });

  it('are refused once the clock has turned, and change nothing: TURN_PASSED', async () => {
    await wishAt(startedAt + 10, await pauseCall(1));
    await wishAt(startedAt + 20, await resumeCall(2));
    const stale = await wishAt(startedAt + 30, await pauseCall(1, rental.order.maxEnd - 1));
    expect(await refusalOf(stale)).toEqual({ code: 'TURN_PASSED', facts: { have: 1, turn: 3 } });
    expect(await projected()).toMatchObject({ state: 'RUNNING', turn: 3 });
  });

  it('are refused after their deadline, or from another key', async () => {
    const late = await wishAt(startedAt + 10, await pauseCall(1, startedAt + 5));
    // Tried at the last block, in which it was in time; then a later one is there.
    await stage.node.mine();
    stage.clock.advanceSeconds(3_600);
    await stage.process.runUntilIdle();
    expect(await refusalOf(late)).toMatchObject({ code: 'OUTSIDE_TIME' });
    const foreign = await wish(stage, rental.id, await resumeCall(1, seats.otherRenter));
    await stage.process.runUntilIdle();
    const renter = rental.renter.address;
    expect(await refusalOf(foreign)).toMatchObject({
      code: 'BAD_SIGNATURE',
      facts: { signer: expect.stringMatching(new RegExp(renter, 'i')) },
    });
  });

  it('change price, storage price and end where the provider has signed too', async () => {
    const maxEnd = rental.order.maxEnd + 3_600;
    const prices = { pricePerHour: 400_000n, storagePricePerHour: 9_000n };
    const amend = { rentalId: rental.id, ...prices, maxEnd, turn: 1, deadline: maxEnd };
    await wishAt(startedAt + 3_600, await amendCall(amend));
    expect(await projected()).toMatchObject({
      pricePerHourUnits: 400_000n,
      storagePricePerHourUnits: 9_000n,
      endsAt: BigInt(maxEnd),
      turn: 2,
    });
    await wishAt(startedAt + 7_200, await rental.stopCall());
    expect(await projected()).toMatchObject({ state: 'ENDED', fundedUnits: 990_000n });
  });
});

describe('a delegation', () => {
  const delegationOf = async (changes: Partial<SignedDelegation> = {}) => ({
    owner: rental.renter.address,
    delegate: stage.wallet(seats.otherRenter).address,
    token: stage.token,
    scopes: 3,
    cap: 500_000n,
    expiry: startedAt + 7_200,
    nonce: 0n,
    deadline: startedAt + 7_200,
    ...changes,
  });
  const delegate = async (delegation: SignedDelegation) => {
    const signature = await signAs(
      seats.renter,
      delegationTypedData(domain(), delegation),
      'Delegation',
    );
    const call = { purpose: 'SET_DELEGATE', delegation, signature } as const;
    const intent = delegationIntent(stage.node.chainId, call);
    await intents.put(db(), [intent], stage.clock.now());
    await stage.process.runUntilIdle();
    return intent.key;
  };

  it('relayed by signature lets a key top up within its cap and stop, and is projected', async () => {
    const given = await delegationOf();
    const key = await delegate(given);
    expect(await intents.find(db(), key)).toMatchObject({
      state: 'CONFIRMED',
      rentalId: undefined,
    });
    const { order } = rental;
    const gift = { kind: 'TOP_UP', order, from: order.renter, amountUnits: 200_000n } as const;
    await send(seats.otherRenter, gift);
    await stage.process.runUntilIdle();
    expect(await chainDelegations.find(db(), stage.node.chainId, given)).toMatchObject({
      scopes: 3,
      capUnits: 300_000n,
      expiry: BigInt(startedAt + 7_200),
    });
    expect(await chainNonces.nextOf(db(), stage.node.chainId, given.owner)).toBe(1n);
    expect(await projected()).toMatchObject({ fundedUnits: 5_200_000n, toppedUpUnits: 200_000n });
    await stage.node.setNextBlockTimestamp(startedAt + 3_600);
    await send(seats.otherRenter, { kind: 'STOP', order });
    await stage.process.runUntilIdle();
    expect(await projected()).toMatchObject({ state: 'ENDED', fundedUnits: 590_000n });
  });

  it('is refused a second time: BAD_SIGNATURE', async () => {
    await delegate(await delegationOf());
    const again = await delegate(await delegationOf({ scopes: 7 }));
    expect(await refusalOf(again)).toMatchObject({ code: 'BAD_SIGNATURE' });
  });

  it('is taken back by one with no scopes', async () => {
    const given = await delegationOf();
    await delegate(given);
    await delegate(await delegationOf({ scopes: 0, cap: 0n, nonce: 1n }));
    expect(await chainDelegations.find(db(), stage.node.chainId, given)).toMatchObject({
      scopes: 0,
    });
    expect(await chainDelegations.ofWallet(db(), stage.node.chainId, given.owner, 10)).toEqual([]);
  });
});
