import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import type { z } from 'zod';

/** A small JSON file that is always whole: written beside its place, flushed, and renamed. */
export class StateFile<Content> {
  readonly #file: string;
  readonly #schema: z.ZodType<Content, z.ZodTypeDef, unknown>;

  constructor(file: string, schema: z.ZodType<Content, z.ZodTypeDef, unknown>) {
    this.#file = file;
    this.#schema = schema;
  }

  /** Undefined where it was never written. */
  read(): Content | undefined {
    try {
      return this.#schema.parse(JSON.parse(readFileSync(this.#file, 'utf8')));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
  }

  write(content: Content): void {
    mkdirSync(path.dirname(this.#file), { recursive: true });
    const draft = `${this.#file}.new`;
    writeFileSync(draft, `${JSON.stringify(content, digits, 2)}\n`, { flush: true, mode: 0o600 });
    renameSync(draft, this.#file);
  }
}

/** JSON has no bigints: they become their digits, and the schema makes them bigints again. */
function digits(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
