import type { Hex } from '@gpuflow/domain';

const signature = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');
/** UTF-8 takes at most so many bytes for one of a string's units. */
const utf8BytesMax = 3;
const nullLength = -1;

/**
 * Rows in PostgreSQL's binary COPY format (`COPY`, "Binary Format"), put together byte by byte: as text most of the work
 * would be to join strings, to collect what was joined, and to read it all again in the database.
 */
export class CopyBytes {
  #bytes: Buffer;
  #end = 0;

  constructor(private readonly chunkBytes: number) {
    this.#bytes = Buffer.allocUnsafeSlow(chunkBytes);
    this.#end = signature.copy(this.#bytes);
    this.int32(0); // flags
    this.int32(0); // no header extension
  }

  get full(): boolean {
    return this.#end >= (this.chunkBytes * 3) / 4;
  }

  /** What was added since the last time. */
  take(): Buffer {
    const taken = this.#bytes.subarray(0, this.#end);
    this.#bytes = Buffer.allocUnsafeSlow(this.chunkBytes);
    this.#end = 0;
    return taken;
  }

  beginRow(columns: number): void {
    this.int16(columns);
  }

  /** After the last row. */
  endRows(): void {
    this.int16(-1);
  }

  null(): void {
    this.int32(nullLength);
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#end++] = value;
  }

  int16(value: number): void {
    this.#reserve(2);
    this.#end = this.#bytes.writeInt16BE(value, this.#end);
  }

  int32(value: number): void {
    this.#reserve(4);
    this.#end = this.#bytes.writeInt32BE(value, this.#end);
  }

  int64(value: bigint): void {
    this.#reserve(8);
    this.#end = this.#bytes.writeBigInt64BE(value, this.#end);
  }

  /** Half as many bytes as digits. */
  hex(value: Hex): void {
    this.#reserve(value.length / 2);
    this.#end += this.#bytes.write(value.slice(2), this.#end, 'hex');
  }

  /** Text under its length in bytes; `prefix` counts as one of them. */
  text(value: string, prefix?: number): void {
    const start = this.#end;
    this.int32(0);
    if (prefix !== undefined) this.byte(prefix);
    this.#reserve(value.length * utf8BytesMax);
    this.#end += this.#bytes.write(value, this.#end);
    this.#bytes.writeInt32BE(this.#end - start - 4, start);
  }

  #reserve(bytes: number): void {
    const needed = this.#end + bytes;
    if (needed <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(needed + this.chunkBytes);
    this.#bytes.copy(grown, 0, 0, this.#end);
    this.#bytes = grown;
  }
}
