import {
  assertEnumType,
  assertObjectType,
  concatAST,
  isEnumType,
  isListType,
  isNonNullType,
  isScalarType,
  Kind,
  print,
  visit,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLEnumType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/**
 * Writes every operation as a value: its text, and a zod schema that its result must pass. The schema's type is checked
 * against the one that `typescript-operations` writes into the same file.
 */
export function plugin(schema: GraphQLSchema, documents: { document?: DocumentNode }[]) {
  const { definitions } = concatAST(documents.flatMap(({ document }) => document ?? []));
  const fragments: Fragments = new Map(
    definitions
      .filter((node) => node.kind === Kind.FRAGMENT_DEFINITION)
      .map((node) => [node.name.value, node]),
  );
  const operations = definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  return {
    prepend: [
      `import { z } from 'zod';`,
      `import type { Operation } from '../operation.js';`,
      `import * as scalars from '../scalars.js';`,
    ],
    content: [
      `export const refusalCode = ${enumSchema(assertEnumType(schema.getType('RefusalCode')))};`,
      ...[...inOrderOfUse(fragments)].map((node) => fragmentFields(node, schema)),
      ...operations.map((node) => operationValue(node, schema, fragments)),
    ].join('\n'),
  };
}

/** Every fragment after those that it spreads. */
function inOrderOfUse(fragments: Fragments): Set<FragmentDefinitionNode> {
  const ordered = new Set<FragmentDefinitionNode>();
  for (const node of fragments.values()) {
    for (const used of fragmentsIn(node, fragments)) ordered.add(used);
    ordered.add(node);
  }
  return ordered;
}

/** The fragments that a node spreads, however deep; each after those that it spreads itself. */
function fragmentsIn(
  node: OperationDefinitionNode | FragmentDefinitionNode,
  fragments: Fragments,
): FragmentDefinitionNode[] {
  const found: FragmentDefinitionNode[] = [];
  visit(node, {
    FragmentSpread({ name }) {
      const fragment = fragments.get(name.value);
      if (fragment === undefined) throw new Error(`No fragment ${name.value}.`);
      found.push(...fragmentsIn(fragment, fragments), fragment);
    },
  });
  return [...new Set(found)];
}

function fragmentFields(
  { name, typeCondition, selectionSet }: FragmentDefinitionNode,
  schema: GraphQLSchema,
): string {
  const parent = assertObjectType(schema.getType(typeCondition.name.value));
  return `const ${name.value} = { ${fieldSchemas(selectionSet, parent).join(', ')} };`;
}

function operationValue(
  node: OperationDefinitionNode,
  schema: GraphQLSchema,
  fragments: Fragments,
): string {
  const name = node.name?.value;
  const root = schema.getRootType(node.operation);
  if (name === undefined || !root) throw new Error('An operation needs a name and a root type.');
  const typeName = `${capitalised(name)}${capitalised(node.operation)}`;
  return `export const ${name}: Operation<'${node.operation}', ${typeName}, ${typeName}Variables> = {
  kind: '${node.operation}',
  text: ${JSON.stringify(textOf(node, fragments))},
  result: ${objectSchema(node.selectionSet, root)},
};`;
}

function textOf(node: OperationDefinitionNode, fragments: Fragments): string {
  const definitions = [node, ...fragmentsIn(node, fragments)];
  return print({ kind: Kind.DOCUMENT, definitions });
}

function objectSchema(selectionSet: SelectionSetNode, parent: GraphQLObjectType): string {
  return `z.object({ ${fieldSchemas(selectionSet, parent).join(', ')} })`;
}

function fieldSchemas({ selections }: SelectionSetNode, parent: GraphQLObjectType): string[] {
  return selections.map((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return `...${selection.name.value}`;
    if (selection.kind === Kind.INLINE_FRAGMENT)
      throw new Error('The SDL has no abstract types, so there is nothing to ask inline.');
    const field = parent.getFields()[selection.name.value];
    if (field === undefined) throw new Error(`${parent.name} has no ${selection.name.value}.`);
    const key = selection.alias?.value ?? field.name;
    return `${key}: ${nullable(field.type, selection.selectionSet)}`;
  });
}

function nullable(type: GraphQLOutputType, selectionSet: SelectionSetNode | undefined): string {
  return isNonNullType(type)
    ? required(type.ofType, selectionSet)
    : `${required(type, selectionSet)}.nullable()`;
}

function required(type: GraphQLOutputType, selectionSet: SelectionSetNode | undefined): string {
  if (isListType(type)) return `z.array(${nullable(type.ofType, selectionSet)})`;
  if (isScalarType(type)) return `scalars.${type.name}`;
  if (isEnumType(type)) return enumSchema(type);
  if (selectionSet === undefined) throw new Error(`${String(type)} needs a selection.`);
  return objectSchema(selectionSet, assertObjectType(type));
}

function enumSchema(type: GraphQLEnumType): string {
  const names = type.getValues().map(({ name }) => `'${name}'`);
  return `z.enum([${names.join(', ')}])`;
}

function capitalised(word: string): string {
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
}
