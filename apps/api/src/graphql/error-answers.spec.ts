import { Fault, Refusal } from '@gpuflow/domain';
import { GraphQLError } from 'graphql';

import { ErrorAnswers } from './error-answers.js';

const locations = [{ line: 1, column: 3 }];

function answersWithLog() {
  const logged: { level: string; facts: object }[] = [];
  const at = (level: string) => (facts: object) => void logged.push({ level, facts });
  const log = { info: at('info'), warn: at('warn'), error: at('error') };
  return { answers: new ErrorAnswers(log), logged };
}

/** As an execution reports what a resolver threw. */
function thrown(originalError: Error): GraphQLError {
  return new GraphQLError(originalError.message, { originalError, path: ['field'] });
}

describe('errors, as clients are told', () => {
  it('name a refusal with its facts, bigints as digits', () => {
    const { answers, logged } = answersWithLog();
    const refusal = new Refusal('DEPOSIT_TOO_SMALL', { have: 1n, want: 2n ** 95n });
    expect(answers.format(thrown(refusal))).toEqual([
      {
        message: 'DEPOSIT_TOO_SMALL',
        path: ['field'],
        extensions: {
          code: 'DEPOSIT_TOO_SMALL',
          facts: { have: '1', want: '39614081257132168796771975168' },
        },
      },
    ]);
    expect(logged.map(({ level }) => level)).toEqual(['info']);
  });

  it('hide the cause of a fault behind an id', () => {
    const { answers, logged } = answersWithLog();
    const fault = new Fault('rpc', new Error('http://node.internal:8545 refused'));
    const told = answers.format(thrown(fault));
    expect(told).toEqual([
      {
        message: 'Try again later.',
        path: ['field'],
        extensions: { code: 'TRY_LATER', errorId: expect.any(String) },
      },
    ]);
    expect(logged).toEqual([
      { level: 'warn', facts: { errorId: told[0]?.extensions?.['errorId'], err: fault } },
    ]);
  });

  it('hide a bug behind an id, logged once however many fields it broke', () => {
    const { answers, logged } = answersWithLog();
    const bug = new TypeError('relation "secrets" does not exist');
    const told = [...answers.format(thrown(bug)), ...answers.format(thrown(bug))];
    expect(told[0]).toEqual({
      message: 'Our mistake.',
      path: ['field'],
      extensions: { code: 'INTERNAL', errorId: expect.any(String) },
    });
    expect(told[1]).toEqual(told[0]);
    expect(logged.map(({ level }) => level)).toEqual(['error']);
  });

  it.each([
    ['a status of its own', { statusCode: 404 }],
    ['errors of its own', { errors: [new Error('connect 10.0.0.7:5432')] }],
  ])('hide a bug that comes with %s', (_name, traits) => {
    const { answers } = answersWithLog();
    const told = answers.format(thrown(Object.assign(new Error('from another library'), traits)));
    expect(told).toMatchObject([{ message: 'Our mistake.', extensions: { code: 'INTERNAL' } }]);
  });

  it('count a result that breaks the SDL as a bug', () => {
    const { answers } = answersWithLog();
    const error = new GraphQLError('Cannot return null for non-nullable field X.y.', {
      path: ['x', 'y'],
    });
    expect(answers.format(error)[0]?.extensions?.['code']).toBe('INTERNAL');
  });

  it('keep what GraphQL says of a document', () => {
    const { answers, logged } = answersWithLog();
    const errors = [new GraphQLError('Cannot query field "x".'), new GraphQLError('And "y".')];
    const collected = Object.assign(new Error('validation'), { statusCode: 400, errors });
    expect(answers.format(new GraphQLError('', { originalError: collected }))).toEqual([
      { message: 'Cannot query field "x".', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
      { message: 'And "y".', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
    ]);
    expect(logged).toEqual([]);
  });

  it('keep where GraphQL points to', () => {
    const { answers } = answersWithLog();
    const error = new GraphQLError('Variable "$id" got an invalid value.');
    Object.defineProperty(error, 'locations', { value: locations });
    expect(answers.format(error)).toEqual([
      {
        message: 'Variable "$id" got an invalid value.',
        locations,
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
      },
    ]);
  });
});
