import { chainTransactions, intents } from '@gpuflow/db';
import { parseAddress } from '@gpuflow/domain';
import { parseTransaction } from 'viem';
import { createChainProcess } from '../chain-process.js';
import { accountOf, seats } from '../fixture/accounts.js';
import { example, fund, stageRental, wish } from '../fixture/rental.js';
import { openStage } from '../fixture/stage.js';
import {
  startSigningService,
  type SigningService,
  type Treachery,
} from '../fixture/signing-service.js';
import { remoteAccount } from './remote-signer.js';

const account = accountOf(seats.keeper);
const address = parseAddress(account.address, 'keeper');
const transaction = {
  type: 'eip1559',
  chainId: 31_337,
  nonce: 0,
  to: parseAddress(accountOf(seats.provider).address, 'provider'),
  data: '0x1234',
  gas: 400_000n,
  maxFeePerGas: 30n,
  maxPriorityFeePerGas: 2n,
} as const;

let service: SigningService;
beforeAll(async () => {
  service = await startSigningService(account);
});
beforeEach(() => service.betray({}));
afterAll(() => service.close());

const sign = () => remoteAccount({ url: service.url, address }).signTransaction(transaction);

describe('a remote account', () => {
  it('signs as the key itself would', async () => {
    const signed = await sign();
    expect(signed).toBe(await account.signTransaction(transaction));
    expect(parseTransaction(signed)).toMatchObject(transaction);
  });

  it('signs a transfer of nothing', async () => {
    const empty = { ...transaction, data: undefined };
    const signed = await remoteAccount({ url: service.url, address }).signTransaction(empty);
    expect(signed).toBe(await account.signTransaction(empty));
  });

  it.each<[string, Treachery]>([
    ['another receiver', { alter: { to: account.address } }],
    ['another call', { alter: { data: '0x1235' } }],
    ['a payment', { alter: { value: 1n } }],
    ['another nonce', { alter: { nonce: 1 } }],
    ['another chain', { alter: { chainId: 1 } }],
    ['more gas', { alter: { gas: 400_001n } }],
    ['a higher fee', { alter: { maxFeePerGas: 31n } }],
    ['a higher tip', { alter: { maxPriorityFeePerGas: 3n } }],
    ['an access list', { alter: { accessList: [{ address, storageKeys: [] }] } }],
    ['another key', { account: accountOf(seats.meter) }],
    ['bytes behind the end', { answer: (signed) => JSON.stringify({ result: `${signed}00` }) }],
    ['unsigned bytes', { answer: () => JSON.stringify({ result: '0x02c0' }) }],
    ['no bytes', { answer: () => JSON.stringify({ result: null }) }],
    ['an error', { answer: () => JSON.stringify({ error: { code: -32000, message: 'locked' } }) }],
    ['no JSON', { answer: () => '<html>' }],
    ['without an end', { answer: () => 'x'.repeat(400_000) }],
  ])('does not take an answer with %s', async (_, how) => {
    service.betray(how);
    await expect(sign()).rejects.toMatchObject({ name: 'Fault', source: 'signer' });
  });

  it('tells nobody where the service is', async () => {
    const gone = await startSigningService(account);
    await gone.close();
    const error: unknown = await remoteAccount({ url: gone.url, address })
      .signTransaction(transaction)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    const { cause } = error instanceof Error ? error : {};
    expect(String(cause)).toContain('no answer');
    expect(`${String(error)} ${String(cause)}`).not.toContain('secret-path');
  });

  it('signs nothing but transactions', async () => {
    const remote = remoteAccount({ url: service.url, address });
    await expect(remote.signMessage({ message: 'a wish' })).rejects.toThrow('transactions only');
  });
});

describe('a chain process whose relayer’s key is elsewhere', () => {
  it('sends with it, and stores nothing of what it should not have signed', async () => {
    const stage = await openStage();
    const relayer = accountOf(seats.relayer);
    const keeper = await startSigningService(relayer);
    const remote = remoteAccount({
      url: keeper.url,
      address: parseAddress(relayer.address, 'relayer'),
    });
    const signers = { ...stage.chain.signers, RELAYER: remote };
    const chainProcess = createChainProcess({ ...stage.chain, signers });
    await fund(stage.wallet(seats.renter), example.deposit);
    const rental = await stageRental(stage);
    const key = await wish(stage, rental.id, rental.openCall);
    const { db } = stage.chain.market;

    keeper.betray({ alter: { value: 1n } });
    await expect(chainProcess.sendStep('RELAYER')).rejects.toMatchObject({ source: 'signer' });
    expect(await chainTransactions.ofIntent(db, key)).toEqual([]);
    keeper.betray({});
    await chainProcess.runUntilIdle();
    expect(await intents.find(db, key)).toMatchObject({ state: 'CONFIRMED' });
    await keeper.close();
    await stage.close();
  });
});
