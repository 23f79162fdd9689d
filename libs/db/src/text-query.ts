import type { Connection, Submittable } from 'pg';
import { prepareValue } from 'pg/lib/utils.js';
import type { Statement } from './statement.js';

/** A row's values in the statement's order, in PostgreSQL's text: who reads them knows their types. */
export type TextRow = readonly (string | null)[];

type BoundValue = ReturnType<typeof prepareValue>;

declare module 'pg' {
  interface Connection {
    /** The texts of the statements that the server keeps for this connection, by name. */
    readonly parsedStatements: Readonly<Record<string, string | undefined>>;
    parse(statement: { name: string; text: string }): void;
    bind(to: { statement: string; values: readonly BoundValue[] }): void;
    execute(portal: Record<string, never>): void;
    sync(): void;
  }
}

/**
 * Asks for rows and nothing else. pg's own query has the columns described with every answer, reads their names and types
 * and makes an object for them, which is a good part of what a page of rows costs. PostgreSQL Protocol 3.0, extended
 * query: Parse once per connection, then Bind, Execute and Sync.
 */
export class TextQuery implements Submittable {
  readonly text: string;
  readonly #values: readonly BoundValue[];
  readonly #rows: TextRow[] = [];

  /** Without a name, which is empty then, the server plans the text each time. */
  constructor(
    readonly name: string,
    { text, values }: Statement,
    private readonly done: (error: Error | undefined, rows: TextRow[]) => void,
  ) {
    this.text = text;
    this.#values = values.map((value) => prepareValue(value));
  }

  submit(connection: Connection): void {
    const { name, text } = this;
    const { stream } = connection;
    stream.cork();
    if (name === '' || connection.parsedStatements[name] === undefined)
      connection.parse({ name, text });
    connection.bind({ statement: name, values: this.#values });
    connection.execute({});
    connection.sync();
    stream.uncork();
  }

  handleDataRow({ fields }: { fields: TextRow }): void {
    this.#rows.push(fields);
  }

  handleCommandComplete(): void {
    // ReadyForQuery follows, and says that the connection is free again.
  }

  handleReadyForQuery(): void {
    this.done(undefined, this.#rows);
  }

  handleError(error: Error): void {
    this.done(error, []);
  }
}
