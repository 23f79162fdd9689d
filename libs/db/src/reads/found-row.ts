import type { TextRow } from '../text-query.js';

/** How the text of a column becomes JSON. */
export interface JsonForm {
  quoted: boolean;
  /** What stands between the quotes; the text itself where this is missing. */
  inner?: (text: string) => string;
}

/** A field of a row: its value by the texts of its columns, of which the first is at `at`. */
export interface RowField {
  read: (row: TextRow, at: number) => unknown;
  /** Of a field of one column, of which null is null. */
  json?: JsonForm;
}

interface PlacedField extends RowField {
  name: string;
  at: number;
}

type PlacedFields = ReadonlyMap<string, PlacedField>;

/** A field that is written of rows. */
export interface WrittenField {
  name: string;
  /** What stands before its JSON. */
  begin: string;
  /** Writes it where it takes more than the text of its column. */
  write: (row: FoundRow) => string;
}

/** A row of which a field's value is made when it is looked at, and its JSON mostly without it. */
export class FoundRow {
  [field: string]: unknown;

  constructor(
    protected readonly row: TextRow,
    private readonly fields: PlacedFields,
  ) {}

  /** Writes these fields of rows, which are mostly alike: where each stands is found out once for all of them. */
  static writer(selected: readonly WrittenField[]): (found: FoundRow) => string {
    let fields: PlacedFields | undefined;
    let steps: WriteStep[] = [];
    return (found) => {
      if (found.fields !== fields) {
        ({ fields } = found);
        steps = stepsOf(selected, fields);
      }
      const { row } = found;
      let text = '';
      for (const { at, begin, end, inner, write } of steps) {
        const value = row[at];
        if (value == null) text += write(found);
        else text += begin + (inner === undefined ? value : inner(value)) + end;
      }
      return text;
    };
  }
}

interface WriteStep {
  /** Of its column; of none where no text alone is the field's. */
  at: number;
  begin: string;
  end: string;
  inner: JsonForm['inner'];
  write: (row: FoundRow) => string;
}

const nowhere = -1;

function stepsOf(selected: readonly WrittenField[], fields: PlacedFields): WriteStep[] {
  return selected.map(({ name, begin, write }) => {
    const { at, json } = fields.get(name) ?? { at: nowhere, json: undefined };
    const quote = json?.quoted ? '"' : '';
    return {
      at: json === undefined ? nowhere : at,
      begin: begin + quote,
      end: quote,
      inner: json?.inner,
      write: (found: FoundRow) => begin + write(found),
    };
  });
}

/** Makes a {@link FoundRow} with these fields of each row. */
export function rowMaker(
  fields: readonly PlacedField[],
): (row: TextRow) => Record<string, unknown> {
  const byName = new Map(fields.map((field) => [field.name, field]));
  class Row extends FoundRow {}
  for (const { name, at, read } of fields)
    Object.defineProperty(Row.prototype, name, {
      get(this: Row) {
        return read(this.row, at);
      },
    });
  return (row) => new Row(row, byName);
}
