import { readEnv } from './env.js';

const env = {
  DATABASE_URL: 'postgresql://market:hunter2@127.0.0.1:5432/market',
  CHAIN_ID: '31337',
  ESCROW_ADDRESS: `0x${'Ab'.repeat(20)}`,
  METER_ADDRESS: `0x${'cd'.repeat(20)}`,
  USAGE_ROOTS_ADDRESS: `0x${'ef'.repeat(20)}`,
};

describe('readEnv', () => {
  it('fills in what has a usual value', () => {
    expect(readEnv(env).REDIS_URL).toBeUndefined();
    expect(readEnv(env)).toMatchObject({
      CHAIN_ID: 31337,
      ESCROW_ADDRESS: `0x${'ab'.repeat(20)}`,
      DEMO: '0',
      SETTLE_FROM_UNITS: 50_000n,
    });
  });

  it('names what is missing or wrong, without its value', () => {
    const wrong = { ...env, DATABASE_URL: 'hunter2', METER_ADDRESS: '0x12', CHAIN_ID: undefined };
    expect(() => readEnv(wrong)).toThrow(/^[^:]*: DATABASE_URL, CHAIN_ID, METER_ADDRESS$/);
  });
});
