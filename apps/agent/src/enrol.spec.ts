import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createApiClient } from '@gpuflow/api-client';
import { enrol, readEnrolment, readFacts } from './enrol.js';
import { facts, signedFor } from './fixture/enrolment.js';
import { machineId, serveApi } from './fixture/api.js';

const publicKey = `0x${'ab'.repeat(32)}` as const;
const { signal } = new AbortController();

describe('enrolment', () => {
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'agent-'));
  });
  afterEach(() => rm(home, { recursive: true }));

  const write = async (name: string, content: unknown) => {
    const file = path.join(home, name);
    await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  };

  describe('files', () => {
    it('are read as they were signed', async () => {
      const { enrolment, signature } = signedFor(publicKey);
      const asWalletsSign = { ...enrolment, validUntil: enrolment.validUntil.toString() };
      const file = await write('enrolment.json', { enrolment: asWalletsSign, signature });
      expect(await readEnrolment(file, publicKey)).toEqual({ enrolment, signature });
      expect(await readFacts(await write('facts.json', facts))).toEqual(facts);
    });

    it('say the way to an enrolment where there is none', async () => {
      const missing = readEnrolment(path.join(home, 'enrolment.json'), publicKey);
      await expect(missing).rejects.toThrow(`enrolmentTypedData(provider, agentKey, facts)`);
      await expect(missing).rejects.toThrow(publicKey);
    });

    it('refuse the enrolment of another key', async () => {
      const { enrolment, signature } = signedFor(`0x${'cd'.repeat(32)}`);
      const said = { ...enrolment, validUntil: enrolment.validUntil.toString() };
      const file = await write('enrolment.json', { enrolment: said, signature });
      await expect(readEnrolment(file, publicKey)).rejects.toThrow('is for the key 0xcdcd');
    });

    it.each([
      ['{', 'is not JSON'],
      [{ ...facts, vramGb: 'much' }, 'is malformed: vramGb'],
      ['[]', 'is malformed: the whole'],
    ])('refuse what is no machine: %j', async (content, reason) => {
      await expect(readFacts(await write('facts.json', content))).rejects.toThrow(reason);
    });
  });

  describe('enrol', () => {
    let api: Awaited<ReturnType<typeof serveApi>>;
    beforeEach(async () => {
      api = await serveApi();
    });
    afterEach(() => api.close());

    const enrolled = () => {
      const client = createApiClient({ url: api.url });
      return enrol({ client, home, facts, signed: signedFor(publicKey), signal });
    };

    it('answers the machine, again and again', async () => {
      expect(await enrolled()).toBe(machineId);
      expect(await enrolled()).toBe(machineId);
    });

    it('outlives its delegation', async () => {
      await enrolled();
      api.state.delegationExpired = true;
      expect(await enrolled()).toBe(machineId);
    });

    it('is refused to a new machine under a delegation that has run out', async () => {
      api.state.delegationExpired = true;
      await expect(enrolled()).rejects.toMatchObject({ code: 'DELEGATION_EXPIRED' });
    });
  });
});
