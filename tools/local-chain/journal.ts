import { type FileHandle, mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const entrySchema = z.object({
  method: z.string(),
  params: z.array(z.unknown()),
  /** Unix seconds given to the block that the call made; absent where the call decides itself. */
  timestamp: z.number().int().optional(),
  /** Hash of the newest block after the call. */
  head: z.string(),
});

/** One call that changed a chain. */
export type JournalEntry = z.infer<typeof entrySchema>;

/** The calls that made a chain, in their order: JSON by lines. */
export class Journal {
  readonly #file: FileHandle;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  /**
   * Opens or makes the file and reads it. A last line without its end, which a crash may leave, was
   * never answered to anybody and is cut off. Any other damage throws.
   */
  static async open(name: string): Promise<{ journal: Journal; entries: JournalEntry[] }> {
    await mkdir(path.dirname(name), { recursive: true });
    const file = await open(name, 'a+');
    const text = await file.readFile('utf8');
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    if (whole.length < text.length) await file.truncate(Buffer.byteLength(whole));
    const entries = whole
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => entrySchema.parse(JSON.parse(line)));
    return { journal: new Journal(file), entries };
  }

  /** Returns when the entry is on the disk. */
  async append(entry: JournalEntry): Promise<void> {
    await this.#file.write(`${JSON.stringify(entry)}\n`);
    await this.#file.datasync();
  }

  /** Forgets everything. */
  async clear(): Promise<void> {
    await this.#file.truncate(0);
    await this.#file.datasync();
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}
