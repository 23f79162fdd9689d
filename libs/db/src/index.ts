export { lockKey, withSignerLock } from './advisory-lock.js';
export { chainNow, chainSecondOf } from './chain-now.js';
export type { StoredRefusal } from './columns.js';
export { openDatabase, type Database, type Tx } from './database.js';
export type { Listener } from './listen.js';
export { marketChannel, notify } from './notify.js';
export { escapedText } from './pg-text.js';
export type { Statement } from './statement.js';

export { LiveFacets, type LiveFacetsOptions } from './facets/live-facets.js';
export type { Moment } from './facets/select-places.js';

export { auditView, underAudit, type AuditView } from './reads/audit-view.js';
export { chainWork, type ChainWork } from './reads/chain-work.js';
export { FoundRow } from './reads/found-row.js';
export { intervalPages, type IntervalPlace } from './reads/interval-pages.js';
export { JoinedMoney } from './reads/joined-money.js';
export { lastLogs } from './reads/last-logs.js';
export { ledger, type Ledger } from './reads/ledger.js';
export { facetsStatement, listingFacets, type Facet, type Facets } from './reads/listing-facets.js';
export {
  isListingField,
  isMachineField,
  listingFieldNames,
  machineFieldNames,
  type FoundListing,
  type ListingField,
  type MachineField,
} from './reads/listing-fields.js';
export type { ListingFilter, UptimeCondition } from './reads/listing-filter.js';
export {
  cheapestFirst,
  listingSearch,
  type ListingHit,
  type ListingPage,
  type ListingSearch,
  type OfferChain,
  type SearchFields,
} from './reads/listing-search.js';
export { searchStatement } from './reads/search-statement.js';
export { listingSorts, type ListingOrder, type ListingSort } from './reads/listing-sort.js';
export { marketAsks, type Asks } from './reads/market-asks.js';
export { marketFills, type Traded } from './reads/market-fills.js';
export { marketHistory, type HistoryQuery } from './reads/market-history.js';
export { myRentals } from './reads/my-rentals.js';
export {
  providerView,
  type DayEarnings,
  type ProviderMachine,
  type ProviderPeriod,
} from './reads/provider-view.js';
export { rentalOutcomes } from './reads/rental-outcomes.js';
export { settlement, type Settlement } from './reads/settlement.js';
export { settlementLogs, type SettlementLogs } from './reads/settlement-logs.js';
export { standings, type Standing } from './reads/standings.js';

export * as acceptance from './stores/acceptance-store.js';
export type { AcceptanceWindow } from './stores/acceptance-store.js';
export * as audits from './stores/audit-store.js';
export type { AuditFinding, StoredAudit } from './stores/audit-store.js';
export * as beatDays from './stores/beat-day-store.js';
export * as beatRefusals from './stores/beat-refusal-store.js';
export type { BeatRefusals } from './stores/beat-refusal-store.js';
export * as beats from './stores/beat-store.js';
export type { StoredBeat, TakenBeat } from './stores/beat-store.js';
export * as cancelledOffers from './stores/cancelled-offer-store.js';
export type { CancelledOffer } from './stores/cancelled-offer-store.js';
export * as cancelledOrders from './stores/cancelled-order-store.js';
export type { CancelledOrder } from './stores/cancelled-order-store.js';
export * as chainAccounts from './stores/chain-account-store.js';
export type { AccountKey } from './stores/chain-account-store.js';
export * as chainBlocks from './stores/chain-block-store.js';
export type { ChainBlock } from './stores/chain-block-store.js';
export * as chainCounters from './stores/chain-counter-store.js';
export type { ChainCounter } from './stores/chain-counter-store.js';
export * as chainCursors from './stores/chain-cursor-store.js';
export type { ChainCursor } from './stores/chain-cursor-store.js';
export * as chainDelegations from './stores/chain-delegation-store.js';
export * as chainLogs from './stores/chain-log-store.js';
export type { ChainLog } from './stores/chain-log-store.js';
export * as chainNonces from './stores/chain-nonce-store.js';
export type { ChainNonce } from './stores/chain-nonce-store.js';
export * as chainParams from './stores/chain-params-store.js';
export type { ChainParams } from './stores/chain-params-store.js';
export * as chainProjection from './stores/chain-projection-store.js';
export * as chainRentals from './stores/chain-rental-store.js';
export * as chainTokens from './stores/chain-token-store.js';
export type { ChainToken } from './stores/chain-token-store.js';
export * as chainTransactions from './stores/chain-transaction-store.js';
export type {
  ChainTransaction,
  FollowedTransaction,
  Inclusion,
  SignedTransaction,
} from './stores/chain-transaction-store.js';
export * as challenges from './stores/challenge-store.js';
export type { Challenge } from './stores/challenge-store.js';
export * as evidence from './stores/evidence-store.js';
export type { StoredPiece } from './stores/evidence-store.js';
export * as fills from './stores/fill-store.js';
export * as idempotency from './stores/idempotency-key-store.js';
export type { IdempotencyKey } from './stores/idempotency-key-store.js';
export * as instances from './stores/instance-store.js';
export * as intervals from './stores/interval-store.js';
export type { Replacement } from './stores/interval-store.js';
export * as intentOutcomes from './stores/intent-outcome-store.js';
export * as intents from './stores/intent-store.js';
export type { StoredIntent } from './stores/intent-store.js';
export * as ledgerEntries from './stores/ledger-entry-store.js';
export type { LedgerEntry } from './stores/ledger-entry-store.js';
export * as listings from './stores/listing-store.js';
export * as machines from './stores/machine-store.js';
export * as maintenance from './stores/maintenance-store.js';
export * as outbox from './stores/outbox-store.js';
export type { OutboxMessage, UnrelayedMessage } from './stores/outbox-store.js';
export * as pulses from './stores/pulse-store.js';
export type { MachinePulse } from './stores/pulse-store.js';
export * as records from './stores/record-store.js';
export type { MarketRecord } from './stores/record-store.js';
export * as rentals from './stores/rental-store.js';
export * as rollups from './stores/rollup-store.js';
export type { RollupProgress } from './stores/rollup-store.js';
export * as scoreCohorts from './stores/score-cohort-store.js';
export * as scoreModels from './stores/score-model-store.js';
export type { StoredModel } from './stores/score-model-store.js';
export * as scorePredictions from './stores/score-prediction-store.js';
export type { SaidOf } from './stores/score-prediction-store.js';
export * as scores from './stores/score-store.js';
export type { DueMachine, NewScore, StoredScore } from './stores/score-store.js';
export * as sessions from './stores/session-store.js';
export * as signers from './stores/signer-store.js';
export * as usageRoots from './stores/usage-root-store.js';
export type { UsageRoot } from './stores/usage-root-store.js';
