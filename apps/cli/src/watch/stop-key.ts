import { open } from 'node:fs/promises';

import type { Hex } from '@gpuflow/domain';

/** A key's file is not what it must be; the message says what to do, and nothing of what is in it. */
export class BadKeyFile extends Error {
  override readonly name = 'BadKeyFile';
}

const bytesMax = 128;
const othersMay = 0o077;

/** The private key in a file that nobody else may read: 64 hex digits, with or without `0x`. Throws {@link BadKeyFile}. */
export async function readStopKey(file: string): Promise<Hex> {
  const handle = await open(file, 'r');
  try {
    const { mode, size } = await handle.stat();
    if (process.platform !== 'win32' && (mode & othersMay) !== 0)
      throw new BadKeyFile(`others may read ${file}: chmod 600 it`);
    const text = size > bytesMax ? '' : (await handle.readFile('utf8')).trim();
    const [, digits] = /^(?:0x)?([0-9a-f]{64})$/i.exec(text) ?? [];
    if (digits === undefined) throw new BadKeyFile(`${file} is no private key of 64 hex digits`);
    return `0x${digits.toLowerCase()}`;
  } finally {
    await handle.close();
  }
}
