import { buildSchema, Kind, parse } from 'graphql';
import { getArgumentValues } from 'graphql/execution/values.js';

import { argumentReader } from './argument-reader.js';

const schema = buildSchema(`
  enum Sort { PRICE VALUE }
  input Filter { names: [String] }
  type Query { find(filter: Filter, sort: Sort! = PRICE, first: Int = 20, after: String, must: Int!): Int }
`);
const field = schema.getQueryType()?.getFields()['find'];

function nodeOf(call: string) {
  const [operation] = parse(`query { ${call} }`).definitions;
  const [node] =
    operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet.selections : [];
  if (field === undefined || node?.kind !== Kind.FIELD) throw new Error('no field');
  return { field, node };
}

const byVariables = 'find(filter: $f, sort: $s, first: $n, after: $a, must: $m)';

describe('a reader of arguments', () => {
  it.each([
    [byVariables, { m: 1 }],
    [byVariables, { m: 1, f: { names: ['a'] }, s: 'VALUE', n: 3, a: 'x' }],
    [byVariables, { m: 1, f: null, n: null, a: null }],
    ['find(must: $m)', { m: 1 }],
    ['find(must: 1, first: 2, filter: { names: [$a] })', { a: 'x' }],
    ['find(must: $m, sort: VALUE)', { m: 2 }],
  ])('has of %s by %j what graphql has', (call, variables) => {
    const { field, node } = nodeOf(call);
    const values = getArgumentValues(field, node, variables);
    expect(argumentReader(field, node)(variables)).toEqual({ ...values });
  });

  it.each([
    [byVariables, {}],
    [byVariables, { m: null }],
    [byVariables, { m: 1, s: null }],
    ['find(first: 1)', {}],
    ['find(must: null)', {}],
  ])('leaves %s by %j to the executor, which refuses it', (call, variables) => {
    const { field, node } = nodeOf(call);
    expect(() => getArgumentValues(field, node, variables)).toThrow();
    expect(argumentReader(field, node)(variables)).toBeUndefined();
  });
});
