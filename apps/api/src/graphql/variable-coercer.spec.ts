import { buildSchema, getVariableValues, Kind, parse } from 'graphql';

import { variableCoercer } from './variable-coercer.js';

const schema = buildSchema(`
  enum Color { RED GREEN }
  input Range { from: Int! = 1, until: Int }
  input Choice @oneOf { a: Int, b: Int }
  input Filter { colors: [Color!], range: Range, names: [String]!, part: Float, choice: Choice, deep: [[Int]], not: Filter }
  type Query { find(filter: Filter, first: Int!, flag: Boolean): Int }
`);

const [operation] = parse(
  `query ($filter: Filter, $first: Int! = 20, $flag: Boolean) { find(filter: $filter, first: $first, flag: $flag) }`,
).definitions;
if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('no operation');
const variables = operation.variableDefinitions ?? [];
const coerce = variableCoercer(schema, variables);

describe('a coercer of variables', () => {
  it.each([
    [{}],
    [{ first: 3, flag: null }],
    [{ filter: null }],
    [{ filter: { names: [] } }],
    [{ filter: { names: ['a', null], colors: ['RED', 'GREEN'], part: 1, range: {} } }],
    [{ filter: { names: 'a', colors: 'RED', range: { from: 2, until: null }, deep: [[1], 2] } }],
    [{ filter: { names: ['a'], part: 0.5 }, unknown: 1 }],
    [{ filter: { names: [], not: { names: ['b'], not: null } } }],
  ])('has of %j what graphql has', (sent) => {
    const { coerced } = getVariableValues(schema, variables, sent);
    expect(coerced).toBeDefined();
    expect(coerce(sent)).toEqual(coerced);
  });

  it.each([
    [{ first: null }],
    [{ first: 1.5 }],
    [{ first: '1' }],
    [{ flag: 'yes' }],
    [{ filter: [] }],
    [{ filter: 'x' }],
    [{ filter: {} }],
    [{ filter: { names: null } }],
    [{ filter: { names: [], nothing: 1 } }],
    [{ filter: { names: [], toString: 1 } }],
    [{ filter: { names: [], colors: ['BLUE'] } }],
    [{ filter: { names: [], colors: [null] } }],
    [{ filter: { names: [], range: { from: null } } }],
    [{ filter: { names: [], choice: { a: 1, b: 2 } } }],
    [{ filter: { names: [], part: 'NaN' } }],
  ])('leaves %j to the executor, which refuses it', (sent) => {
    expect(getVariableValues(schema, variables, sent).errors).toBeDefined();
    expect(coerce(sent)).toBeUndefined();
  });
});
