import { Injectable } from '@nestjs/common';

import type { Connection } from './connections.js';
import { ErrorAnswers } from './error-answers.js';
import { said } from './error-filter.js';
import { LatestValues, type Watch } from './latest-values.js';

/** Starts the subscriptions of connections, and says their errors as every other. */
@Injectable()
export class Subscriptions {
  constructor(private readonly answers: ErrorAnswers) {}

  /** The latest of `read`: at once, and after every change that `watch` tells of, until its connection ends. */
  start<Value>(
    { connection }: { connection: Connection },
    watch: Watch,
    read: () => Promise<Value>,
  ): AsyncIterableIterator<Value> {
    const values = new LatestValues(
      watch,
      () => read().catch((error: unknown) => Promise.reject(said(this.answers, error))),
      () => connection.live.delete(values),
    );
    connection.live.add(values);
    return values;
  }
}
