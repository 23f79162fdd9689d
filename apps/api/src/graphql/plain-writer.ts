import { escapedText, FoundRow } from '@gpuflow/db';
import {
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  isEnumType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type SelectionSetNode,
} from 'graphql';

import { isJoined } from './answer-joined.js';

/** Writes a value as the JSON that GraphQL answers for it. Throws {@link NotPlain}. */
export type Write = (value: unknown) => string;

/** What only the executor can answer: a field that somebody must be asked for, or an error at a place. */
export class NotPlain extends Error {}

type Fragments = Readonly<Record<string, FragmentDefinitionNode>>;
type Selected = readonly FieldNode[];

/**
 * A writer of what a selection says of objects that carry all of it as properties. A loop over fields is all that is left
 * of an execution: no promise, no path, no second object for each object. Throws {@link NotPlain} where a
 * field has a resolver or arguments, or a directive may leave it out.
 */
export function writerOf(type: GraphQLOutputType, nodes: Selected, fragments: Fragments): Write {
  if (isNonNullType(type)) {
    const write = writerOfKind(type.ofType, nodes, fragments);
    return (value) => write(value ?? notPlain());
  }
  const write = writerOfKind(type, nodes, fragments);
  return (value) => (value == null ? 'null' : write(value));
}

function writerOfKind(type: GraphQLOutputType, nodes: Selected, fragments: Fragments): Write {
  if (isScalarType(type) || isEnumType(type)) return (value) => json(type.serialize(value));
  if (isListType(type)) return listWriter(writerOf(type.ofType, nodes, fragments));
  return isObjectType(type) ? objectWriter(type, nodes, fragments) : notPlain();
}

/** By adding alone: `join` would copy each element out of the pieces it is made of, for all to be copied once more. */
function listWriter(write: Write): Write {
  return (values) => {
    if (!Array.isArray(values)) return notPlain();
    let text = '';
    for (const value of values) text += text === '' ? write(value) : `,${write(value)}`;
    return `[${text}]`;
  };
}

function objectWriter(type: GraphQLObjectType, nodes: Selected, fragments: Fragments): Write {
  const selected = [...fieldsOf(type, nodes, fragments)];
  const fields = selected.map(([key, of], index) => ({
    name: of[0]?.name.value ?? notPlain(),
    begin: `${index === 0 ? '{' : ','}${JSON.stringify(key)}:`,
    write: fieldWriter(type, of, fragments),
  }));
  const writeRow = FoundRow.writer(fields);
  return (object) => {
    if (object instanceof FoundRow) return `${writeRow(object)}}`;
    let text = '';
    for (const { begin, write } of fields) text += begin + write(object);
    return `${text}}`;
  };
}

function fieldWriter(type: GraphQLObjectType, nodes: Selected, fragments: Fragments): Write {
  const name = nodes[0]?.name.value ?? notPlain();
  if (name === '__typename') return () => json(type.name);
  const field = type.getFields()[name] ?? notPlain();
  const joined = isJoined(type.name, name);
  if ((field.resolve !== undefined && !joined) || field.args.length > 0) notPlain();
  const write = writerOf(field.type, nodes, fragments);
  return (object) => {
    const value = isRecord(object) ? object[name] : notPlain();
    if (joined && value == null) notPlain();
    return write(value);
  };
}

/** The fields of an object by the names they are answered under, in the order in which they are first selected. */
function fieldsOf(type: GraphQLObjectType, nodes: Selected, fragments: Fragments) {
  const fields = new Map<string, FieldNode[]>();
  for (const { selectionSet } of nodes) collect(type, selectionSet, fragments, fields);
  return fields;
}

function collect(
  type: GraphQLObjectType,
  set: SelectionSetNode | undefined,
  fragments: Fragments,
  fields: Map<string, FieldNode[]>,
): void {
  for (const selection of set?.selections ?? []) {
    if (selection.directives?.length) notPlain();
    if (selection.kind === Kind.FIELD) {
      const key = selection.alias?.value ?? selection.name.value;
      fields.set(key, [...(fields.get(key) ?? []), selection]);
      continue;
    }
    const inner =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments[selection.name.value];
    if ((inner?.typeCondition?.name.value ?? type.name) !== type.name) notPlain();
    collect(type, inner?.selectionSet, fragments, fields);
  }
}

function json(value: unknown): string {
  return typeof value === 'string' ? `"${escapedText(value)}"` : JSON.stringify(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function notPlain(): never {
  throw new NotPlain();
}
