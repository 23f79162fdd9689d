// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {Accrual, Clock} from "./Accrual.sol";
import {EscrowParams} from "./EscrowParams.sol";
import {Offer, Order, Stop, Terms} from "./Terms.sol";
import {
    BadSignature,
    BadState,
    Expired,
    FeeMismatch,
    InexactTransfer,
    InsufficientFree,
    NotParty,
    OfferIsCancelled,
    OfferUsedUp,
    OutOfBounds,
    RenterIsProvider,
    SliceHeld,
    TermNotSupported,
    TokenNotListed,
    TooEarly,
    WindowOpen,
    WrongCounter,
    WrongRental,
    ZeroAddress,
    ZeroAmount
} from "./Refusals.sol";

/// @title The contract that holds the money of rentals
/// @notice A renter's deposit is earned by the provider second by second between an on-chain start
/// and an on-chain stop, never beyond the deposit. The renter stops alone and at once; the newest
/// `window` seconds vest `window` later; what has vested is final. Money moves between balances
/// inside; tokens leave only by their owner's own withdrawal, so no party can block another. No
/// owner, no proxy, no pause: governance sets the terms of rentals not yet opened.
/// @dev A rental's terms are not stored. Every operation carries the Order, whose EIP-712 digest is
/// the rental's id. Only deposit, withdraw and withdrawFees call code that may change state, and
/// share one reentrancy guard; all other operations make at most static calls.
contract RentalEscrow is EIP712, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;
    using Accrual for Clock;
    using Terms for Offer;
    using Terms for Order;
    using Terms for Stop;

    // -- What is stored

    /// @dev HALTED is never entered by this version's operations.
    enum State {
        NONE,
        RESERVED,
        RUNNING,
        HALTED,
        ENDED,
        CLOSED
    }

    /// @dev Which of the Order's prices the clock charges. STORAGE belongs to HALTED.
    enum Rate {
        NONE,
        PRICE,
        STORAGE
    }

    enum CloseReason {
        SETTLED,
        CANCELLED,
        DECLINED,
        EXPIRED
    }

    /// @notice What changes during a rental: two slots. They stay after the close, so that an Order
    /// opens once.
    struct Rental {
        uint96 funded; // the most this rental can still cost; at the end, what it did cost
        uint96 claimed; // how much of it provider and platform have been credited
        uint32 seq; // number of events so far
        State state;
        Rate rate;
        uint16 flags; // none defined
        uint112 num; // unit-seconds of closed segments
        uint40 clockFrom; // when the running segment began
        uint40 endsAt; // maxEnd, then the second it ended
        uint24 retroLeft; // seconds the meter may still take back
        uint40 spare;
    }

    /// @notice A balance inside the escrow.
    struct Account {
        uint128 free; // withdrawable now, token base units
        uint64 seq; // number of events so far
    }

    struct OfferUse {
        bool cancelled;
        uint32 used; // openings, counted only where the Offer limits them
    }

    uint8 private constant ON_DEMAND = 0;
    uint8 private constant STARTED_BY_METER = 1;

    uint256 private constant MAX_WINDOW = 24 hours;
    uint256 private constant MAX_RETRO_BUDGET = 30 days;
    uint256 private constant MAX_NOTICE = 12 hours;
    uint256 private constant MAX_START_WITHIN = 24 hours;
    uint256 private constant MAX_LENGTH = 366 days;
    uint256 private constant MAX_FEE_BPS = 1500;

    /// @dev A freed slice keeps a non-zero word: taking it again costs 5,000 gas instead of 22,100.
    bytes32 private constant FREED = bytes32(uint256(1));

    /// @notice Asked once per deposit and opening, and for the recipient of fees. Never by another
    /// way out.
    EscrowParams public immutable params;

    mapping(bytes32 rentalId => Rental) private _rentals;
    mapping(address token => mapping(address owner => Account)) private _accounts;
    mapping(bytes32 offerHash => OfferUse) private _offerUses;

    /// @notice The rental that holds a slice, by keccak256(abi.encode(provider, assetHash)); 0 or
    /// 1: nobody.
    mapping(bytes32 sliceKey => bytes32 rentalId) public holder;
    /// @notice Every Offer and Order of an owner must carry this number.
    mapping(address owner => uint64) public counter;
    /// @notice Fees earned and not yet withdrawn.
    mapping(address token => uint256) public fees;

    // -- What is recorded
    // Amounts are token base units. `free` and `seq` are the values after the event; a gap in a seq
    // is a missing log.

    /// @notice Money came in. This and the next three events rebuild every account.
    event Deposited(
        address indexed token,
        address indexed owner,
        address from,
        uint256 amount,
        uint128 free,
        uint64 seq
    );
    /// @notice Money went out.
    event Withdrawn(
        address indexed token,
        address indexed owner,
        address to,
        uint256 amount,
        uint128 free,
        uint64 seq
    );
    /// @notice A rental paid into an account: a refund to the renter or earnings to the provider.
    event Credited(
        address indexed token,
        address indexed owner,
        bytes32 indexed rentalId,
        uint256 amount,
        uint128 free,
        uint64 seq
    );
    /// @notice A rental took its deposit out of the renter's account.
    event Debited(
        address indexed token,
        address indexed owner,
        bytes32 indexed rentalId,
        uint256 amount,
        uint128 free,
        uint64 seq
    );
    /// @notice Carries the whole Order: whoever has this log can name the rental in every
    /// operation. This and the next four events rebuild both slots of every rental.
    event RentalOpened(
        bytes32 indexed rentalId,
        address indexed renter,
        address indexed provider,
        Order order,
        uint32 seq
    );
    /// @notice The clock runs from `startedAt` to `endsAt` at the latest; the money may end it
    /// earlier.
    event RentalStarted(bytes32 indexed rentalId, uint40 startedAt, uint40 endsAt, uint32 seq);
    /// @notice The clock stood still at `endedAt`. `gross` is what the rental cost in all, fee
    /// included, and `funded` from now on; `refund` is what it did not use.
    event RentalStopped(
        bytes32 indexed rentalId,
        uint40 endedAt,
        uint96 gross,
        uint96 refund,
        uint32 seq
    );
    /// @notice `fee` went to the token's bucket; `claimed` is all that provider and platform have
    /// been credited so far.
    event Settled(
        bytes32 indexed rentalId,
        uint96 toProvider,
        uint96 fee,
        uint96 claimed,
        uint32 seq
    );
    /// @notice Nothing moves any more. Reasons: 0 SETTLED, 1 CANCELLED, 2 DECLINED, 3 EXPIRED; the
    /// last three refund the whole deposit.
    event RentalClosed(bytes32 indexed rentalId, CloseReason reason, uint96 refund, uint32 seq);
    /// @notice No further rental opens from this Offer.
    event OfferCancelled(bytes32 indexed offerHash, address indexed provider);
    /// @notice No Offer or Order signed under an earlier counter opens a rental.
    event CounterIncremented(address indexed owner, uint64 counter);
    /// @notice Empties the token's fee bucket.
    event FeesWithdrawn(address indexed token, address indexed to, uint256 amount);

    /// @notice `params_` decides the terms of new rentals; which contract that is, is fixed for
    /// good.
    constructor(EscrowParams params_) EIP712("RentalEscrow", "1") {
        if (address(params_) == address(0)) revert ZeroAddress("params");
        params = params_;
    }

    // -- Money in and out

    /// @notice Pulls `amount` of a listed token from the caller, by its allowance, and adds it to
    /// `owner`'s balance.
    function deposit(address token, address owner, uint256 amount) external nonReentrant {
        // Checks
        if (owner == address(0)) revert ZeroAddress("owner");
        if (amount == 0) revert ZeroAmount();
        (bool listed, ) = params.openingTerms(token);
        if (!listed) revert TokenNotListed(token);

        // Interaction: before the effect, because only what arrived counts.
        uint256 before = IERC20(token).balanceOf(address(this));
        IERC20(token).safeTransferFrom(msg.sender, address(this), amount);
        uint256 afterwards = IERC20(token).balanceOf(address(this));
        _requireExact(afterwards, before, amount);
        // All balances of a token together stay within one account's width: no later credit can
        // overflow.
        _requireAtMost("balance", afterwards, type(uint128).max);

        // Effect
        Account storage account_ = _accounts[token][owner];
        account_.free += uint128(amount);
        account_.seq += 1;
        emit Deposited(token, owner, msg.sender, amount, account_.free, account_.seq);
    }

    /// @notice Sends `amount` of the caller's free balance to an address of its choice.
    function withdraw(address token, address to, uint256 amount) external nonReentrant {
        // Checks
        if (to == address(0)) revert ZeroAddress("to");
        if (amount == 0) revert ZeroAmount();

        // Effects
        Account storage account_ = _take(token, msg.sender, amount);
        emit Withdrawn(token, msg.sender, to, amount, account_.free, account_.seq);

        // Interaction
        _send(token, to, amount);
    }

    // -- Opening

    /// @notice The renter reserves the slice of a signed Offer and sets the deposit aside.
    /// @param offerSig The provider's signature of the Offer: 65 bytes (r, s, v), or what its
    /// ERC-1271 code accepts.
    /// @return rentalId The EIP-712 digest of the Order.
    function open(
        Order calldata order,
        bytes calldata offerSig
    ) external returns (bytes32 rentalId) {
        if (msg.sender != order.renter) revert NotParty(msg.sender, order.renter);
        rentalId = hashOrder(order);
        _open(order, rentalId, offerSig);
    }

    /// @notice As `open`, sent by anybody with the renter's signature of the Order.
    function openBySig(
        Order calldata order,
        bytes calldata orderSig,
        bytes calldata offerSig
    ) external returns (bytes32 rentalId) {
        rentalId = hashOrder(order);
        _requireSignature(order.renter, rentalId, orderSig);
        _open(order, rentalId, offerSig);
    }

    /// @notice The provider takes one Offer back. Rentals already opened from it go on.
    function cancelOffer(Offer calldata offer) external {
        if (msg.sender != offer.provider) revert NotParty(msg.sender, offer.provider);
        bytes32 offerHash = hashOffer(offer);
        _offerUses[offerHash].cancelled = true;
        emit OfferCancelled(offerHash, msg.sender);
    }

    /// @notice Takes back every Offer and Order the caller has signed and nobody has opened.
    function incrementCounter() external {
        counter[msg.sender] += 1;
        emit CounterIncremented(msg.sender, counter[msg.sender]);
    }

    // -- Before the start: full refunds

    /// @notice The renter gives the reservation up.
    function cancel(Order calldata order) external {
        if (msg.sender != order.renter) revert NotParty(msg.sender, order.renter);
        _refund(order, CloseReason.CANCELLED);
    }

    /// @notice The provider refuses the reservation.
    function decline(Order calldata order) external {
        if (msg.sender != order.offer.provider) revert NotParty(msg.sender, order.offer.provider);
        _refund(order, CloseReason.DECLINED);
    }

    /// @notice Anybody, once the start deadline has passed: nobody pays for a machine that never
    /// came up.
    function expire(Order calldata order) external {
        if (block.timestamp <= order.startDeadline) {
            revert TooEarly(uint256(order.startDeadline) + 1, block.timestamp);
        }
        _refund(order, CloseReason.EXPIRED);
    }

    // -- The clock

    /// @notice Whom the Order names, renter or meter, starts the clock at this block's second.
    function start(Order calldata order) external {
        // Checks
        address starter = order.starter == STARTED_BY_METER ? order.offer.meter : order.renter;
        if (msg.sender != starter) revert NotParty(msg.sender, starter);
        bytes32 id = hashOrder(order);
        Rental storage rental_ = _rentalIn(id, State.RESERVED);
        _requireInTime(order.startDeadline);

        // Effects
        rental_.state = State.RUNNING;
        rental_.rate = Rate.PRICE;
        rental_.seq += 1;
        rental_.clockFrom = uint40(block.timestamp);
        emit RentalStarted(id, rental_.clockFrom, rental_.endsAt, rental_.seq);
    }

    /// @notice The renter at any time, or anybody once time or money has run out. Ends the rental
    /// and refunds what it did not use. A late call changes nothing: the clock stood still at the
    /// end it had.
    function stop(Order calldata order) external {
        bytes32 id = hashOrder(order);
        Rental storage rental_ = _rentalIn(id, State.RUNNING);
        Clock memory clock = _clock(order, rental_);
        if (msg.sender != order.renter && block.timestamp < clock.cap) {
            revert TooEarly(clock.cap, block.timestamp);
        }
        _stop(order, id, rental_, clock);
    }

    /// @notice As the renter's `stop`, sent by anybody with the renter's signed Stop.
    function stopBySig(
        Order calldata order,
        Stop calldata signedStop,
        bytes calldata sig
    ) external {
        bytes32 id = hashOrder(order);
        Rental storage rental_ = _rentalIn(id, State.RUNNING);
        if (signedStop.rentalId != id) revert WrongRental(signedStop.rentalId, id);
        _requireInTime(signedStop.deadline);
        _requireSignature(order.renter, _hashTypedDataV4(signedStop.hash()), sig);
        _stop(order, id, rental_, _clock(order, rental_));
    }

    // -- Paying

    /// @notice Anybody: credits the provider and the platform with all that has vested. Nothing new
    /// is no error.
    function settle(Order calldata order) external {
        bytes32 id = hashOrder(order);
        Rental storage rental_ = _rentals[id];
        if (rental_.state == State.NONE)
            revert BadState(id, uint8(State.NONE), uint8(State.RUNNING));
        _settle(order, id, rental_);
    }

    /// @notice Anybody, once the last seconds have vested: settles the rest and ends the story.
    function close(Order calldata order) external {
        // Checks
        bytes32 id = hashOrder(order);
        Rental storage rental_ = _rentalIn(id, State.ENDED);
        uint256 vestedAt = uint256(rental_.endsAt) + order.offer.window;
        if (block.timestamp < vestedAt) revert WindowOpen(vestedAt);

        // Effects
        _settle(order, id, rental_);
        rental_.state = State.CLOSED;
        rental_.seq += 1;
        emit RentalClosed(id, CloseReason.SETTLED, 0, rental_.seq);
    }

    /// @notice Anybody: sends a token's whole fee bucket to the recipient that governance has
    /// named.
    function withdrawFees(address token) external nonReentrant {
        // Checks
        uint256 amount = fees[token];
        if (amount == 0) revert ZeroAmount();
        address to = params.feeRecipient();

        // Effects
        fees[token] = 0;
        emit FeesWithdrawn(token, to, amount);

        // Interaction
        _send(token, to, amount);
    }

    // -- Views

    /// @notice Both slots of a rental; all zero if it was never opened.
    function rental(bytes32 rentalId) external view returns (Rental memory) {
        return _rentals[rentalId];
    }

    /// @notice An owner's balance in a token.
    function account(address token, address owner) external view returns (Account memory) {
        return _accounts[token][owner];
    }

    /// @notice Whether an Offer was cancelled and how often it was opened, by its digest.
    function offerUse(bytes32 offerHash) external view returns (OfferUse memory) {
        return _offerUses[offerHash];
    }

    /// @notice What the rental has earned at this second, what of it is final, and when its clock
    /// stops by itself.
    function accrued(
        Order calldata order
    ) external view returns (uint256 gross, uint256 vested, uint256 endCap) {
        Clock memory clock = _clock(order, _rentals[hashOrder(order)]);
        return (clock.grossAt(block.timestamp), _vested(order, clock), clock.cap);
    }

    /// @notice The digest a provider signs.
    function hashOffer(Offer calldata offer) public view returns (bytes32) {
        return _hashTypedDataV4(offer.hash());
    }

    /// @notice The digest a renter signs: the rental's id.
    function hashOrder(Order calldata order) public view returns (bytes32) {
        return _hashTypedDataV4(order.hash());
    }

    // -- Rules of opening

    function _open(Order calldata order, bytes32 id, bytes calldata offerSig) private {
        Offer calldata offer = order.offer;
        bytes32 offerHash = hashOffer(offer);

        // Checks
        Rental storage rental_ = _rentalIn(id, State.NONE);
        _checkOffer(offer);
        _checkOrder(order);
        _checkFee(order);
        _requireSignature(offer.provider, offerHash, offerSig);

        // Effects
        _useOffer(offer, offerHash);
        _takeSlice(offer, id);
        rental_.funded = order.deposit;
        rental_.state = State.RESERVED;
        rental_.seq = 1;
        rental_.endsAt = order.maxEnd;
        rental_.retroLeft = uint24(offer.retroBudget); // at most 30 days, so it fits
        Account storage account_ = _take(offer.token, order.renter, order.deposit);
        emit Debited(offer.token, order.renter, id, order.deposit, account_.free, account_.seq);
        emit RentalOpened(id, order.renter, offer.provider, order, 1);
    }

    /// @dev A zero provider fails at its signature, a zero token at the list.
    function _checkOffer(Offer calldata offer) private view {
        if (offer.class != ON_DEMAND) revert TermNotSupported("class");
        if (offer.bond != 0) revert TermNotSupported("bond");
        if (offer.evictPenalty != 0) revert TermNotSupported("evictPenalty");
        if (offer.meter == address(0)) revert ZeroAddress("meter");
        _requireInTime(offer.validUntil);
        _requireCounter(offer.provider, offer.counter);
        _requireAtLeast("pricePerHour", offer.pricePerHour, 1);
        _requireAtMost("storagePricePerHour", offer.storagePricePerHour, offer.pricePerHour);
        _requireAtMost("window", offer.window, MAX_WINDOW);
        _requireAtMost("retroBudget", offer.retroBudget, MAX_RETRO_BUDGET);
        _requireAtMost("noticeSeconds", offer.noticeSeconds, MAX_NOTICE);
        _requireAtMost("startWithin", offer.startWithin, MAX_START_WITHIN);
    }

    /// @dev The deposit pays for one second at least; the start always lies before the latest end.
    function _checkOrder(Order calldata order) private view {
        Offer calldata offer = order.offer;
        uint256 minDuration = Math.max(offer.minDuration, 1);
        if (order.renter == offer.provider) revert RenterIsProvider();
        _requireInTime(order.validUntil);
        _requireCounter(order.renter, order.counter);
        _requireAtMost("starter", order.starter, STARTED_BY_METER);
        _requireAtLeast("pricePerHour", order.pricePerHour, offer.pricePerHour);
        _requireAtLeast("deposit", order.deposit, Accrual.costOf(order.pricePerHour, minDuration));
        _requireInTime(order.startDeadline);
        _requireAtMost("startDeadline", order.startDeadline, block.timestamp + offer.startWithin);
        _requireAtLeast("maxEnd", order.maxEnd, uint256(order.startDeadline) + 1);
        _requireAtMost(
            "maxEnd",
            order.maxEnd,
            Math.min(block.timestamp + MAX_LENGTH, offer.availableUntil)
        );
    }

    function _checkFee(Order calldata order) private view {
        (bool listed, uint16 feeBps) = params.openingTerms(order.offer.token);
        if (!listed) revert TokenNotListed(order.offer.token);
        if (order.feeBps != feeBps) revert FeeMismatch(order.feeBps, feeBps);
        _requireAtMost("feeBps", feeBps, Math.min(order.offer.maxFeeBps, MAX_FEE_BPS));
    }

    function _useOffer(Offer calldata offer, bytes32 offerHash) private {
        OfferUse storage use = _offerUses[offerHash];
        if (use.cancelled) revert OfferIsCancelled(offerHash);
        if (offer.maxUses == 0) return;
        if (use.used == offer.maxUses) revert OfferUsedUp(offerHash, offer.maxUses);
        use.used += 1;
    }

    // -- A slice is rented once at a time

    function _takeSlice(Offer calldata offer, bytes32 id) private {
        bytes32 key = _sliceKey(offer);
        bytes32 held = holder[key];
        if (held != 0 && held != FREED) revert SliceHeld(held);
        holder[key] = id;
    }

    function _freeSlice(Offer calldata offer) private {
        holder[_sliceKey(offer)] = FREED;
    }

    function _sliceKey(Offer calldata offer) private pure returns (bytes32) {
        return keccak256(abi.encode(offer.provider, offer.assetHash));
    }

    // -- Rules of ending and paying

    function _refund(Order calldata order, CloseReason reason) private {
        bytes32 id = hashOrder(order);
        Rental storage rental_ = _rentalIn(id, State.RESERVED);
        uint96 refund = rental_.funded;

        // Effects
        rental_.funded = 0;
        rental_.state = State.CLOSED;
        rental_.seq += 1;
        _freeSlice(order.offer);
        _credit(order.offer.token, order.renter, id, refund);
        emit RentalClosed(id, reason, refund, rental_.seq);
    }

    function _stop(
        Order calldata order,
        bytes32 id,
        Rental storage rental_,
        Clock memory clock
    ) private {
        uint256 endedAt = Math.min(block.timestamp, clock.cap);
        uint96 gross = uint96(clock.grossAt(endedAt)); // never above funded, so it fits
        uint96 refund = rental_.funded - gross;

        // Effects
        rental_.funded = gross;
        rental_.state = State.ENDED;
        rental_.seq += 1;
        rental_.endsAt = uint40(endedAt); // at most the old endsAt, so it fits
        _freeSlice(order.offer);
        _credit(order.offer.token, order.renter, id, refund);
        emit RentalStopped(id, rental_.endsAt, gross, refund, rental_.seq);
    }

    function _settle(Order calldata order, bytes32 id, Rental storage rental_) private {
        uint256 claimed = rental_.claimed;
        uint256 vested = _vested(order, _clock(order, rental_));
        if (vested == claimed) return;
        uint256 fee = Accrual.feeOn(vested, order.feeBps) - Accrual.feeOn(claimed, order.feeBps);
        uint256 toProvider = vested - claimed - fee;

        // Effects. The casts fit: each value is at most vested, which is at most funded.
        rental_.claimed = uint96(vested);
        rental_.seq += 1;
        fees[order.offer.token] += fee;
        _credit(order.offer.token, order.offer.provider, id, toProvider);
        emit Settled(id, uint96(toProvider), uint96(fee), uint96(vested), rental_.seq);
    }

    /// @dev While it runs, a rental ends at `endsAt` or when the money is used up. Once ended,
    /// `endsAt` is the end, and `funded`, lowered to what was used, must not move it.
    function _clock(
        Order calldata order,
        Rental storage rental_
    ) private view returns (Clock memory clock) {
        clock.num = rental_.num;
        clock.rate = rental_.rate == Rate.PRICE ? order.pricePerHour : 0;
        clock.from = rental_.clockFrom;
        clock.cap = rental_.endsAt;
        if (rental_.state == State.RUNNING) {
            uint256 solventUntil = Accrual.solventUntil(
                rental_.funded,
                clock.num,
                clock.rate,
                clock.from
            );
            clock.cap = Math.min(clock.cap, solventUntil);
        }
    }

    function _vested(Order calldata order, Clock memory clock) private view returns (uint256) {
        return clock.grossAt(Math.saturatingSub(block.timestamp, order.offer.window));
    }

    // -- Balances

    function _take(
        address token,
        address owner,
        uint256 amount
    ) private returns (Account storage account_) {
        account_ = _accounts[token][owner];
        if (account_.free < amount) revert InsufficientFree(account_.free, amount);
        account_.free -= uint128(amount); // at most free, so it fits
        account_.seq += 1;
    }

    function _credit(address token, address owner, bytes32 id, uint256 amount) private {
        if (amount == 0) return;
        Account storage account_ = _accounts[token][owner];
        account_.free += uint128(amount); // at most a rental's funded, 96 bits
        account_.seq += 1;
        emit Credited(token, owner, id, amount, account_.free, account_.seq);
    }

    function _send(address token, address to, uint256 amount) private {
        uint256 before = IERC20(token).balanceOf(address(this));
        IERC20(token).safeTransfer(to, amount);
        _requireExact(before, IERC20(token).balanceOf(address(this)), amount);
    }

    // -- Shared checks

    function _rentalIn(bytes32 id, State want) private view returns (Rental storage rental_) {
        rental_ = _rentals[id];
        if (rental_.state != want) revert BadState(id, uint8(rental_.state), uint8(want));
    }

    /// @dev The key first: an account with code whose key signed (EIP-7702) needs no consent of
    /// that code.
    function _requireSignature(address signer, bytes32 digest, bytes calldata sig) private view {
        (address recovered, ECDSA.RecoverError failure, ) = ECDSA.tryRecoverCalldata(digest, sig);
        if (failure == ECDSA.RecoverError.NoError && recovered == signer) return;
        if (!SignatureChecker.isValidERC1271SignatureNowCalldata(signer, digest, sig))
            revert BadSignature(signer);
    }

    function _requireCounter(address signer, uint64 have) private view {
        if (have != counter[signer]) revert WrongCounter(have, counter[signer]);
    }

    /// @dev The deadline itself is still in time.
    function _requireInTime(uint256 deadline) private view {
        if (block.timestamp > deadline) revert Expired(deadline, block.timestamp);
    }

    function _requireExact(uint256 larger, uint256 smaller, uint256 amount) private pure {
        uint256 moved = Math.saturatingSub(larger, smaller);
        if (moved != amount) revert InexactTransfer(moved, amount);
    }

    function _requireAtLeast(bytes32 term, uint256 have, uint256 bound) private pure {
        if (have < bound) revert OutOfBounds(term, have, bound);
    }

    function _requireAtMost(bytes32 term, uint256 have, uint256 bound) private pure {
        if (have > bound) revert OutOfBounds(term, have, bound);
    }
}
