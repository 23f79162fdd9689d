import { startTestApi } from '../fixture/test-api.js';

async function statusOf(url: string): Promise<number> {
  return (await fetch(url)).status;
}

it('is healthy and ready when the database answers and the chain was read', async () => {
  const api = await startTestApi();
  try {
    expect(await statusOf(`${api.url}/healthz`)).toBe(200);
    expect(await statusOf(`${api.url}/readyz`)).toBe(200);
  } finally {
    await api.close();
  }
});

it('is healthy but not ready for a chain that was never read', async () => {
  const api = await startTestApi();
  api.market.policy.chainId = 1;
  try {
    expect(await statusOf(`${api.url}/healthz`)).toBe(200);
    const response = await fetch(`${api.url}/readyz`);
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('the chain was not read yet');
  } finally {
    await api.close();
  }
});
