// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

enum State {
    NONE,
    RESERVED,
    RUNNING,
    HALTED,
    ENDED,
    CLOSED
}

/// @notice Which of the rental's prices a segment of its clock charges.
enum Rate {
    NONE,
    PRICE,
    STORAGE
}

/// @notice Why a clock does not run at the full price: the machine is down (nothing is charged), the
/// renter paused it, or a better bid took its slice (storage is charged).
enum HaltKind {
    DOWN,
    PAUSED,
    PREEMPTED
}

enum CloseReason {
    SETTLED,
    CANCELLED,
    DECLINED,
    EXPIRED,
    AGREED
}

/// @notice What changes during every rental: one slot. It stays after the close, so that an Order
/// opens once.
struct Rental {
    uint96 claimed; // how much provider and platform have been credited
    uint32 seq; // number of events so far
    uint32 clockFrom; // when the current segment of the clock began, or will
    uint32 endsAt; // the latest end, then the second it ended
    uint24 retroLeft; // seconds the meter may still take back
    uint16 turn; // number of changes of the clock so far; signed changes name it
    State state;
    Rate rate; // of the current segment
    uint8 flags; // sum of HISTORY, REPRICED, NOTICED, PAUSED, YIELDS
}

/// @notice What a rental needs once its clock was halted, its price changed or its deposit topped
/// up: a second slot, in use only under the flag HISTORY.
struct History {
    uint112 num; // unit-seconds of all segments before the previous one
    uint32 previousFrom; // when the previous segment began; it ended at `clockFrom`
    Rate previousRate;
    uint96 toppedUp; // added to the Order's deposit
}

/// @notice The prices that replaced the Order's: a third slot, in use only under the flag REPRICED.
struct Prices {
    uint96 pricePerHour;
    uint96 storagePricePerHour;
}

/// @dev The second slot is in use.
uint8 constant HISTORY = 1;
/// @dev The third slot is in use.
uint8 constant REPRICED = 2;
/// @dev The provider gave notice: the end may only come closer.
uint8 constant NOTICED = 4;
/// @dev The renter paused: nobody else resumes.
uint8 constant PAUSED = 8;
/// @dev Interruptible: holds its slice only while it runs, and until the end of a preemption's
/// notice.
uint8 constant YIELDS = 16;

/// @notice A Rental as the word it is stored in: the fields from the lowest bit up. Operations pass
/// the word around, which costs half of what a struct in memory does.
type Slot is uint256;

using Slots for Slot global;

/// @notice Reads and changes the fields of a Slot. A value wider than its field loses its upper
/// bits; the callers' values are bounded where they say so.
library Slots {
    uint256 private constant SEQ = 96;
    uint256 private constant CLOCK_FROM = 128;
    uint256 private constant ENDS_AT = 160;
    uint256 private constant RETRO_LEFT = 192;
    uint256 private constant TURN = 216;
    uint256 private constant STATE = 232;
    uint256 private constant RATE = 240;
    uint256 private constant FLAGS = 248;

    function claimed(Slot slot) internal pure returns (uint96) {
        return uint96(Slot.unwrap(slot));
    }

    function seq(Slot slot) internal pure returns (uint32) {
        return uint32(Slot.unwrap(slot) >> SEQ);
    }

    function clockFrom(Slot slot) internal pure returns (uint32) {
        return uint32(Slot.unwrap(slot) >> CLOCK_FROM);
    }

    function endsAt(Slot slot) internal pure returns (uint32) {
        return uint32(Slot.unwrap(slot) >> ENDS_AT);
    }

    function retroLeft(Slot slot) internal pure returns (uint24) {
        return uint24(Slot.unwrap(slot) >> RETRO_LEFT);
    }

    function turn(Slot slot) internal pure returns (uint16) {
        return uint16(Slot.unwrap(slot) >> TURN);
    }

    function state(Slot slot) internal pure returns (State) {
        return State(uint8(Slot.unwrap(slot) >> STATE));
    }

    function rate(Slot slot) internal pure returns (Rate) {
        return Rate(uint8(Slot.unwrap(slot) >> RATE));
    }

    function flags(Slot slot) internal pure returns (uint8) {
        return uint8(Slot.unwrap(slot) >> FLAGS);
    }

    function has(Slot slot, uint8 flag) internal pure returns (bool) {
        return (Slot.unwrap(slot) >> FLAGS) & flag != 0;
    }

    function withClaimed(Slot slot, uint256 value) internal pure returns (Slot) {
        return _put(slot, 0, type(uint96).max, value);
    }

    /// @notice One more event.
    function next(Slot slot) internal pure returns (Slot) {
        return _put(slot, SEQ, type(uint32).max, uint256(seq(slot)) + 1);
    }

    function withClockFrom(Slot slot, uint256 value) internal pure returns (Slot) {
        return _put(slot, CLOCK_FROM, type(uint32).max, value);
    }

    function withEndsAt(Slot slot, uint256 value) internal pure returns (Slot) {
        return _put(slot, ENDS_AT, type(uint32).max, value);
    }

    function withRetroLeft(Slot slot, uint256 value) internal pure returns (Slot) {
        return _put(slot, RETRO_LEFT, type(uint24).max, value);
    }

    /// @notice One more change of the clock.
    function turned(Slot slot) internal pure returns (Slot) {
        return _put(slot, TURN, type(uint16).max, uint256(turn(slot)) + 1);
    }

    function withState(Slot slot, State value) internal pure returns (Slot) {
        return _put(slot, STATE, type(uint8).max, uint256(value));
    }

    function withRate(Slot slot, Rate value) internal pure returns (Slot) {
        return _put(slot, RATE, type(uint8).max, uint256(value));
    }

    function with(Slot slot, uint8 flag) internal pure returns (Slot) {
        return Slot.wrap(Slot.unwrap(slot) | (uint256(flag) << FLAGS));
    }

    function without(Slot slot, uint8 flag) internal pure returns (Slot) {
        return Slot.wrap(Slot.unwrap(slot) & ~(uint256(flag) << FLAGS));
    }

    function unpack(Slot slot) internal pure returns (Rental memory) {
        return
            Rental(
                claimed(slot),
                seq(slot),
                clockFrom(slot),
                endsAt(slot),
                retroLeft(slot),
                turn(slot),
                state(slot),
                rate(slot),
                flags(slot)
            );
    }

    function _put(
        Slot slot,
        uint256 offset,
        uint256 mask,
        uint256 value
    ) private pure returns (Slot) {
        return Slot.wrap((Slot.unwrap(slot) & ~(mask << offset)) | ((value & mask) << offset));
    }
}
