import type { SearchFields } from '@gpuflow/db';
import type { Market } from '@gpuflow/marketplace';
import {
  GraphQLError,
  Kind,
  type DefinitionNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';

import type { QueryListingsArgs } from '../generated/schema.js';
import { argumentReader, type ReadArguments } from '../graphql/argument-reader.js';
import type { ErrorAnswers } from '../graphql/error-answers.js';
import { NotPlain, writerOf, type Write } from '../graphql/plain-writer.js';
import { variableCoercer, type CoerceVariables } from '../graphql/variable-coercer.js';
import { findListings } from './find-listings.js';
import { searchFieldsOf } from './search-fields.js';

/** What a client asks, as Mercurius lets it in. */
export interface GraphqlRequest {
  query?: string;
  operationName?: string | null;
  variables?: Record<string, unknown> | null;
}

/** A document that asks for one search and nothing else, and how its answer is written. */
interface Prepared {
  operationName: string | undefined;
  coerce: CoerceVariables;
  read: ReadArguments;
  node: FieldNode;
  fields: SearchFields;
  /** The name that its answer stands under. */
  key: string;
  write: Write;
}

/** So many documents are kept, and the oldest is let go; none that is longer. */
const documentsMax = 256;
const charactersMax = 8_192;

/**
 * Answers searches whose document was executed before, without executing it again: its arguments are coerced, the page is
 * found, and written by a writer made for the document ({@link writerOf}). What is no such search, and what
 * clients are to be told of their variables, is left to the executor.
 */
export class PreparedSearches {
  readonly #prepared = new Map<string, Prepared>();
  readonly #seen = new WeakSet<DocumentNode>();

  constructor(
    private readonly market: Market,
    private readonly answers: ErrorAnswers,
  ) {}

  /** Sees a valid document before it is executed, and prepares for its text to be sent again. */
  see(schema: GraphQLSchema, document: DocumentNode, text: string | undefined): void {
    if (this.#seen.has(document)) return;
    this.#seen.add(document);
    const prepared = prepare(schema, document);
    if (prepared === undefined || text === undefined || text.length > charactersMax) return;
    const [oldest] = this.#prepared.keys();
    if (oldest !== undefined && this.#prepared.size >= documentsMax) this.#prepared.delete(oldest);
    this.#prepared.set(text, prepared);
  }

  /** The answer as JSON; undefined where the executor has to give it. */
  async answer({ query, operationName, variables }: GraphqlRequest): Promise<string | undefined> {
    const prepared = query === undefined ? undefined : this.#prepared.get(query);
    if (prepared === undefined) return undefined;
    if (operationName != null && operationName !== prepared.operationName) return undefined;
    const coerced = prepared.coerce(variables ?? {});
    const args: QueryListingsArgs | undefined = coerced && prepared.read(coerced);
    return args && this.#find(prepared, args);
  }

  async #find(prepared: Prepared, args: QueryListingsArgs): Promise<string | undefined> {
    const { fields, key, write } = prepared;
    try {
      const page = await findListings(this.market, args, fields, () => {
        throw new NotPlain();
      });
      return `{"data":{${JSON.stringify(key)}:${write(page)}}}`;
    } catch (error) {
      return error instanceof NotPlain ? undefined : this.#failed(prepared, error);
    }
  }

  /** As the executor tells of an error of a field that is never null. */
  #failed({ node, key }: Prepared, cause: unknown): string {
    const originalError = cause instanceof Error ? cause : new Error('no error', { cause });
    const { message } = originalError;
    const error = new GraphQLError(message, { nodes: [node], path: [key], originalError });
    return JSON.stringify({ data: null, errors: this.answers.format(error) });
  }
}

/** Undefined for a document that asks for anything else, or for what only the executor can answer. */
function prepare(schema: GraphQLSchema, { definitions }: DocumentNode): Prepared | undefined {
  const [operation, ...others] = definitions.filter(isOperation);
  const [node, ...nodes] = operation?.selectionSet.selections ?? [];
  const field = schema.getQueryType()?.getFields()['listings'];
  const alone = others.length + nodes.length === 0 && !operation?.directives?.length;
  if (operation === undefined || field === undefined || !alone || !isSearch(node)) return undefined;
  const fragments = fragmentsIn(definitions);
  const write = writerOrNot(() => writerOf(field.type, [node], fragments));
  return (
    write && {
      ...{ node, write },
      operationName: operation.name?.value,
      coerce: variableCoercer(schema, operation.variableDefinitions ?? []),
      read: argumentReader(field, node),
      fields: searchFieldsOf({ fieldNodes: [node], fragments }),
      key: node.alias?.value ?? node.name.value,
    }
  );
}

function isOperation(definition: DefinitionNode): definition is OperationDefinitionNode {
  return definition.kind === Kind.OPERATION_DEFINITION;
}

/** No mutation or subscription has a field of this name. */
function isSearch(node: SelectionNode | undefined): node is FieldNode {
  return node?.kind === Kind.FIELD && node.name.value === 'listings' && !node.directives?.length;
}

function fragmentsIn(definitions: DocumentNode['definitions']) {
  const fragments: Record<string, FragmentDefinitionNode> = {};
  for (const definition of definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
  return fragments;
}

function writerOrNot(make: () => Write): Write | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}
