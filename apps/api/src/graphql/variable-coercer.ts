import {
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  typeFromAST,
  valueFromAST,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
  type VariableDefinitionNode,
} from 'graphql';

/** The variables as the executor would have them; undefined for what it would refuse. */
export type CoerceVariables = (
  sent: Readonly<Record<string, unknown>>,
) => Record<string, unknown> | undefined;

/** A value as its type has it. Throws for one that is none of it. */
type Coerce = (value: unknown) => unknown;

/** A place for a value that may be left out: a variable, or a field of an input. */
interface Slot {
  name: string;
  coerce: Coerce;
  required: boolean;
  /** Undefined where there is none. */
  standard: unknown;
}

class NotCoercible extends Error {}

/**
 * Coerces the variables of a document as `getVariableValues` of graphql does, made once for all requests that send the
 * document: looking up each type again is most of what coercion costs. It tells nobody what was wrong: the executor does.
 */
export function variableCoercer(
  schema: GraphQLSchema,
  definitions: readonly VariableDefinitionNode[],
): CoerceVariables {
  const slots = definitions.map((definition) => variableSlot(schema, definition));
  return (sent) => {
    try {
      return filled(slots, sent);
    } catch {
      return undefined;
    }
  };
}

function variableSlot(
  schema: GraphQLSchema,
  { variable, type: node, defaultValue }: VariableDefinitionNode,
): Slot {
  const name = variable.name.value;
  const type = typeFromAST(schema, node);
  if (!isInputType(type)) return { name, coerce: fail, required: true, standard: undefined };
  return slotOf(name, type, defaultValue && valueFromAST(defaultValue, type));
}

function slotOf(name: string, type: GraphQLInputType, standard: unknown): Slot {
  const required = isNonNullType(type) && standard === undefined;
  return { name, coerce: coercerOf(type), required, standard };
}

function coercerOf(type: GraphQLInputType): Coerce {
  if (isNonNullType(type)) {
    const coerce = coercerOfKind(type.ofType);
    return (value) => (value == null ? fail() : coerce(value));
  }
  const coerce = coercerOfKind(type);
  return (value) => (value == null ? null : coerce(value));
}

function coercerOfKind(type: GraphQLInputType): Coerce {
  if (isListType(type)) {
    const coerce = coercerOf(type.ofType);
    return (value) => (Array.isArray(value) ? value.map(coerce) : [coerce(value)]);
  }
  if (isInputObjectType(type)) return inputCoercer(type);
  return isNonNullType(type) ? coercerOf(type) : (value): unknown => type.parseValue(value);
}

function inputCoercer(type: GraphQLInputObjectType): Coerce {
  if (type.isOneOf) return fail;
  const fields = type.getFields();
  // Made when it is needed: an input may have fields of its own type.
  let slots: Slot[] | undefined;
  return (value) => {
    if (!isRecord(value)) return fail();
    for (const name of Object.keys(value)) if (!Object.hasOwn(fields, name)) fail();
    slots ??= Object.values(fields).map((field) =>
      slotOf(field.name, field.type, field.defaultValue),
    );
    return filled(slots, value);
  };
}

function filled(slots: readonly Slot[], sent: Readonly<Record<string, unknown>>) {
  const values: Record<string, unknown> = {};
  for (const { name, coerce, required, standard } of slots) {
    const value = Object.hasOwn(sent, name) ? sent[name] : undefined;
    if (value !== undefined) values[name] = coerce(value);
    else if (required) fail();
    else if (standard !== undefined) values[name] = standard;
  }
  return values;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fail(): never {
  throw new NotCoercible();
}
