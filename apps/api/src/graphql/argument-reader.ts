import { isNonNullType, Kind, type FieldNode, type GraphQLField } from 'graphql';
import { getArgumentValues } from 'graphql/execution/values.js';

/** A field's arguments by coerced variables. Undefined for what the executor would refuse. */
export type ReadArguments = (
  variables: Record<string, unknown>,
) => Record<string, unknown> | undefined;

/** What graphql's `getArgumentValues` has for a field of a document, which it looks up again for each request. */
export function argumentReader(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
): ReadArguments {
  const named = new Map<string, string>();
  for (const { name, value } of node.arguments ?? []) {
    if (value.kind !== Kind.VARIABLE) return (variables) => valuesOrNot(field, node, variables);
    named.set(name.value, value.name.value);
  }
  const slots = field.args.map(({ name, type, defaultValue }) => ({
    ...{ name, defaultValue, required: isNonNullType(type) },
    variable: named.get(name),
  }));
  return (variables) => {
    const values: Record<string, unknown> = {};
    for (const { name, variable, defaultValue, required } of slots) {
      const sent = variable === undefined ? undefined : variables[variable];
      const value = sent === undefined ? defaultValue : sent;
      if (required && value == null) return undefined;
      if (value !== undefined) values[name] = value;
    }
    return values;
  };
}

function valuesOrNot(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  variables: Record<string, unknown>,
) {
  try {
    return getArgumentValues(field, node, variables);
  } catch {
    return undefined;
  }
}
