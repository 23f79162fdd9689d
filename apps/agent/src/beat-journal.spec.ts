import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openBeatJournal } from './beat-journal.js';

describe('beat journal', () => {
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'agent-'));
  });
  afterEach(() => rm(home, { recursive: true }));

  it('counts on where it was left', async () => {
    const before = await openBeatJournal(home);
    expect([await before.next(), await before.next()]).toEqual([1n, 2n]);
    const after = await openBeatJournal(home);
    expect(await after.next()).toBe(3n);
  });

  it('has a number on disk before it gives it out', async () => {
    const journal = await openBeatJournal(home);
    const seq = await journal.next();
    expect(await readFile(path.join(home, 'beat-seq'), 'utf8')).toBe(`${seq}\n`);
  });

  it('jumps above a number, and never back', async () => {
    const journal = await openBeatJournal(home);
    await journal.raiseTo(41n);
    await journal.raiseTo(7n);
    expect(await journal.next()).toBe(42n);
    expect(await (await openBeatJournal(home)).next()).toBe(43n);
  });

  it('starts at one where the file is damaged', async () => {
    await writeFile(path.join(home, 'beat-seq'), '12x');
    expect(await (await openBeatJournal(home)).next()).toBe(1n);
  });
});
