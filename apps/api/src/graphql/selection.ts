import { Kind, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';

/** What a document selects of an object: each field by its name, and what is selected of that. */
export interface Selection {
  has(field: string): boolean;
  names(): string[];
  of(field: string): Selection;
}

type Fragments = Readonly<Record<string, FragmentDefinitionNode>>;

/**
 * What is selected of a field, whichever way: through fragments, under several aliases, and also where a directive may
 * leave it out.
 */
export function selectionOf(
  nodes: readonly { selectionSet?: SelectionSetNode | undefined }[],
  fragments: Fragments,
): Selection {
  const fields = new Map<string, { selectionSet?: SelectionSetNode | undefined }[]>();
  for (const { selectionSet } of nodes) if (selectionSet) collect(selectionSet, fragments, fields);
  return {
    has: (field) => fields.has(field),
    names: () => [...fields.keys()],
    of: (field) => selectionOf(fields.get(field) ?? [], fragments),
  };
}

function collect(
  { selections }: SelectionSetNode,
  fragments: Fragments,
  fields: Map<string, { selectionSet?: SelectionSetNode | undefined }[]>,
): void {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) {
      const name = selection.name.value;
      if (name === '__typename') continue;
      fields.set(name, [...(fields.get(name) ?? []), selection]);
      continue;
    }
    const inner =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments[selection.name.value];
    if (inner) collect(inner.selectionSet, fragments, fields);
  }
}
