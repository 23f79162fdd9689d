import {
  isListingField,
  isMachineField,
  listingFieldNames,
  machineFieldNames,
  type ListingField,
  type MachineField,
  type SearchFields,
} from '@gpuflow/db';
import type { FieldNode, GraphQLResolveInfo } from 'graphql';

import { selectionOf, type Selection } from '../graphql/selection.js';

/** By the node in the document, which is parsed once for all requests that send the same text. */
const known = new WeakMap<FieldNode, SearchFields>();

/** What a search must read for what a request selects of its connection. */
export function searchFieldsOf({
  fieldNodes,
  fragments,
}: Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments'>): SearchFields {
  const [node] = fieldNodes;
  const fields = (node && known.get(node)) ?? fieldsOf(selectionOf(fieldNodes, fragments));
  if (node) known.set(node, fields);
  return fields;
}

function fieldsOf(connection: Selection): SearchFields {
  const edge = connection.of('edges');
  const listing = edge.of('node');
  const allInUnits = edge.has('allInPrice');
  const token: ListingField[] = allInUnits ? ['pricePerHour'] : [];
  return {
    listing: [...new Set([...listingFieldsOf(listing), ...token])],
    machine: machineFieldsOf(listing.of('machine')),
    allInUnits,
    head: ['position', 'facets', 'totalCount'].some((name) => connection.has(name)),
  };
}

/** A field that is no column is made of others: then all are read. */
function listingFieldsOf(selection: Selection): readonly ListingField[] {
  const names = selection.names().filter((name) => name !== 'machine');
  return names.every(isListingField) ? names : listingFieldNames;
}

function machineFieldsOf(selection: Selection): readonly MachineField[] {
  const names = selection.names();
  const plain = names.every(isMachineField) && !names.includes('trust');
  return plain ? names : machineFieldNames;
}
