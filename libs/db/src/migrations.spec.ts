import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { eachTestItsDatabase } from './fixture/market.js';

const market = eachTestItsDatabase();
const root = path.join(import.meta.dirname, '../../..');

describe('migrations', () => {
  it('make exactly the tables of schema.prisma', async () => {
    const question = ['migrate', 'diff', '--from-config-datasource', '--exit-code'];
    const schema = ['--to-schema', 'prisma/schema.prisma'];
    // Exit status 2, and so a rejection, where the two differ.
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['tools/prisma.mjs', ...question, ...schema],
      { cwd: root, env: { ...process.env, DATABASE_URL: market.url, NODE_OPTIONS: '' } },
    );
    expect(stdout).toContain('No difference detected');
  }, 60_000);
});
