// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice What a provider signs: one machine (or slice of it) at one price, open to any renter
/// until it is used up, cancelled or out of date. Prices are token base units per hour, times are
/// seconds, dates are unix seconds.
struct Offer {
    address provider;
    address token;
    uint96 pricePerHour;
    uint96 storagePricePerHour;
    uint8 class; // 0 ON_DEMAND, 1 INTERRUPTIBLE
    bytes32 assetHash; // names the slice; a slice is rented once at a time
    bytes32 slaHash; // the service terms in full, kept off chain
    uint16 maxFeeBps; // the highest platform fee the provider accepts
    address meter; // who may start (and later halt) the clock
    address arbiter; // zero: no contest
    uint32 window; // how long the newest seconds stay unvested
    uint32 retroBudget; // seconds the meter may take back over the whole rental
    uint32 noticeSeconds;
    uint32 startWithin; // how long a reservation may wait for its start
    uint32 minDuration; // the deposit must pay for at least this long
    uint96 evictPenalty;
    uint32 slaGrace;
    uint96 bond;
    uint40 availableUntil; // no rental may run past it
    uint32 maxUses; // 0: any number until cancelled
    uint40 validUntil;
    uint64 counter; // must equal the provider's counter
    bytes32 salt;
}

/// @notice What a renter signs: the Offer it accepts, word for word, and what it puts up for it.
struct Order {
    address renter;
    Offer offer;
    uint96 pricePerHour; // what is billed; at least the Offer's
    uint96 deposit; // the most this rental can ever cost
    uint16 feeBps; // the platform's share, taken out of the provider's earnings
    uint8 starter; // 0 RENTER, 1 METER
    uint40 startDeadline; // not started by then: full refund
    uint40 maxEnd; // the clock never runs past it
    uint40 validUntil;
    uint64 counter; // must equal the renter's counter
    bytes32 salt;
}

/// @notice The renter's permission for anybody to stop one rental. It needs no nonce: a rental
/// stops once.
struct Stop {
    bytes32 rentalId;
    uint40 deadline;
}

/// @notice EIP-712 struct hashes of the three signed types.
/// @dev `abi.encode` of a struct of value types is the concatenation of its fields padded to 32
/// bytes, which is exactly EIP-712's `encodeData`; decoding from calldata refuses any value with
/// dirty upper bits.
library Terms {
    bytes internal constant OFFER_TYPE =
        "Offer(address provider,address token,uint96 pricePerHour,uint96 storagePricePerHour,"
        "uint8 class,bytes32 assetHash,bytes32 slaHash,uint16 maxFeeBps,address meter,"
        "address arbiter,uint32 window,uint32 retroBudget,uint32 noticeSeconds,"
        "uint32 startWithin,uint32 minDuration,uint96 evictPenalty,uint32 slaGrace,uint96 bond,"
        "uint40 availableUntil,uint32 maxUses,uint40 validUntil,uint64 counter,bytes32 salt)";
    bytes internal constant ORDER_TYPE =
        "Order(address renter,Offer offer,uint96 pricePerHour,uint96 deposit,uint16 feeBps,"
        "uint8 starter,uint40 startDeadline,uint40 maxEnd,uint40 validUntil,uint64 counter,"
        "bytes32 salt)";

    bytes32 internal constant OFFER_TYPEHASH = keccak256(OFFER_TYPE);
    bytes32 internal constant ORDER_TYPEHASH = keccak256(bytes.concat(ORDER_TYPE, OFFER_TYPE));
    bytes32 internal constant STOP_TYPEHASH = keccak256("Stop(bytes32 rentalId,uint40 deadline)");

    function hash(Offer calldata offer) internal pure returns (bytes32) {
        return keccak256(abi.encode(OFFER_TYPEHASH, offer));
    }

    function hash(Order calldata order) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    ORDER_TYPEHASH,
                    order.renter,
                    hash(order.offer),
                    order.pricePerHour,
                    order.deposit,
                    order.feeBps,
                    order.starter,
                    order.startDeadline,
                    order.maxEnd,
                    order.validUntil,
                    order.counter,
                    order.salt
                )
            );
    }

    function hash(Stop calldata stop) internal pure returns (bytes32) {
        return keccak256(abi.encode(STOP_TYPEHASH, stop));
    }
}
