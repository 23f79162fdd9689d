import { readEnv } from './env.js';

const env = {
  DATABASE_URL: 'postgresql://127.0.0.1/market',
  RPC_URL: 'http://127.0.0.1:8545',
  CHAIN_ID: '31337',
  ESCROW_ADDRESS: `0x${'E5'.repeat(20)}`,
  METER_ADDRESS: `0x${'3e'.repeat(20)}`,
  AUTH_SECRET: 's'.repeat(32),
  PUBLIC_URL: 'https://api.example',
};

describe('the environment', () => {
  it('needs no more than what has no sensible default', () => {
    expect(readEnv(env)).toMatchObject({
      PORT: 4000,
      HOST: '127.0.0.1',
      ESCROW_ADDRESS: `0x${'e5'.repeat(20)}`,
      CORS_ORIGINS: [],
      NODE_ENV: 'production',
    });
  });

  it('lists the origins that browsers may call from', () => {
    const CORS_ORIGINS = 'https://a.example,https://b.example';
    expect(readEnv({ ...env, CORS_ORIGINS }).CORS_ORIGINS).toEqual(CORS_ORIGINS.split(','));
  });

  it('believes the balancers that it names, and nobody else', () => {
    const TRUSTED_PROXIES = '10.0.0.0/8,192.0.2.7,2001:db8::1';
    expect(readEnv({ ...env, TRUSTED_PROXIES }).TRUSTED_PROXIES).toEqual(
      TRUSTED_PROXIES.split(','),
    );
    expect(readEnv(env).TRUSTED_PROXIES).toEqual([]);
    expect(() => readEnv({ ...env, TRUSTED_PROXIES: 'all' })).toThrow('TRUSTED_PROXIES');
  });

  it('refuses a short secret, and does not repeat it', () => {
    const read = () => readEnv({ ...env, AUTH_SECRET: 'hunter2', PORT: '70000' });
    expect(read).toThrow('Missing or malformed in the environment: PORT, AUTH_SECRET');
  });
});
