import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import { connectionOf, createDatabase, dropDatabase } from './database-admin.mjs';

/** PostgreSQL's oids of the catalog type `"char"` and of `text`. */
const OID_CATALOG_CHAR = 18;
const OID_TEXT = 25;
/** Where the engine is started without a datasource, it never connects; the pool still wants an address. */
const NO_DATABASE = 'postgresql://127.0.0.1:1/none';

/** adapter-pg with the three things that the schema engine needs and version 7.10 lacks. */
export class SchemaEngineAdapter extends PrismaPg {
  #url;

  /** @param {string | undefined} url PostgreSQL URL, with Prisma's `?schema=` where it has one */
  constructor(url = NO_DATABASE) {
    super({ ...connectionOf(url), max: 2 }, { schema: schemaOf(url) });
    this.#url = url;
  }

  async connect() {
    return runWholeScripts(readCatalogChars(await super.connect()));
  }

  /** adapter-pg's own drops the shadow database while its pool still holds a connection to it. */
  async connectToShadowDb() {
    const connection = {
      ...connectionOf(this.#url),
      database: `prisma_migrate_shadow_db_${randomUUID()}`,
    };
    await createDatabase(connection);
    const pool = new PrismaPg({ ...connection, max: 1 }, { schema: schemaOf(this.#url) });
    const shadow = runWholeScripts(readCatalogChars(await pool.connect()));
    const dispose = shadow.dispose.bind(shadow);
    shadow.dispose = async () => {
      await dispose();
      await dropDatabase(connection);
    };
    return shadow;
  }
}

function schemaOf(url) {
  return new URL(url).searchParams.get('schema') ?? undefined;
}

/** adapter-pg's own cuts a migration at every semicolon, inside comments and function bodies too. */
function runWholeScripts(adapter) {
  adapter.executeScript = async (script) => {
    await adapter
      .underlyingDriver()
      .query(script)
      .catch((error) => adapter.onError(error));
  };
  return adapter;
}

/**
 * adapter-pg has no mapping for the catalog type `"char"`, which the engine reads from pg_catalog: the
 * answer of `performIO` says text, and the finished result says Character (text makes the engine crash).
 * `queryRaw` runs on a private view of the adapter, so that two queries at once do not share the columns.
 */
function readCatalogChars(adapter) {
  const { queryRaw, performIO } = adapter;
  adapter.queryRaw = async (query) => {
    let chars = [];
    const view = Object.create(adapter);
    view.performIO = async (request) => {
      const answer = await performIO.call(adapter, request);
      chars = (answer.fields ?? []).flatMap(({ dataTypeID }, column) =>
        dataTypeID === OID_CATALOG_CHAR ? [column] : [],
      );
      for (const column of chars) answer.fields[column].dataTypeID = OID_TEXT;
      return answer;
    };
    const result = await queryRaw.call(view, query);
    for (const column of chars) result.columnTypes[column] = ColumnTypeEnum.Character;
    return result;
  };
  return adapter;
}
