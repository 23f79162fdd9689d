import { evidenceForm } from '@gpuflow/audit';
import { startChain, type TestChain } from '@gpuflow/testing';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { serveGraphql } from './fixture/graphql-server.js';
import { run } from './program.js';

/** Runs a command line and answers its status and what it said. */
async function said(...words: string[]) {
  const lines: Record<'out' | 'err', string[]> = { out: [], err: [] };
  const status = await run(words, {
    out: (line) => void lines.out.push(line),
    err: (line) => void lines.err.push(line),
  });
  return { status, out: lines.out.join('\n'), err: lines.err.join('\n') };
}

describe('gpuflow audit', () => {
  let chain: TestChain;
  let place: string[];
  beforeAll(async () => {
    chain = await startChain();
    const { block, escrow } = chain.deployment;
    place = ['--rpc', chain.url, '--escrow', escrow, '--from-block', String(block)];
  });
  afterAll(() => chain.stop());

  it('answers 0 and the totals where everything agrees', async () => {
    const { status, out, err } = await said('audit', ...place);
    expect(status).toBe(0);
    expect(out).toMatch(/owes 0 \(0 free, 0 in rentals, 0 fees\), holds 0\nEverything agrees\.$/);
    expect(err).toMatch(/^block \d+ of \d+: \d+ logs$/m);
  });

  it('answers one line of JSON for programs', async () => {
    const { out } = await said('audit', ...place, '--json');
    const report: unknown = JSON.parse(out);
    expect(report).toMatchObject({ chainId: 31337, accounts: 0, findings: [] });
  });

  const escrow = `0x${'e5'.repeat(20)}`;
  const unusable: [string, string[], string][] = [
    ['nothing', [], ''],
    ['an unknown command', ['steal'], 'unknown command'],
    ['no escrow', ['audit', '--rpc', 'http://127.0.0.1:1', '--from-block', '1'], '--escrow'],
    ['no URL', ['audit', '--rpc', 'nowhere'], 'not a URL'],
    ['no block number', ['audit', '--from-block', '-1'], 'not a block number'],
    ['no address', ['audit', '--escrow', '0x12'], 'not an address'],
    ['no file', ['verify-proof', '/nowhere/proof.json'], 'no such file'],
  ];
  it.each(unusable)('answers 2 for %s', async (_name, words, reason) => {
    const { status, err } = await said(...words);
    expect(err).toContain(reason);
    expect(status).toBe(2);
  });

  it('answers 2 for an address without an escrow, and for a block that comes too late', async () => {
    const [rpc, url = ''] = place;
    const other = await said('audit', rpc ?? '', url, '--escrow', escrow, '--from-block', '1');
    expect(other).toMatchObject({ status: 2, out: '' });
    expect(other.err).toContain('there is no escrow at');
    const late = await said('audit', ...place.slice(0, 4), '--from-block', '12');
    expect(late).toMatchObject({ status: 2 });
    expect(late.err).toContain('the escrow was there before block 12');
  });

  it('never says the URL of a node that does not answer, which may hold a key', async () => {
    const words = ['audit', '--escrow', escrow, '--from-block', '1', '--rpc'];
    const { status, out, err } = await said(...words, 'http://127.0.0.1:1/key-5ec3e7');
    expect(status).toBe(2);
    expect(out + err).not.toContain('5ec3e7');
    expect(err).toContain('no answer');
  });
});

it('gpuflow verify-proof answers 1 for a file that proves nothing', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'gpuflow-proof-'));
  const file = path.join(folder, 'proof.json');
  for (const text of ['{}', 'not JSON']) {
    await writeFile(file, text);
    const { status, out } = await said('verify-proof', file);
    expect({ status, out }).toEqual({
      status: 1,
      out: expect.stringContaining('It proves nothing'),
    });
  }
  expect(await said('verify-proof', file, '--json')).toMatchObject({ status: 1 });
  await rm(folder, { recursive: true });
});

describe('gpuflow evidence', () => {
  const hash = (byte: string) => `0x${byte.repeat(32)}`;
  const moment = (second: number) => new Date(second * 1000).toISOString();
  const piece = {
    ...{ rentalId: hash('07'), from: moment(1_900_000_000), until: moment(1_900_003_600) },
    ...{ up: false, seen: hash('5e'), observed: '{}', hour: 527_777, publishedBy: null },
    ...{ root: hash('01'), proof: [hash('02')], haltRoot: hash('03'), haltProof: [hash('04')] },
  };
  const ofNoHalt = { ...piece, up: true, haltRoot: null, haltProof: null };
  const hourLasts = { ...piece, hour: 527_778, root: null, proof: null };
  const taken = {
    ...{ rentalId: hash('07'), from: 1_900_000_000, until: 1_900_003_600, up: false },
    ...{ seen: hash('5e'), hour: 527_777, proof: [hash('02')], haltProof: [hash('04')] },
  };

  /** Two pages: an hour that is over, and one that lasts. */
  function serve() {
    return serveGraphql(({ variables }) => ({
      meterEvidence:
        variables['fromHour'] === 527_778
          ? { pieces: [hourLasts], nextHour: null }
          : { pieces: [ofNoHalt, piece], nextHour: 527_778 },
    }));
  }

  it('fetches every page, and leaves out what nobody is bound by yet', async () => {
    const api = await serve();
    const { status, out } = await said('evidence', '--api', api.url);
    await api.close();
    expect(status).toBe(0);
    const bare = { ...taken, up: true, haltProof: undefined };
    expect(JSON.parse(out)).toEqual({ pieces: [bare, taken] });
  });

  it('writes a file that an audit takes', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'gpuflow-evidence-'));
    const file = path.join(folder, 'evidence.json');
    const api = await serve();
    const answer = await said('evidence', '--api', api.url, '--output', file);
    await api.close();
    expect(answer).toEqual({ status: 0, out: '', err: '' });
    const written: unknown = JSON.parse(await readFile(file, 'utf8'));
    await rm(folder, { recursive: true });
    expect(evidenceForm.parse(written)).toEqual(written);
    expect(written).toMatchObject({ pieces: [{ up: true }, taken] });
  });

  it('answers 2 where there is no API', async () => {
    const api = await serve();
    await api.close();
    expect(await said('evidence', '--api', api.url)).toMatchObject({ status: 2, out: '' });
    expect(await said('evidence', '--api', 'rack-1')).toMatchObject({ status: 2, out: '' });
    expect(await said('evidence')).toMatchObject({ status: 2, out: '' });
  });
});
