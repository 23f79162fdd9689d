import { parseAbi } from 'viem';

/*
 * Written by hand from the contracts' pages (contracts/docs), not generated with the server's: whoever doubts the server
 * need not trust its build.
 */

const offer =
  'struct Offer { address provider; address token; uint96 pricePerHour; uint96 storagePricePerHour; uint8 class; bytes32 assetHash; bytes32 slaHash; uint16 maxFeeBps; address meter; address arbiter; uint32 window; uint32 retroBudget; uint32 noticeSeconds; uint32 startWithin; uint32 minDuration; uint96 evictPenalty; uint32 slaGrace; uint96 bond; uint40 availableUntil; uint32 maxUses; uint40 validUntil; uint64 counter; bytes32 salt; }';
const order =
  'struct Order { address renter; Offer offer; uint96 pricePerHour; uint96 deposit; uint16 feeBps; uint8 starter; uint40 startDeadline; uint40 maxEnd; uint40 validUntil; uint64 counter; bytes32 salt; }';

/** Everything that the escrow records of rentals and of whose money it is. */
export const escrowEvents = parseAbi([
  offer,
  order,
  'event RentalOpened(bytes32 indexed rentalId, address indexed renter, address indexed provider, Order order, uint32 seq)',
  'event RentalFunded(bytes32 indexed rentalId, uint96 amount)',
  'event OrderCancelled(bytes32 indexed rentalId, address indexed renter)',
  'event OfferCancelled(bytes32 indexed offerHash, address indexed provider)',
  'event CounterIncremented(address indexed owner, uint64 counter)',
  'event RentalStarted(bytes32 indexed rentalId, uint40 startedAt, uint40 endsAt, uint32 seq)',
  'event RentalHalted(bytes32 indexed rentalId, uint8 kind, uint40 haltedAt, uint24 retroLeft, bytes32 evidenceRoot, uint32 seq)',
  'event RentalResumed(bytes32 indexed rentalId, uint40 resumedAt, uint32 seq)',
  'event RentalPreempted(bytes32 indexed rentalId, bytes32 indexed byNew, uint96 byPrice, uint40 haltsAt, uint32 seq)',
  'event RentalRepriced(bytes32 indexed rentalId, uint96 pricePerHour, uint96 storagePricePerHour, uint40 repricedAt, uint32 seq)',
  'event NoticeGiven(bytes32 indexed rentalId, uint40 endsAt, uint32 seq)',
  'event RentalExtended(bytes32 indexed rentalId, uint40 endsAt, uint32 seq)',
  'event RentalToppedUp(bytes32 indexed rentalId, address indexed from, uint96 amount, uint96 funded, uint32 seq)',
  'event RentalStopped(bytes32 indexed rentalId, uint40 endedAt, uint96 gross, uint96 refund, uint32 seq)',
  'event RentalTrimmed(bytes32 indexed rentalId, uint40 endedAt, uint96 gross, uint96 refund, uint24 retroLeft, bytes32 evidenceRoot, uint32 seq)',
  'event Settled(bytes32 indexed rentalId, uint96 toProvider, uint96 fee, uint96 claimed, uint32 seq)',
  'event RentalClosed(bytes32 indexed rentalId, uint8 reason, uint96 refund, uint32 seq)',
  'event BatchItemFailed(uint256 index, bytes reason)',
  'event Deposited(address indexed token, address indexed owner, address from, uint256 amount, uint128 free, uint64 seq)',
  'event Withdrawn(address indexed token, address indexed owner, address to, uint256 amount, uint128 free, uint64 seq)',
  'event Credited(address indexed token, address indexed owner, bytes32 indexed ref, uint256 amount, uint128 free, uint64 seq)',
  'event Debited(address indexed token, address indexed owner, bytes32 indexed ref, uint256 amount, uint128 free, uint64 seq)',
  'event FeesWithdrawn(address indexed token, address indexed to, uint256 amount)',
  'event DelegateSet(address indexed owner, address indexed delegate, address indexed token, uint8 scopes, uint96 cap, uint40 expiry)',
  'event DelegateSpent(address indexed owner, address indexed delegate, address indexed token, uint96 cap)',
  'event NonceUsed(address indexed owner, uint256 nonce)',
]);

/** What governance decides. `AuthorityUpdated` is OpenZeppelin's AccessManaged. */
export const paramsEvents = parseAbi([
  'event TokenListed(address indexed token)',
  'event TokenDelisted(address indexed token)',
  'event FeeSet(uint16 feeBps)',
  'event FeeRecipientSet(address recipient)',
  'event EntryPaused(uint256 until)',
  'event EntryUnpaused()',
  'event MeterRevoked(address indexed meter)',
  'event AuthorityUpdated(address authority)',
]);

/** What meters saw, hour by hour. */
export const usageEvents = parseAbi([
  'event UsageRoot(address indexed publisher, uint32 indexed hour, bytes32 root, uint32 leafCount, bytes32 previousRoot, uint64 seq)',
]);

/** What the escrow and its tokens answer of what they store. */
export const views = parseAbi([
  'struct Rental { uint96 claimed; uint32 seq; uint32 clockFrom; uint32 endsAt; uint24 retroLeft; uint16 turn; uint8 state; uint8 rate; uint8 flags; }',
  'struct History { uint112 num; uint32 previousFrom; uint8 previousRate; uint96 toppedUp; }',
  'struct Prices { uint96 pricePerHour; uint96 storagePricePerHour; }',
  'struct Account { uint128 free; uint64 seq; }',
  'function rental(bytes32 rentalId) view returns (Rental)',
  'function history(bytes32 rentalId) view returns (History)',
  'function prices(bytes32 rentalId) view returns (Prices)',
  'function account(address token, address owner) view returns (Account)',
  'function fees(address token) view returns (uint256)',
  'function params() view returns (address)',
  'function balanceOf(address owner) view returns (uint256)',
]);

/** Every way in which a rental opens, and the batch that may hold it: where an opening's signatures are. */
export const openings = parseAbi([
  offer,
  order,
  'function open(Order order, bytes offerSig) returns (bytes32)',
  'function openBySig(Order order, bytes orderSig, bytes offerSig) returns (bytes32)',
  'function openWithAuthorization(Order order, uint8 v, bytes32 r, bytes32 s, bytes offerSig) returns (bytes32)',
  'function batch(bytes[] calls) returns (bool[])',
]);
