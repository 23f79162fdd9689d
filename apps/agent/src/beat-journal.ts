import path from 'node:path';
import { readIfThere, writeDurably } from './durable-file.js';

/** The numbers of this machine's heartbeats: each is given out once, over restarts and crashes too. */
export interface BeatJournal {
  /** A number above all before it, on disk before it is answered. */
  next(): Promise<bigint>;
  /** Gives out only numbers above `seq` from now on. */
  raiseTo(seq: bigint): Promise<void>;
}

/** The journal kept in `home`. An unreadable one starts at zero: the API then says where it stands. */
export async function openBeatJournal(home: string): Promise<BeatJournal> {
  const file = path.join(home, 'beat-seq');
  const text = (await readIfThere(file))?.trim() ?? '';
  let last = /^\d{1,19}$/.test(text) ? BigInt(text) : 0n;
  const set = async (seq: bigint) => {
    last = seq;
    await writeDurably(file, `${seq}\n`);
  };
  return {
    async next() {
      await set(last + 1n);
      return last;
    },
    async raiseTo(seq) {
      if (seq > last) await set(seq);
    },
  };
}
