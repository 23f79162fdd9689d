import { signIn, startTestApi, testWallet, type TestApi } from '../fixture/test-api.js';

describe('signing in', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.close());

  it('lets a wallet in with its signature', async () => {
    const authorization = await signIn(api, testWallet());
    expect(await api.ask('{ myRentals { id } }', {}, authorization)).toEqual({
      data: { myRentals: [] },
    });
  });
});
