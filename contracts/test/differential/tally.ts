import { operationKinds, type OperationKind } from '@gpuflow/domain';

/** How often each kind of operation was accepted and refused. */
export class Tally {
  readonly #counts = new Map<OperationKind, { accepted: number; refused: number }>();

  add(kind: OperationKind, accepted: boolean): void {
    const counts = this.of(kind);
    if (accepted) counts.accepted += 1;
    else counts.refused += 1;
    this.#counts.set(kind, counts);
  }

  of(kind: OperationKind): { accepted: number; refused: number } {
    return this.#counts.get(kind) ?? { accepted: 0, refused: 0 };
  }

  /** Kinds that were never accepted: nothing was shown about them. */
  missing(): OperationKind[] {
    return operationKinds.filter((kind) => this.of(kind).accepted === 0);
  }

  /** One line per kind. */
  summary(): string {
    const lines = [...this.#counts].sort().map(([kind, { accepted, refused }]) => {
      return `${kind.padEnd(20)} ${`${accepted}`.padStart(8)} accepted ${`${refused}`.padStart(8)} refused`;
    });
    return lines.join('\n');
  }
}
