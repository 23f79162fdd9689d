// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

// Every way in which these contracts say no. Each error carries the values that disagreed, so that
// a caller can explain the refusal without reading state again. `have` is what was given or found,
// `want` or `bound` what the rule asks, `time` the block's timestamp; a `bytes32` term is the
// field's name in ASCII.

/// @notice The rental `id` is in state `have`; the operation needs `want` (0 NONE, 1 RESERVED, 2
/// RUNNING, 3 HALTED, 4 ENDED, 5 CLOSED).
error BadState(bytes32 id, uint8 have, uint8 want);
/// @notice The last seconds of the rental vest at `until`; it cannot close before.
error WindowOpen(uint256 until);
/// @notice The free balance `have` does not cover `want`.
error InsufficientFree(uint256 have, uint256 want);
/// @notice The signature is not `signer`'s, neither by its key (ECDSA) nor by its code (ERC-1271).
error BadSignature(address signer);
/// @notice Only `want` may do this; `caller` asked.
error NotParty(address caller, address want);
/// @notice The slice is held by the rental `holder`.
error SliceHeld(bytes32 holder);
/// @notice The deadline passed.
error Expired(uint256 deadline, uint256 time);
/// @notice Allowed from second `from` on.
error TooEarly(uint256 from, uint256 time);
/// @notice A term lies outside its bound.
error OutOfBounds(bytes32 term, uint256 have, uint256 bound);
/// @notice The Order names another fee than the one in force.
error FeeMismatch(uint256 have, uint256 want);
/// @notice New deposits and rentals in this token are not taken.
error TokenNotListed(address token);
/// @notice The signed counter is not the signer's current one: the signature was cancelled in bulk.
error WrongCounter(uint256 have, uint256 want);
/// @notice The provider cancelled this Offer.
error OfferIsCancelled(bytes32 offerHash);
/// @notice The Offer was opened as often as it allows.
error OfferUsedUp(bytes32 offerHash, uint32 maxUses);
/// @notice The token moved another amount than asked: it takes fees, rebases or lies.
error InexactTransfer(uint256 moved, uint256 want);
/// @notice The address of this term is zero.
error ZeroAddress(bytes32 what);
/// @notice There is nothing to move.
error ZeroAmount();
/// @notice The Offer asks for something this version does not honour.
error TermNotSupported(bytes32 term);
/// @notice A provider cannot rent from itself.
error RenterIsProvider();
/// @notice What was signed is for another rental.
error WrongRental(bytes32 have, bytes32 want);
/// @notice What was signed is for another turn of the rental's clock: the clock has changed since.
error WrongTurn(uint256 have, uint256 want);
/// @notice Time or money ran out at `cap`; only the end can still be recorded.
error Lapsed(uint256 cap);
/// @notice The offers are for different slices, or in different tokens.
error WrongSlice();
/// @notice The renter paused; only the renter resumes.
error PausedByRenter();
/// @notice The caller's delegation does not cover this, or is over.
error NotInScope(address caller, uint8 scope);
/// @notice The delegation covers `have` more; `want` was asked.
error OverCap(uint256 have, uint256 want);
/// @notice The guardian closed the entry; it opens again at second `until`.
error EntryIsPaused(uint256 until);
/// @notice The guardian revoked this meter for good.
error MeterIsRevoked(address meter);
