// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Rental} from "../src/Rental.sol";
import {Order} from "../src/Terms.sol";
import {EscrowFixture} from "./EscrowFixture.sol";

/// @notice The money of one rental under any price, length, window and fee.
contract AccrualTest is EscrowFixture {
    struct Totals {
        uint256 provider;
        uint256 fee;
        uint256 refund;
    }

    function testFuzz_P7_ClaimedVestedGrossFunded(
        uint256 price,
        uint256 deposit,
        uint256 window,
        uint256[6] calldata steps
    ) public {
        (Order memory order, bytes32 id) = runRental(price, deposit, window, FEE_BPS);
        for (uint256 i = 0; i < steps.length; i++) {
            skip(bound(steps[i], 0, 2 days));
            if (i == 3) stop(order);
            escrow.settle(order);
            assertOrdered(order, id);
        }
    }

    function testFuzz_P8_AnySettlesGiveTheTotalsOfOne(
        uint256 price,
        uint256 deposit,
        uint256 window,
        uint256 feeBps,
        uint256[8] calldata steps
    ) public {
        (Order memory order, ) = runRental(price, deposit, window, feeBps);
        uint256 snapshot = vm.snapshotState();

        uint256 length = 0;
        for (uint256 i = 0; i < steps.length; i++) {
            uint256 step = bound(steps[i], 0, 12 hours);
            length += step;
            skip(step);
            escrow.settle(order);
        }
        Totals memory many = finish(order);

        vm.revertToState(snapshot);
        skip(length);
        Totals memory one = finish(order);

        assertEq(many.provider, one.provider, "provider");
        assertEq(many.fee, one.fee, "fee");
        assertEq(many.refund, one.refund, "refund");
    }

    function testFuzz_P9_WholeHoursCostWholePrices(uint256 price, uint256 hoursRun) public {
        price = bound(price, 1, 1e24);
        hoursRun = bound(hoursRun, 1, 24);
        (Order memory order, ) = runRental(price, price * 24, WINDOW, FEE_BPS);
        skip(hoursRun * 1 hours);
        stop(order);
        assertEq(grossOf(order), price * hoursRun);
    }

    function testFuzz_P15_BilledSecondsAreWallSeconds(
        uint256 price,
        uint256 deposit,
        uint256 wallSeconds
    ) public {
        (Order memory order, bytes32 id) = runRental(price, deposit, WINDOW, FEE_BPS);
        wallSeconds = bound(wallSeconds, 0, 40 days);
        skip(wallSeconds);
        stop(order);
        Rental memory rental = escrow.rental(id);
        assertLe(rental.endsAt - rental.clockFrom, wallSeconds);
        assertLe(grossOf(order) * 3600, uint256(order.pricePerHour) * wallSeconds);
    }

    function testFuzz_P16_RoundedOnceInTheRentersFavour(
        uint256 price,
        uint256 deposit,
        uint256 wallSeconds
    ) public {
        (Order memory order, bytes32 id) = runRental(price, deposit, WINDOW, FEE_BPS);
        skip(bound(wallSeconds, 0, 40 days));
        stop(order);
        Rental memory rental = escrow.rental(id);
        uint256 unitSeconds = uint256(order.pricePerHour) * (rental.endsAt - rental.clockFrom);
        assertLe(grossOf(order) * 3600, unitSeconds);
        assertLt(unitSeconds, (grossOf(order) + 1) * 3600);
    }

    function testFuzz_P18_TheFeeIsTheFloorOfItsShare(
        uint256 price,
        uint256 deposit,
        uint256 feeBps,
        uint256[4] calldata steps
    ) public {
        (Order memory order, bytes32 id) = runRental(price, deposit, 10 minutes, feeBps);
        for (uint256 i = 0; i < steps.length; i++) {
            skip(bound(steps[i], 0, 1 days));
            escrow.settle(order);
            uint256 claimed = escrow.rental(id).claimed;
            uint256 fee = escrow.fees(address(dollar));
            assertEq(fee, (claimed * order.feeBps) / 10_000);
            assertLe(fee * 100, claimed * 15);
        }
    }

    function testFuzz_P4_EveryUnitOfADepositFindsItsOwner(
        uint256 price,
        uint256 deposit,
        uint256 feeBps,
        uint256 wallSeconds
    ) public {
        (Order memory order, ) = runRental(price, deposit, WINDOW, feeBps);
        skip(bound(wallSeconds, 0, 40 days));
        Totals memory totals = finish(order);
        assertEq(totals.provider + totals.fee + totals.refund, order.deposit);
    }

    function testFuzz_P17_ExtremeWidthsNeverBlockAnExit(uint96 price, uint256 wallSeconds) public {
        uint256 deposit = type(uint96).max;
        deal(address(dollar), address(this), deposit);
        dollar.approve(address(escrow), deposit);
        escrow.deposit(address(dollar), renter, deposit);
        Order memory order = anOrder();
        order.offer.availableUntil = type(uint40).max;
        order.offer.pricePerHour = uint96(_bound(price, 10_000, type(uint96).max));
        order.pricePerHour = order.offer.pricePerHour;
        order.deposit = type(uint96).max;
        order.maxEnd = T0 + 366 days;
        open(order);
        start(order);
        skip(bound(wallSeconds, 0, 400 days));
        Totals memory totals = finish(order);
        assertEq(totals.provider + totals.fee + totals.refund, deposit);
    }

    /// @dev Flooring each second would bill 1,173,600.
    function test_P9_TwoHoursAt59Cents() public {
        (Order memory order, ) = runRental(590_000, 5_000_000, WINDOW, FEE_BPS);
        skip(2 hours);
        stop(order);
        assertEq(grossOf(order), 1_180_000);
    }

    // -- verbs

    function runRental(
        uint256 price,
        uint256 deposit,
        uint256 window,
        uint256 feeBps
    ) private returns (Order memory order, bytes32 id) {
        order = anOrder();
        order.offer.pricePerHour = uint96(_bound(price, 1, 1e24));
        order.offer.storagePricePerHour = 0;
        order.offer.window = uint32(_bound(window, 0, 24 hours));
        order.offer.minDuration = 1;
        order.pricePerHour = order.offer.pricePerHour;
        order.deposit = uint96(_bound(deposit, order.pricePerHour / 3600 + 1, 1e26));
        order.feeBps = uint16(_bound(feeBps, 0, 1500));
        order.maxEnd = T0 + 30 days;
        params.setFee(order.feeBps);
        deal(address(dollar), address(this), order.deposit);
        dollar.approve(address(escrow), order.deposit);
        escrow.deposit(address(dollar), renter, order.deposit);
        id = open(order);
        start(order);
    }

    function finish(Order memory order) private returns (Totals memory) {
        stop(order);
        skip(order.offer.window);
        escrow.close(order);
        return Totals(freeOf(provider), escrow.fees(address(dollar)), freeOf(renter));
    }

    function assertOrdered(Order memory order, bytes32 id) private view {
        uint256 vested = lens.accruedAt(order, vm.getBlockTimestamp() - order.offer.window);
        assertEq(escrow.rental(id).claimed, vested, "settled all that vested");
        assertLe(vested, grossOf(order));
        assertLe(grossOf(order), order.deposit);
    }
}
