// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Test} from "forge-std/Test.sol";

import {Accounts} from "../src/Accounts.sol";
import {EscrowLens} from "../src/EscrowLens.sol";
import {Rental, State} from "../src/Rental.sol";
import {RentalEscrow} from "../src/RentalEscrow.sol";
import {Order} from "../src/Terms.sol";
import {AbandonedMarket} from "./invariants/AbandonedMarket.sol";
import {Ledger} from "./invariants/Ledger.sol";
import {Stories} from "./invariants/Stories.sol";

/// @dev In this file, because the runner knows targets by the contracts of the file that it runs.
contract EscrowHandler is AbandonedMarket {
    function market() external view returns (RentalEscrow) {
        return escrow;
    }

    function reader() external view returns (EscrowLens) {
        return lens;
    }

    function ownerCount() external view returns (uint256) {
        return owners.length;
    }

    function tokenCount() external view returns (uint256) {
        return tokens.length;
    }

    function sliceAt(uint256 i) external view returns (bytes32) {
        return slices[i];
    }
}

/// @notice What holds whatever anybody does next. The properties are those of the design, by number.
contract InvariantsTest is Test {
    uint256 private constant STEPS = 300;

    EscrowHandler private _handler;
    RentalEscrow private _escrow;
    EscrowLens private _lens;

    function setUp() public {
        _handler = new EscrowHandler();
        _escrow = _handler.market();
        _lens = _handler.reader();
        targetContract(address(_handler));
        targetSelector(FuzzSelector(address(_handler), _handler.actions()));
    }

    /// @notice At the end of each walk operators vanish and everybody leaves with everything (P31).
    function afterInvariant() public {
        _handler.everybodyLeaves(_handler.time());
    }

    // -- Conservation

    function invariant_P1_TheBalanceIsTheLiabilitiesAndDonations() public view {
        for (uint256 t = 0; t < _handler.tokenCount(); t++) {
            IERC20 token = _handler.tokens(t);
            uint256 balance = token.balanceOf(address(_escrow));
            assertEq(balance, liabilitiesOf(token) + _handler.donated(token));
        }
    }

    function invariant_P2_LiabilitiesAreAccountsFeesAndRentals() public view {
        for (uint256 t = 0; t < _handler.tokenCount(); t++) {
            IERC20 token = _handler.tokens(t);
            uint256 bucket = _handler.feesEarned(token) - _handler.feesPaidOut(token);
            assertEq(_escrow.fees(address(token)), bucket, "fees");
            for (uint256 i = 0; i < _handler.ownerCount(); i++) {
                address owner = _handler.owners(i);
                uint256 free = _escrow.account(address(token), owner).free;
                assertEq(free, _handler.freeIn(token, owner), "free");
            }
        }
        for (uint256 i = 0; i < _handler.rentalCount(); i++) {
            Stories.Story memory story = _handler.storyOf(i);
            uint256 unpaid = story.put - story.refunded - story.toProvider - story.fee;
            assertEq(unpaidOf(i), unpaid, "unpaid");
        }
    }

    function invariant_P3_LiabilitiesMoveOnlyByDepositAndWithdrawal() public view {
        for (uint256 t = 0; t < _handler.tokenCount(); t++) {
            IERC20 token = _handler.tokens(t);
            uint256 inside = _handler.paidFromWallets(token);
            uint256 outside = _handler.feesPaidOut(token);
            for (uint256 i = 0; i < _handler.ownerCount(); i++) {
                Ledger.Book memory book = _handler.bookOf(token, _handler.owners(i));
                inside += book.deposited;
                outside += book.withdrawn;
            }
            assertEq(liabilitiesOf(token), inside - outside);
        }
    }

    function invariant_P4_EachRentalsMoneyIsAccountedFor() public view {
        for (uint256 i = 0; i < _handler.rentalCount(); i++) {
            Stories.Story memory story = _handler.storyOf(i);
            Rental memory rental = rentalAt(i);
            assertEq(rental.claimed, story.toProvider + story.fee, "claimed");
            assertEq(uint8(rental.state), story.state, "state");
            if (rental.state != State.CLOSED) continue;
            assertEq(story.put, story.toProvider + story.fee + story.refunded, "left over");
        }
    }

    function invariant_P5_NobodyTakesMoreThanItPutInAndEarned() public view {
        for (uint256 t = 0; t < _handler.tokenCount(); t++) {
            IERC20 token = _handler.tokens(t);
            for (uint256 i = 0; i < _handler.ownerCount(); i++) {
                address owner = _handler.owners(i);
                Ledger.Book memory book = _handler.bookOf(token, owner);
                uint256 free = _escrow.account(address(token), owner).free;
                uint256 had = book.deposited + book.refunded + book.earned;
                assertEq(free + book.withdrawn + book.spent, had);
            }
        }
    }

    // -- Accrual and fee

    function invariant_P7_ClaimedVestedGrossFunded() public view {
        for (uint256 i = 0; i < _handler.rentalCount(); i++) {
            Stories.Story memory story = _handler.storyOf(i);
            Order memory order = _handler.orderAt(i);
            uint256 gross = _lens.accruedAt(order, _handler.time());
            uint256 vested = _lens.accruedAt(order, _handler.time() - order.offer.window);
            assertLe(rentalAt(i).claimed, vested, "claimed");
            assertLe(vested, gross, "vested");
            assertLe(gross, story.put, "gross");
            assertEq(vested, _handler.finalNow(i), "final");
        }
    }

    function invariant_P10_NothingGetsCheaperButByHaltTrimOrConsent() public view {
        assertEq(_handler.violations(10), 0);
    }

    function invariant_P11_CutsStayWithinTheWindowAndAboveWhatIsPaid() public view {
        assertEq(_handler.violations(11), 0);
    }

    function invariant_P12_CutsStayWithinTheBudget() public view {
        for (uint256 i = 0; i < _handler.rentalCount(); i++) {
            Stories.Story memory story = _handler.storyOf(i);
            uint256 budget = _handler.orderAt(i).offer.retroBudget;
            if (story.put == 0) continue; // cancelled before it opened
            assertEq(rentalAt(i).retroLeft + story.struck, budget);
        }
    }

    function invariant_P13_NoActionMakesARentalDearerAtOnce() public view {
        assertEq(_handler.violations(13), 0);
    }

    function invariant_P14_NothingAccruesThatDoesNotTick() public view {
        assertEq(_handler.violations(14), 0, "down");
        for (uint256 i = 0; i < _handler.rentalCount(); i++) {
            Rental memory rental = rentalAt(i);
            Order memory order = _handler.orderAt(i);
            uint256 later = _lens.accruedAt(order, _handler.time() + 365 days);
            if (rental.state == State.RESERVED) assertEq(later, 0, "reserved");
            if (rental.state == State.CLOSED) assertEq(later, rental.claimed, "closed");
            if (rental.state != State.ENDED) continue;
            assertEq(later, _lens.accruedAt(order, rental.endsAt), "ended");
        }
    }

    function invariant_P15_BilledSecondsAreTheSecondsThatPassed() public view {
        for (uint256 i = 0; i < _handler.rentalCount(); i++) {
            uint256 gross = _lens.accruedAt(_handler.orderAt(i), _handler.time());
            assertEq(gross, _handler.costNow(i));
        }
    }

    function invariant_P18_TheFeeIsTheFloorOfItsShare() public view {
        for (uint256 i = 0; i < _handler.rentalCount(); i++) {
            Stories.Story memory story = _handler.storyOf(i);
            uint256 claimed = rentalAt(i).claimed;
            assertEq(story.fee, (claimed * _handler.orderAt(i).feeBps) / 10_000);
            assertLe(story.fee * 100, claimed * 15);
        }
    }

    // -- Authorisation, states, sequences

    function invariant_P20_NoBalanceFallsWithoutItsOwnersConsent() public view {
        assertEq(_handler.violations(20), 0);
    }

    function invariant_P21_ARentalsMoneyGoesToItsOwnParties() public view {
        assertEq(_handler.violations(21), 0);
    }

    function invariant_P22_StrangersAreRefused() public view {
        assertEq(_handler.violations(22), 0);
    }

    function invariant_P26_OnlyListedTransitions() public view {
        assertEq(_handler.violations(26), 0, "an arrow");
        for (uint256 i = 0; i < _handler.rentalCount(); i++) {
            assertEq(uint8(rentalAt(i).state), _handler.foldedState(_handler.ids(i)), "unlogged");
        }
    }

    function invariant_P27_SequencesCountUpByOne() public view {
        assertEq(_handler.violations(27), 0, "a gap");
        for (uint256 i = 0; i < _handler.rentalCount(); i++) {
            assertEq(rentalAt(i).seq, _handler.foldedRentalSeq(_handler.ids(i)), "unlogged");
        }
    }

    function invariant_P28_ClocksStartAtTheBlocksSecond() public view {
        assertEq(_handler.violations(28), 0);
    }

    function invariant_P35_APoisonedItemSpoilsNoOther() public view {
        assertEq(_handler.violations(35), 0);
    }

    function invariant_P36_CallbacksDoNoMoreThanTheyWouldAlone() public view {
        assertEq(_handler.violations(36), 0);
    }

    function invariant_P38_ASliceHasAtMostOneRental() public view {
        for (uint256 i = 0; i < _handler.rentalCount(); i++) {
            bytes32 slice = _handler.sliceAt(i);
            bytes32 holder = _escrow.holder(slice);
            if (_handler.holdsSlice(i)) assertEq(holder, _handler.ids(i), "not the holder");
            if (rentalAt(i).state != State.RUNNING) continue;
            for (uint256 k = 0; k < i; k++) {
                bool both = _handler.sliceAt(k) == slice && rentalAt(k).state == State.RUNNING;
                assertFalse(both, "two run");
            }
        }
    }

    function invariant_P41_LogsRebuildAccounts() public view {
        for (uint256 t = 0; t < _handler.tokenCount(); t++) {
            address token = address(_handler.tokens(t));
            for (uint256 i = 0; i < _handler.ownerCount(); i++) {
                address owner = _handler.owners(i);
                Accounts.Account memory account = _escrow.account(token, owner);
                assertEq(account.seq, _handler.foldedSeq(token, owner));
                assertEq(account.free, _handler.foldedFree(token, owner));
            }
        }
    }

    // -- The handler itself

    /// @dev Walks with fixed seeds must see every action succeed; otherwise the invariants above
    /// would hold of a market in which nothing happens. WALKS makes it a longer one.
    function test_EveryFunctionSucceeds() public {
        uint256 walks = vm.envOr("WALKS", uint256(10));
        string[] memory forms = _handler.forms();
        uint256[] memory counts = new uint256[](forms.length);
        for (uint256 w = 0; w < walks; w++) {
            EscrowHandler handler = new EscrowHandler();
            handler.walk(w, STEPS);
            uint256[] memory more = handler.successes();
            for (uint256 i = 0; i < forms.length; i++) counts[i] += more[i];
        }
        emit log_named_uint("calls", walks * STEPS);
        for (uint256 i = 0; i < forms.length; i++) emit log_named_uint(forms[i], counts[i]);
        for (uint256 i = 0; i < forms.length; i++) assertGt(counts[i], 0, forms[i]);
    }

    // -- Sums

    function rentalAt(uint256 i) private view returns (Rental memory) {
        return _escrow.rental(_handler.ids(i));
    }

    /// @dev What has been set aside for the rental and neither paid nor refunded.
    function unpaidOf(uint256 i) private view returns (uint256) {
        Rental memory rental = rentalAt(i);
        Order memory order = _handler.orderAt(i);
        if (rental.state == State.CLOSED) return 0;
        if (rental.state == State.ENDED) {
            return _lens.accruedAt(order, rental.endsAt) - rental.claimed;
        }
        return order.deposit + _escrow.history(_handler.ids(i)).toppedUp - rental.claimed;
    }

    function liabilitiesOf(IERC20 token) private view returns (uint256 sum) {
        sum = _escrow.fees(address(token));
        for (uint256 i = 0; i < _handler.ownerCount(); i++) {
            sum += _escrow.account(address(token), _handler.owners(i)).free;
        }
        for (uint256 i = 0; i < _handler.rentalCount(); i++) {
            if (_handler.orderAt(i).offer.token == address(token)) sum += unpaidOf(i);
        }
    }
}
