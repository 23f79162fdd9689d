import { privateKeyToAccount } from 'viem/accounts';
import { readEnv } from './env.js';

const key = `0x${'ab'.repeat(32)}` as const;
const complete = {
  DATABASE_URL: 'postgresql://localhost/market',
  RPC_URL: 'http://127.0.0.1:8545',
  CHAIN_ID: '31337',
  ESCROW_ADDRESS: `0x${'Ab'.repeat(20)}`,
  PARAMS_ADDRESS: `0x${'cd'.repeat(20)}`,
  USAGE_ROOTS_ADDRESS: `0x${'ef'.repeat(20)}`,
  DEPLOYMENT_BLOCK: '7',
  METER_KEY: key,
  KEEPER_KEY: key,
  RELAYER_KEY: key,
  CONFIRMATIONS: '2',
};

describe('readEnv', () => {
  it('reads what is there, with defaults for the rest', () => {
    expect(readEnv(complete)).toMatchObject({
      RPC_URL: ['http://127.0.0.1:8545'],
      ESCROW_ADDRESS: `0x${'ab'.repeat(20)}`,
      DEPLOYMENT_BLOCK: 7n,
      CONFIRMATIONS: { confirmations: 2n, confirmationRules: [] },
      POLL_MS: 1_000,
      MAX_FEE_GWEI: 200_000_000_000n,
    });
  });

  it('reads several endpoints, and none that is no URL', () => {
    const withUrls = (RPC_URL: string) => () => readEnv({ ...complete, RPC_URL });
    expect(withUrls('http://a:1, https://b/key')().RPC_URL).toEqual([
      'http://a:1',
      'https://b/key',
    ]);
    const nine = Array.from({ length: 9 }, (_, i) => `http://n${i}`).join();
    for (const wrong of ['', 'http://a:1,', 'http://a:1,b', nine])
      expect(withUrls(wrong)).toThrow(/: RPC_URL/);
  });

  it('reads which amounts wait for more blocks', () => {
    const { CONFIRMATIONS } = readEnv({
      ...complete,
      CONFIRMATIONS: '2, 1000:12, 50000:finalized',
    });
    expect(CONFIRMATIONS).toEqual({
      confirmations: 2n,
      confirmationRules: [
        { fromTokens: 1_000n, depth: 12n },
        { fromTokens: 50_000n, depth: 'FINALIZED' },
      ],
    });
  });

  it.each([
    '0',
    '101',
    'finalized',
    '2,',
    '2,1000',
    '2,0:3',
    '2,1000:1',
    '2,1000:12,1000:13',
    '2,1000:finalized,2000:64',
    '2,1000:x',
  ])('takes no %s for confirmations', (CONFIRMATIONS) => {
    expect(() => readEnv({ ...complete, CONFIRMATIONS })).toThrow(/: CONFIRMATIONS$/);
  });

  it.each(Object.keys(complete))('misses %s by its name', (name) => {
    expect(() => readEnv({ ...complete, [name]: undefined })).toThrow(new RegExp(`: ${name}$`));
  });

  it("takes a key beside its own address, which all processes are told, and beside no other's", () => {
    const { address } = privateKeyToAccount(key);
    expect(readEnv({ ...complete, METER_ADDRESS: address })).toMatchObject(readEnv(complete));
    const foreign = { ...complete, METER_ADDRESS: `0x${'ef'.repeat(20)}` };
    expect(() => readEnv(foreign)).toThrow(/: METER_KEY$/);
  });

  const kept = {
    ...complete,
    KEEPER_KEY: undefined,
    KEEPER_SIGNER_URL: 'http://signer:9000',
    KEEPER_ADDRESS: `0x${'Ef'.repeat(20)}`,
  };

  it('reads where a key is that is not here', () => {
    expect(readEnv(kept).keyPlaces).toEqual({
      METER: { key },
      KEEPER: { url: 'http://signer:9000', address: `0x${'ef'.repeat(20)}` },
      RELAYER: { key },
    });
  });

  it.each([
    ['KEEPER_ADDRESS', { KEEPER_ADDRESS: undefined }],
    ['KEEPER_SIGNER_URL', { KEEPER_SIGNER_URL: undefined }],
    ['KEEPER_SIGNER_URL', { KEEPER_SIGNER_URL: 'signer' }],
    ['KEEPER_KEY', { KEEPER_KEY: key }],
  ])('asks for %s where a service is named by halves, or a key twice', (name, change) => {
    expect(() => readEnv({ ...kept, ...change })).toThrow(new RegExp(`: ${name}$`));
  });

  it('never shows a key, not even a malformed one', () => {
    const spoilt = { ...complete, METER_KEY: `${key}cafe`, KEEPER_KEY: 'deadbeef' };
    expect(() => readEnv(spoilt)).toThrow(
      new Error('Missing or malformed in the environment: METER_KEY, KEEPER_KEY'),
    );
  });
});
