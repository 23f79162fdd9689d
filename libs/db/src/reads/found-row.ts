import type { TextRow } from '../hot-rows.js';

/** A field of a row: its value by the texts of its columns, of which the first is at `at`. */
export interface RowField {
  read: (row: TextRow, at: number) => unknown;
  /** The JSON of its value by the text of its only column. */
  json?: (text: string) => string;
}

interface PlacedField extends RowField {
  name: string;
  at: number;
}

type PlacedFields = ReadonlyMap<string, PlacedField>;

/** A row of which a field's value is made when it is looked at, and its JSON mostly without it. */
export class FoundRow {
  [field: string]: unknown;

  constructor(
    protected readonly row: TextRow,
    private readonly fields: PlacedFields,
  ) {}

  /**
   * The JSON of a field of such rows, which are mostly alike. Undefined where it takes more than the field's text: then it
   * is that of the value.
   */
  static jsonOf(name: string): (row: FoundRow) => string | undefined {
    let fields: PlacedFields | undefined;
    let field: PlacedField | undefined;
    return (found) => {
      if (found.fields !== fields) {
        fields = found.fields;
        field = fields.get(name);
      }
      const text = field?.json && found.row[field.at];
      return text == null ? undefined : field?.json?.(text);
    };
  }
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
