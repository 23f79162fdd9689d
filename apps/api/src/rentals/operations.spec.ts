import { randomUUID } from 'node:crypto';

import { intents } from '@gpuflow/db';
import type { Hash } from '@gpuflow/domain';
import type { Wallet } from '@gpuflow/escrow';
import { z } from 'zod';

import { addListing, addProvider, fieldOf, type Provider } from '../fixture/provider.js';
import { addRenter, chainSays, rent, started, type Renter } from '../fixture/renter.js';
import { chainStart, deposited, startTestApi, token, type TestApi } from '../fixture/test-api.js';

let api: TestApi;
let provider: Provider;
let renter: Renter;
let stranger: Renter;
let id: Hash;
beforeAll(async () => {
  api = await startTestApi();
  stranger = await addRenter(api);
});
afterAll(() => api.close());
beforeEach(async () => {
  provider = await addProvider(api);
  renter = await addRenter(api);
  id = await rent(api, renter, await addListing(api, 590_000n, { provider }));
  await started(api.market, id);
});

const messageForm = z.object({ message: z.record(z.unknown()) }).passthrough();

/** A word to sign, as a query shows it. */
async function toSign(query: string, variables: object, by = renter) {
  return messageForm.parse(fieldOf(await api.ask(query, variables, by.authorization), 'word'));
}

/** The signed struct as the SDL takes it: these of its numbers are text. */
function inputOf(message: Record<string, unknown>, wide: readonly string[]) {
  return { ...message, ...Object.fromEntries(wide.map((name) => [name, String(message[name])])) };
}

const purposes = async () =>
  (await intents.listOfRental(api.market.db, id)).map(({ call }) => call.purpose);

async function refusalOf(answer: ReturnType<TestApi['ask']>) {
  const { errors } = await answer;
  return errors?.[0]?.extensions;
}

/** The renter's word of one kind, ready to relay. */
function turnWord(kind: 'pause' | 'resume', primaryType: 'Pause' | 'Resume') {
  const query = `query ($id: Hash!) { word: ${kind}TypedData(rentalId: $id) }`;
  const mutation = `mutation ($key: String!, $word: TurnInput!, $signature: Hex!) {
    done: ${kind}Rental(idempotencyKey: $key, chainId: 31337, ${kind}: $word, signature: $signature) { id state }
  }`;
  return {
    async sign({ wallet }: { wallet: Wallet } = renter) {
      const word = await toSign(query, { id });
      const key: string = randomUUID();
      return {
        key,
        word: inputOf(word.message, ['deadline']),
        signature: await wallet.signTypedData(word, primaryType),
      };
    },
    send: (variables: object, by: { authorization: string } = renter) =>
      api.ask(mutation, variables, by.authorization),
  };
}

describe('a pause', () => {
  const pause = turnWord('pause', 'Pause');

  it('is asked of the chain once for a key, and the rental runs on until it is there', async () => {
    const signed = await pause.sign();
    const first = await pause.send(signed);
    expect(first).toEqual({ data: { done: { id, state: 'RUNNING' } } });
    expect(await pause.send(signed)).toEqual(first);
    expect((await purposes()).filter((purpose) => purpose === 'PAUSE')).toHaveLength(1);
    const answer = await api.ask(
      'query ($id: Hash!) { rental(id: $id) { wishes(first: 1) { purpose state } } }',
      { id },
      renter.authorization,
    );
    expect(fieldOf(answer, 'rental')).toEqual({ wishes: [{ purpose: 'PAUSE', state: 'QUEUED' }] });
  });

  it('is refused to anybody else, under a used key, and in another state', async () => {
    const signed = await pause.sign();
    expect(await refusalOf(pause.send(signed, stranger))).toMatchObject({ code: 'NOT_OWNER' });
    const theirs = { ...signed, signature: `0x${'12'.repeat(65)}` };
    expect(await refusalOf(pause.send(theirs))).toMatchObject({ code: 'BAD_SIGNATURE' });
    expect(await purposes()).not.toContain('PAUSE');
    await pause.send(signed);
    api.market.clock.advanceSeconds(1);
    const another = { ...(await pause.sign()), key: signed.key };
    api.market.clock.advanceSeconds(-1);
    expect(await refusalOf(pause.send(another))).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    await chainSays(api.market, id, { seq: 3, turn: 2, state: 'ENDED', endedAt: chainStart });
    expect(await refusalOf(pause.send({ ...(await pause.sign()) }))).toMatchObject({
      code: 'BAD_STATE',
      facts: { have: 'ENDED' },
    });
  });
});

describe('a resumption', () => {
  const resume = turnWord('resume', 'Resume');

  it('has the machine boot, and waits for its proof', async () => {
    await chainSays(api.market, id, { seq: 3, turn: 2, state: 'HALTED', ...byRenter });
    const signed = await resume.sign();
    const answer = await resume.send(signed);
    expect(answer).toEqual({ data: { done: { id, state: 'HALTED' } } });
    expect(await resume.send(signed)).toEqual(answer);
    const instance = await api.ask(
      'query ($id: Hash!) { rental(id: $id) { instance { desired } } }',
      {
        id,
      },
    );
    expect(fieldOf(instance, 'rental')).toEqual({ instance: { desired: 'RUN' } });
    expect(await purposes()).toContain('RESUME_BY_RENTER');
  });

  it('is refused of what runs, and to anybody else', async () => {
    const signed = await resume.sign();
    expect(await refusalOf(resume.send(signed))).toMatchObject({ code: 'BAD_STATE' });
    expect(await refusalOf(resume.send(signed, stranger))).toMatchObject({ code: 'NOT_OWNER' });
  });

  const byRenter = { halt: 'PAUSED', pausedByRenter: true } as const;
});

describe('an amendment', () => {
  const send = (variables: object, by: { authorization: string } = renter) =>
    api.ask(
      `mutation ($key: String!, $amend: AmendInput!, $renters: Hex!, $providers: Hex!) {
        done: amendRental(idempotencyKey: $key, chainId: 31337, amend: $amend,
          renterSignature: $renters, providerSignature: $providers) { id state }
      }`,
      variables,
      by.authorization,
    );
  async function sign(pricePerHourUnits: string) {
    const word = await toSign(
      'query ($id: Hash!, $price: Uint) { word: amendTypedData(rentalId: $id, pricePerHourUnits: $price) }',
      { id, price: pricePerHourUnits },
    );
    return {
      key: randomUUID(),
      amend: inputOf(word.message, ['maxEnd', 'deadline']),
      renters: await renter.wallet.signTypedData(word, 'Amend'),
      providers: await provider.wallet.signTypedData(word, 'Amend'),
    };
  }

  it('is relayed for either side, once for a key', async () => {
    const signed = await sign('400000');
    expect(signed.amend).toMatchObject({ pricePerHour: '400000', turn: 1 });
    const answer = await send(signed, provider);
    expect(answer).toEqual({ data: { done: { id, state: 'RUNNING' } } });
    expect(await send(signed, provider)).toEqual(answer);
    expect((await purposes()).filter((purpose) => purpose === 'AMEND')).toHaveLength(1);
  });

  it('is refused without both signatures, to strangers, and at no price', async () => {
    const signed = await sign('400000');
    const alone = { ...signed, providers: signed.renters };
    expect(await refusalOf(send(alone))).toMatchObject({ code: 'BAD_SIGNATURE' });
    expect(await refusalOf(send(signed, stranger))).toMatchObject({ code: 'NOT_OWNER' });
    expect(await refusalOf(send(await sign('0')))).toMatchObject({ code: 'TERMS_OUT_OF_BOUNDS' });
    expect(await purposes()).not.toContain('AMEND');
  });
});

describe('a call for the wallet', () => {
  const call = (name: string, argument: string, value: unknown, by = renter) =>
    api.ask(
      `query ($id: Hash!) { call: ${name}(rentalId: $id, ${argument}: ${JSON.stringify(value)}) {
        from to data moves { direction amount { units } } after { funded { units } endsAt } refusals
      } }`,
      { id },
      by.authorization,
    );

  it('tops up, with what moves and what can refuse it', async () => {
    await deposited(api.market, renter.wallet.address, 1_000_000n);
    expect(fieldOf(await call('topUpCall', 'amountUnits', '590000'), 'call')).toEqual({
      from: renter.wallet.address,
      to: api.options.escrow,
      data: expect.stringMatching(/^0x[0-9a-f]{8}/),
      moves: [{ direction: 'IN', amount: { units: '590000' } }],
      after: { funded: { units: '5590000' }, endsAt: expect.any(String) },
      refusals: ['BAD_STATE', 'RENTAL_LAPSED', 'INSUFFICIENT_BALANCE'],
    });
    expect(await refusalOf(call('topUpCall', 'amountUnits', '1000001'))).toEqual({
      code: 'INSUFFICIENT_BALANCE',
      facts: { have: '1000000', want: '1000001' },
    });
  });

  it('extends for the renter alone, and raises no bid on demand', async () => {
    const later = `${chainStart + 40_000n}`;
    expect(fieldOf(await call('extendCall', 'maxEnd', later), 'call')).toMatchObject({ moves: [] });
    expect(await refusalOf(call('extendCall', 'maxEnd', later, stranger))).toMatchObject({
      code: 'NOT_OWNER',
    });
    expect(await refusalOf(call('extendCall', 'maxEnd', '1'))).toMatchObject({
      code: 'TERMS_OUT_OF_BOUNDS',
    });
    expect(await refusalOf(call('raiseBidCall', 'pricePerHourUnits', '600000'))).toEqual({
      code: 'TERM_NOT_SUPPORTED',
      facts: { term: 'class' },
    });
  });

  it('needs a wallet that has signed in', async () => {
    const { errors } = await api.ask('query ($id: Hash!) { stopCall(rentalId: $id) { data } }', {
      id,
    });
    expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });
});

describe('a delegation', () => {
  const send = (variables: object, by = renter) =>
    api.ask(
      `mutation ($key: String!, $delegation: DelegationInput!, $signature: Hex!) {
        done: setDelegate(idempotencyKey: $key, chainId: 31337, delegation: $delegation, signature: $signature) {
          owner delegate scopes cap { units } position { blockNumber }
        }
      }`,
      variables,
      by.authorization,
    );
  async function sign() {
    const word = await toSign(
      `query ($delegate: Address!, $token: Address!, $expiry: Uint!) {
        word: delegationTypedData(delegate: $delegate, token: $token, scopes: [STOP, TOP_UP], capUnits: "7", expiry: $expiry)
      }`,
      { delegate: stranger.wallet.address, token, expiry: `${chainStart + 900n}` },
    );
    return {
      key: randomUUID(),
      delegation: inputOf(word.message, ['expiry', 'deadline', 'nonce', 'cap']),
      signature: await renter.wallet.signTypedData(word, 'Delegation'),
    };
  }

  it('is asked of the chain once for a key, and is not there before the chain says so', async () => {
    const signed = await sign();
    const answer = await send(signed);
    expect(fieldOf(answer, 'done')).toEqual({
      owner: renter.wallet.address,
      delegate: stranger.wallet.address,
      scopes: ['STOP', 'TOP_UP'],
      cap: { units: '7' },
      position: null,
    });
    expect(await send(signed)).toEqual(answer);
    const mine = await api.ask('{ myDelegations { delegate } }', {}, renter.authorization);
    expect(fieldOf(mine, 'myDelegations')).toEqual([]);
  });

  it('is refused to anybody but the owner', async () => {
    const signed = await sign();
    expect(await refusalOf(send(signed, stranger))).toMatchObject({ code: 'NOT_OWNER' });
    const forged = await stranger.wallet.signMessage('let me');
    expect(await refusalOf(send({ ...signed, signature: forged }))).toMatchObject({
      code: 'BAD_SIGNATURE',
    });
  });
});
