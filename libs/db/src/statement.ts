/** SQL text and the values of its `$n`. */
export interface Statement {
  text: string;
  values: readonly unknown[];
}

/** Collects the values of a statement while its text is written. */
export class Values {
  readonly list: unknown[] = [];

  /** The place of a value in the text, with its type: `$3::numeric`. */
  add(value: unknown, type: string): string {
    this.list.push(value);
    return `$${this.list.length}::${type}`;
  }
}
