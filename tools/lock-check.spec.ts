import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const folder = mkdtempSync(path.join(os.tmpdir(), 'gpuflow-lock-'));
afterAll(() => rmSync(folder, { recursive: true }));

function check(name: string, packages: object): { status: number | null; problems: string[] } {
  const file = path.join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify({ lockfileVersion: 3, packages }));
  const script = path.join(import.meta.dirname, 'lock-check.mjs');
  const { status, stderr } = spawnSync(process.execPath, [script, file], { encoding: 'utf8' });
  return { status, problems: stderr.split('\n').filter((line) => line !== '') };
}

describe('lock-check', () => {
  it('finds an optional package that the registry lacked', () => {
    const { status, problems } = check('missing', {
      '': {},
      'node_modules/bundler': {
        optionalDependencies: { '@bundler/linux-x64': '1.0.0', '@bundler/darwin-arm64': '1.0.0' },
      },
      'node_modules/@bundler/linux-x64': { optional: true },
    });
    expect(status).toBe(1);
    expect(problems).toEqual([
      'missing: node_modules/bundler asks for @bundler/darwin-arm64@1.0.0',
      '1 problems in missing.json',
    ]);
  });

  it('finds an optional package that npm skips under the Node that installs', () => {
    const { status, problems } = check('skipped', {
      '': { optionalDependencies: { native: '1.0.0' } },
      'node_modules/native': { optional: true, engines: { node: '>= 22' } },
    });
    expect(status).toBe(1);
    expect(problems[0]).toBe(
      'skipped: node_modules/native wants node >= 22, npm runs under 20.20.0',
    );
  });

  it('finds the address of a registry, but not a link to a workspace', () => {
    const { status, problems } = check('address', {
      '': {},
      'node_modules/@gpuflow/db': { resolved: 'libs/db', link: true },
      'node_modules/zod': { resolved: 'https://registry.example/zod-3.25.76.tgz' },
    });
    expect(status).toBe(1);
    expect(problems[0]).toBe('address: node_modules/zod is tied to a registry by "resolved"');
    expect(problems).toHaveLength(2);
  });

  it('accepts optional packages beside the asker and above it', () => {
    const { status, problems } = check('complete', {
      '': {},
      'node_modules/a': { optionalDependencies: { native: '1', other: '2' } },
      'node_modules/a/node_modules/native': { engines: { node: '>=18' } },
      'node_modules/other': { engines: { node: '^20.19.0 || >=22' } },
      // Not optional: npm installs it, with a warning at most.
      'node_modules/strict': { engines: { node: '>=22' } },
    });
    expect(problems).toEqual([]);
    expect(status).toBe(0);
  });
});
