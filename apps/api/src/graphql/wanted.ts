/** What a loader is asked: the objects whose field is wanted. */
export type Wanted<Parent> = readonly { obj: Parent }[];
/** The same for a field with arguments. */
export type WantedWith<Parent, Arguments> = readonly { obj: Parent; params: Arguments }[];

/** The values that have these ids, in their order; undefined where none has. */
export function inOrder<Id, Value>(
  ids: readonly Id[],
  values: readonly Value[],
  idOf: (value: Value) => Id,
): (Value | undefined)[] {
  const byId = new Map(values.map((value) => [idOf(value), value]));
  return ids.map((id) => byId.get(id));
}
