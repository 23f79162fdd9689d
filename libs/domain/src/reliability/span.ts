/** A stretch of time, half-open, in milliseconds of the Unix epoch. */
export interface Span {
  from: number;
  until: number;
}

/** The same time in spans that neither touch nor overlap, the earliest first. */
export function unionOf(spans: readonly Span[]): Span[] {
  const united: Span[] = [];
  for (const { from, until } of [...spans].sort((a, b) => a.from - b.from)) {
    const last = united.at(-1);
    if (until <= from) continue;
    if (last !== undefined && from <= last.until) last.until = Math.max(last.until, until);
    else united.push({ from, until });
  }
  return united;
}

/** A span, and whether it lies in what was looked for. */
export interface Part extends Span {
  inside: boolean;
}

/** Cuts a span where it enters and leaves a union. */
export function partsOf({ from, until }: Span, union: readonly Span[]): Part[] {
  const parts: Part[] = [];
  let at = from;
  for (const span of union) {
    const [enter, leave] = [Math.max(span.from, at), Math.min(span.until, until)];
    if (leave <= enter) continue;
    if (enter > at) parts.push({ from: at, until: enter, inside: false });
    parts.push({ from: enter, until: leave, inside: true });
    at = leave;
  }
  if (at < until) parts.push({ from: at, until, inside: false });
  return parts;
}
