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

/// @notice The renter's permission for anybody to pause, or to resume, one rental: `turn` must be
/// the rental's, so that a permission works once.
struct Pause {
    bytes32 rentalId;
    uint16 turn;
    uint40 deadline;
}

/// @notice See Pause.
struct Resume {
    bytes32 rentalId;
    uint16 turn;
    uint40 deadline;
}

/// @notice What both parties sign to change a rental's prices and latest end from now on.
struct Amend {
    bytes32 rentalId;
    uint96 pricePerHour;
    uint96 storagePricePerHour;
    uint40 maxEnd;
    uint16 turn;
    uint40 deadline;
}

/// @notice What a rental cost in all, final at once. Whoever gives something up by it must sign.
struct Statement {
    bytes32 rentalId;
    uint96 gross;
    uint40 endedAt;
    uint16 turn;
    uint40 deadline;
}

/// @notice The meter's word. A HALT says that the machine has been down since `since`.
struct MeterReport {
    bytes32 rentalId;
    uint8 kind; // 0 START, 1 HALT, 2 RESUME
    uint40 since;
    uint16 turn;
    bytes32 evidenceRoot; // of the Merkle tree of what the meter saw
    uint40 deadline;
}

/// @notice The owner's permission for `relayer` (zero: anybody) to send its money to `to`.
struct Withdraw {
    address owner;
    address token;
    address to;
    uint128 amount; // what leaves the owner's balance, the relayer's fee included
    address relayer;
    uint128 relayFeeMax;
    uint256 nonce;
    uint40 deadline;
}

/// @notice What an owner lets another key do with one token until `expiry` (inclusive).
struct Delegation {
    address owner;
    address delegate;
    address token;
    uint8 scopes; // sum of 1 STOP, 2 TOP_UP, 4 OPEN; none takes it all back
    uint96 cap; // what TOP_UP and OPEN together may still spend
    uint40 expiry;
    uint256 nonce;
    uint40 deadline;
}

/// @notice EIP-712 struct hashes of the signed types.
/// @dev A struct of value types is, in calldata, the concatenation of its fields padded to 32 bytes,
/// which is exactly EIP-712's `encodeData`; so the words are hashed as they came. One with dirty
/// upper bits makes another digest than any wallet signs, and reading its field reverts.
library Terms {
    // Where a struct lies in calldata, only assembly tells.
    // solhint-disable no-inline-assembly

    // Literals, because the compiler hashes nothing else at compile time.
    bytes32 internal constant OFFER_TYPEHASH = keccak256(
        "Offer(address provider,address token,uint96 pricePerHour,uint96 storagePricePerHour,"
        "uint8 class,bytes32 assetHash,bytes32 slaHash,uint16 maxFeeBps,address meter,"
        "address arbiter,uint32 window,uint32 retroBudget,uint32 noticeSeconds,"
        "uint32 startWithin,uint32 minDuration,uint96 evictPenalty,uint32 slaGrace,uint96 bond,"
        "uint40 availableUntil,uint32 maxUses,uint40 validUntil,uint64 counter,bytes32 salt)"
    );
    bytes32 internal constant ORDER_TYPEHASH = keccak256(
        "Order(address renter,Offer offer,uint96 pricePerHour,uint96 deposit,uint16 feeBps,"
        "uint8 starter,uint40 startDeadline,uint40 maxEnd,uint40 validUntil,uint64 counter,"
        "bytes32 salt)"
        "Offer(address provider,address token,uint96 pricePerHour,uint96 storagePricePerHour,"
        "uint8 class,bytes32 assetHash,bytes32 slaHash,uint16 maxFeeBps,address meter,"
        "address arbiter,uint32 window,uint32 retroBudget,uint32 noticeSeconds,"
        "uint32 startWithin,uint32 minDuration,uint96 evictPenalty,uint32 slaGrace,uint96 bond,"
        "uint40 availableUntil,uint32 maxUses,uint40 validUntil,uint64 counter,bytes32 salt)"
    );
    bytes32 internal constant STOP_TYPEHASH = keccak256("Stop(bytes32 rentalId,uint40 deadline)");
    bytes32 internal constant PAUSE_TYPEHASH = keccak256(
        "Pause(bytes32 rentalId,uint16 turn,uint40 deadline)"
    );
    bytes32 internal constant RESUME_TYPEHASH = keccak256(
        "Resume(bytes32 rentalId,uint16 turn,uint40 deadline)"
    );
    bytes32 internal constant AMEND_TYPEHASH = keccak256(
        "Amend(bytes32 rentalId,uint96 pricePerHour,uint96 storagePricePerHour,uint40 maxEnd,"
        "uint16 turn,uint40 deadline)"
    );
    bytes32 internal constant STATEMENT_TYPEHASH = keccak256(
        "Statement(bytes32 rentalId,uint96 gross,uint40 endedAt,uint16 turn,uint40 deadline)"
    );
    bytes32 internal constant METER_REPORT_TYPEHASH = keccak256(
        "MeterReport(bytes32 rentalId,uint8 kind,uint40 since,uint16 turn,"
        "bytes32 evidenceRoot,uint40 deadline)"
    );
    bytes32 internal constant WITHDRAW_TYPEHASH = keccak256(
        "Withdraw(address owner,address token,address to,uint128 amount,address relayer,"
        "uint128 relayFeeMax,uint256 nonce,uint40 deadline)"
    );
    bytes32 internal constant DELEGATION_TYPEHASH = keccak256(
        "Delegation(address owner,address delegate,address token,uint8 scopes,uint96 cap,"
        "uint40 expiry,uint256 nonce,uint40 deadline)"
    );

    /// @dev The words between the Offer and the end of an Order.
    uint256 private constant OFFER_BYTES = 23 * 32;
    uint256 private constant ORDER_TAIL_BYTES = 9 * 32;

    function hash(Offer calldata offer) internal pure returns (bytes32) {
        uint256 position;
        assembly {
            position := offer
        }
        return _hash(OFFER_TYPEHASH, position, OFFER_BYTES);
    }

    /// @dev `offerHash` is the struct hash of its Offer.
    function hash(Order calldata order, bytes32 offerHash) internal pure returns (bytes32 result) {
        bytes32 typeHash = ORDER_TYPEHASH;
        uint256 tail = 32 + OFFER_BYTES;
        uint256 tailBytes = ORDER_TAIL_BYTES;
        assembly ("memory-safe") {
            let data := mload(0x40)
            mstore(data, typeHash)
            calldatacopy(add(data, 0x20), order, 0x20)
            mstore(add(data, 0x40), offerHash)
            calldatacopy(add(data, 0x60), add(order, tail), tailBytes)
            result := keccak256(data, add(0x60, tailBytes))
        }
    }

    function hash(Stop calldata signed) internal pure returns (bytes32) {
        uint256 position;
        assembly {
            position := signed
        }
        return _hash(STOP_TYPEHASH, position, 2 * 32);
    }

    function hash(Pause calldata signed) internal pure returns (bytes32) {
        uint256 position;
        assembly {
            position := signed
        }
        return _hash(PAUSE_TYPEHASH, position, 3 * 32);
    }

    function hash(Resume calldata signed) internal pure returns (bytes32) {
        uint256 position;
        assembly {
            position := signed
        }
        return _hash(RESUME_TYPEHASH, position, 3 * 32);
    }

    function hash(Amend calldata signed) internal pure returns (bytes32) {
        uint256 position;
        assembly {
            position := signed
        }
        return _hash(AMEND_TYPEHASH, position, 6 * 32);
    }

    function hash(Statement calldata signed) internal pure returns (bytes32) {
        uint256 position;
        assembly {
            position := signed
        }
        return _hash(STATEMENT_TYPEHASH, position, 5 * 32);
    }

    function hash(MeterReport calldata signed) internal pure returns (bytes32) {
        uint256 position;
        assembly {
            position := signed
        }
        return _hash(METER_REPORT_TYPEHASH, position, 6 * 32);
    }

    function hash(Withdraw calldata signed) internal pure returns (bytes32) {
        uint256 position;
        assembly {
            position := signed
        }
        return _hash(WITHDRAW_TYPEHASH, position, 8 * 32);
    }

    function hash(Delegation calldata signed) internal pure returns (bytes32) {
        uint256 position;
        assembly {
            position := signed
        }
        return _hash(DELEGATION_TYPEHASH, position, 8 * 32);
    }

    function _hash(
        bytes32 typeHash,
        uint256 position,
        uint256 length
    ) private pure returns (bytes32 result) {
        assembly ("memory-safe") {
            let data := mload(0x40)
            mstore(data, typeHash)
            calldatacopy(add(data, 0x20), position, length)
            result := keccak256(data, add(0x20, length))
        }
    }
}
