import { GraphQLObjectType, type GraphQLSchema } from 'graphql';

/** Fields that a read may bring together with their object. */
const joined: Readonly<Record<string, readonly string[]>> = {
  Listing: ['machine', 'available', 'pricePerHour'],
  Money: ['symbol', 'amount'],
};

/** Whether an object of this type may bring this field along. */
export function isJoined(typeName: string, fieldName: string): boolean {
  return joined[typeName]?.includes(fieldName) ?? false;
}

/**
 * Answers a field by what its object brings along, and asks its resolver or loader only where it brings nothing: a loader
 * costs a promise for each object, which is most of what a page of a search would cost.
 */
export function answerJoined(schema: GraphQLSchema): GraphQLSchema {
  for (const [typeName, fieldNames] of Object.entries(joined)) {
    const type: unknown = schema.getType(typeName);
    if (!isObjectType(type)) throw new Error(`no type ${typeName}`);
    for (const name of fieldNames) joinField(type, name);
  }
  return schema;
}

type ObjectType = GraphQLObjectType<Record<string, unknown>, unknown>;

function isObjectType(type: unknown): type is ObjectType {
  return type instanceof GraphQLObjectType;
}

function joinField(type: ObjectType, name: string): void {
  const field = type.getFields()[name];
  const ask = field?.resolve;
  if (field === undefined || ask === undefined)
    throw new Error(`nobody answers ${type.name}.${name}`);
  field.resolve = (object, ...others) => object[name] ?? ask(object, ...others);
}
