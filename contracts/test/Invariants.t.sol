// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Test} from "forge-std/Test.sol";

import {RentalEscrow} from "../src/RentalEscrow.sol";
import {Order} from "../src/Terms.sol";
import {EscrowHandler} from "./EscrowHandler.sol";

/// @notice What holds whatever anybody does next. The properties are those of the design, by number.
contract InvariantsTest is Test {
    EscrowHandler private _handler;
    RentalEscrow private _escrow;

    function setUp() public {
        _handler = new EscrowHandler();
        _escrow = _handler.market();
        targetContract(address(_handler));
        targetSelector(FuzzSelector(address(_handler), _handler.actions()));
    }

    modifier atItsTime() {
        vm.warp(_handler.time());
        _;
    }

    // -- Conservation

    function invariant_P1_BalanceEqualsLiabilities() public view {
        for (uint256 t = 0; t < 2; t++) {
            IERC20 token = _handler.tokens(t);
            uint256 balance = token.balanceOf(address(_escrow)) - _handler.donated(token);
            assertEq(balance, liabilitiesOf(token));
        }
    }

    function invariant_P3_LiabilitiesMoveOnlyByDepositAndWithdrawal() public view {
        for (uint256 t = 0; t < 2; t++) {
            IERC20 token = _handler.tokens(t);
            uint256 inside = 0;
            uint256 outside = _handler.feesPaidOut(token);
            for (uint256 i = 0; i < _handler.ownerCount(); i++) {
                (uint256 deposited, uint256 withdrawn, , , ) = _handler.ledgers(
                    token,
                    _handler.owners(i)
                );
                inside += deposited;
                outside += withdrawn;
            }
            assertEq(liabilitiesOf(token), inside - outside);
        }
    }

    function invariant_P4_EachRentalsMoneyIsAccountedFor() public view {
        for (uint256 i = 0; i < _handler.rentalCount(); i++) {
            RentalEscrow.Rental memory rental = _escrow.rental(_handler.ids(i));
            (uint256 refunded, uint256 toProvider, uint256 fee, , ) = _handler.stories(
                _handler.ids(i)
            );
            assertEq(refunded + rental.funded, _handler.orderAt(i).deposit);
            assertEq(toProvider + fee, rental.claimed);
            if (rental.state == RentalEscrow.State.CLOSED) assertEq(rental.claimed, rental.funded);
        }
    }

    function invariant_P5_NobodyHasMoreThanItPutInAndEarned() public view {
        for (uint256 t = 0; t < 2; t++) {
            IERC20 token = _handler.tokens(t);
            for (uint256 i = 0; i < _handler.ownerCount(); i++) {
                EscrowHandler.Ledger memory own = ledgerOf(token, _handler.owners(i));
                uint256 free = _escrow.account(address(token), _handler.owners(i)).free;
                assertEq(
                    free + own.withdrawn + own.spent,
                    own.deposited + own.refunded + own.earned
                );
            }
        }
    }

    // -- Accrual and fee

    function invariant_P7_ClaimedVestedGrossFunded() public atItsTime {
        for (uint256 i = 0; i < _handler.rentalCount(); i++) {
            RentalEscrow.Rental memory rental = _escrow.rental(_handler.ids(i));
            (uint256 gross, uint256 vested, ) = _escrow.accrued(_handler.orderAt(i));
            assertLe(rental.claimed, vested);
            assertLe(vested, gross);
            assertLe(gross, rental.funded);
        }
    }

    function invariant_P15_BilledSecondsAreWallSeconds() public view {
        for (uint256 i = 0; i < _handler.rentalCount(); i++) {
            bytes32 id = _handler.ids(i);
            (, , , uint256 startedAt, uint256 stoppedAt) = _handler.stories(id);
            if (stoppedAt == 0) continue;
            uint256 most = uint256(_handler.orderAt(i).pricePerHour) * (stoppedAt - startedAt);
            assertLe(uint256(_escrow.rental(id).funded) * 3600, most);
        }
    }

    function invariant_P18_TheFeeIsTheFloorOfItsShare() public view {
        for (uint256 i = 0; i < _handler.rentalCount(); i++) {
            bytes32 id = _handler.ids(i);
            (, , uint256 fee, , ) = _handler.stories(id);
            uint256 claimed = _escrow.rental(id).claimed;
            assertEq(fee, (claimed * _handler.orderAt(i).feeBps) / 10_000);
            assertLe(fee * 100, claimed * 15);
        }
    }

    // -- Authorisation, states, sequences

    function invariant_P20_NoBalanceFallsWithoutItsOwnersConsent() public view {
        assertEq(_handler.violations(20), 0);
    }

    function invariant_P21_ARentalsMoneyGoesToItsOwnParties() public view {
        assertEq(_handler.violations(21), 0);
    }

    function invariant_P26_OnlyListedTransitions() public view {
        assertEq(_handler.violations(26), 0);
    }

    function invariant_P28_ClocksStartAtTheBlocksSecond() public view {
        assertEq(_handler.violations(28), 0);
    }

    function invariant_P27_LogsRebuildSequencesAndBalances() public view {
        assertEq(_handler.violations(27), 0, "a gap");
        for (uint256 i = 0; i < _handler.rentalCount(); i++) {
            bytes32 id = _handler.ids(i);
            assertEq(_handler.foldedRentalSeq(id), _escrow.rental(id).seq);
        }
        for (uint256 t = 0; t < 2; t++) {
            address token = address(_handler.tokens(t));
            for (uint256 i = 0; i < _handler.ownerCount(); i++) {
                address owner = _handler.owners(i);
                RentalEscrow.Account memory account = _escrow.account(token, owner);
                assertEq(_handler.foldedSeq(token, owner), account.seq);
                assertEq(_handler.foldedFree(token, owner), account.free);
            }
        }
    }

    function invariant_P38_ASliceHasAtMostOneRental() public view {
        for (uint256 p = 0; p < _handler.PROVIDERS(); p++) {
            for (uint256 a = 0; a < _handler.ASSETS(); a++) {
                assertSliceHeldOnce(_handler.providerAt(p), _handler.assetAt(a));
            }
        }
    }

    // -- Liveness

    function invariant_P31_EverybodyCanTakeEverythingOut() public {
        uint256 snapshot = vm.snapshotState();
        _handler.everybodyLeaves();
        for (uint256 t = 0; t < 2; t++) {
            IERC20 token = _handler.tokens(t);
            assertEq(token.balanceOf(address(_escrow)), _handler.donated(token));
        }
        vm.revertToState(snapshot);
    }

    // -- The handler itself

    /// @dev A walk with fixed seeds must see every action succeed; otherwise the invariants above
    /// would hold of a market in which nothing happens.
    function test_EveryActionSucceeds() public {
        bytes4[] memory actions = _handler.actions();
        for (uint256 i = 0; i < 800; i++) {
            uint256 seed = uint256(keccak256(abi.encode("walk", i)));
            (bool ok, ) = address(_handler).call(
                abi.encodePacked(actions[seed % actions.length], seed)
            );
            assertTrue(ok, "an action reverted");
        }
        string[21] memory names = [
            "deposit",
            "withdraw",
            "withdrawFees",
            "donate",
            "open",
            "openBySig",
            "cancelOffer",
            "incrementCounter",
            "setFee",
            "cancel",
            "decline",
            "expire",
            "start",
            "stop",
            "stopBySig",
            "stopLapsed",
            "settle",
            "settleNothing",
            "close",
            "meddle",
            "pass"
        ];
        for (uint256 i = 0; i < names.length; i++) {
            uint256 count = _handler.successes(bytes32(bytes(names[i])));
            emit log_named_uint(names[i], count);
            assertGt(count, 0, names[i]);
        }
    }

    // -- Sums

    function liabilitiesOf(IERC20 token) private view returns (uint256 sum) {
        sum = _escrow.fees(address(token));
        for (uint256 i = 0; i < _handler.ownerCount(); i++) {
            sum += _escrow.account(address(token), _handler.owners(i)).free;
        }
        for (uint256 i = 0; i < _handler.rentalCount(); i++) {
            if (_handler.orderAt(i).offer.token != address(token)) continue;
            RentalEscrow.Rental memory rental = _escrow.rental(_handler.ids(i));
            sum += rental.funded - rental.claimed;
        }
    }

    function ledgerOf(
        IERC20 token,
        address owner
    ) private view returns (EscrowHandler.Ledger memory) {
        (
            uint256 deposited,
            uint256 withdrawn,
            uint256 spent,
            uint256 refunded,
            uint256 earned
        ) = _handler.ledgers(token, owner);
        return EscrowHandler.Ledger(deposited, withdrawn, spent, refunded, earned);
    }

    function assertSliceHeldOnce(address provider, bytes32 asset) private view {
        bytes32 holding = 0;
        for (uint256 i = 0; i < _handler.rentalCount(); i++) {
            Order memory order = _handler.orderAt(i);
            if (order.offer.provider != provider || order.offer.assetHash != asset) continue;
            RentalEscrow.State state = _escrow.rental(_handler.ids(i)).state;
            if (state != RentalEscrow.State.RESERVED && state != RentalEscrow.State.RUNNING)
                continue;
            assertEq(holding, 0, "held twice");
            holding = _handler.ids(i);
        }
        bytes32 holder = _escrow.holder(keccak256(abi.encode(provider, asset)));
        if (holding == 0) assertLe(uint256(holder), 1, "held by an ended rental");
        else assertEq(holder, holding);
    }
}
