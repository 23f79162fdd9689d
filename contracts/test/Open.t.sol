// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Accounts} from "../src/Accounts.sol";
import {BadSignature, Expired, FeeMismatch, InsufficientFree} from "../src/Refusals.sol";
import {NotInScope, NotParty} from "../src/Refusals.sol";
import {OfferIsCancelled, OfferUsedUp, OutOfBounds, RenterIsProvider} from "../src/Refusals.sol";
import {SliceHeld, TermNotSupported, TokenNotListed} from "../src/Refusals.sol";
import {WrongCounter, ZeroAddress} from "../src/Refusals.sol";
import {Rate, Rental} from "../src/Rental.sol";
import {RentalEvents} from "../src/RentalEvents.sol";
import {Offer, Order} from "../src/Terms.sol";
import {EscrowFixture} from "./EscrowFixture.sol";

contract OpenTest is EscrowFixture {
    function setUp() public override {
        super.setUp();
        fund(renter, 2 * DEPOSIT);
    }

    // -- success

    function test_OpenReservesTheSliceAndTheDeposit() public {
        Order memory order = anOrder();
        bytes memory sig = offerSigOf(order);
        bytes32 id = escrow.hashOrder(order);
        vm.expectEmit(address(escrow));
        emit RentalEvents.RentalOpened(id, renter, provider, order, 1);
        vm.expectEmit(address(escrow));
        emit Accounts.Debited(address(dollar), renter, id, DEPOSIT, DEPOSIT, 2);
        vm.prank(renter);
        assertEq(escrow.open(order, sig), id);

        Rental memory rental = escrow.rental(id);
        assertEq(lens.refundIfStoppedAt(order, T0), DEPOSIT);
        assertEq(rental.claimed, 0);
        assertEq(rental.seq, 1);
        assertEq(uint8(rental.state), RESERVED);
        assertEq(uint8(rental.rate), uint8(Rate.NONE));
        assertEq(rental.endsAt, MAX_END);
        assertEq(rental.retroLeft, 4 * WINDOW);
        assertEq(holderOf(order.offer), id);
        assertEq(freeOf(renter), DEPOSIT);
    }

    function test_OpenBySigNeedsNoTransactionOfTheRenter() public {
        Order memory order = anOrder();
        bytes memory orderSig = orderSigOf(order);
        bytes memory offerSig = offerSigOf(order);
        vm.prank(keeper);
        bytes32 id = escrow.openBySig(order, orderSig, offerSig);
        assertEq(stateOf(id), RESERVED);
        assertEq(freeOf(renter), DEPOSIT);
    }

    function test_OpenTakesAHigherPriceThanTheOffers() public {
        Order memory order = anOrder();
        order.pricePerHour = PRICE + 1;
        assertEq(stateOf(open(order)), RESERVED);
    }

    // -- who

    function test_OpenRefusesAnotherCaller() public {
        Order memory order = anOrder();
        bytes memory sig = offerSigOf(order);
        vm.expectRevert(abi.encodeWithSelector(NotInScope.selector, keeper, 4));
        vm.prank(keeper);
        escrow.open(order, sig);
    }

    function test_P20_OpenBySigRefusesAnotherSignersOrder() public {
        Order memory order = anOrder();
        bytes memory orderSig = signDigest(providerKey, escrow.hashOrder(order));
        bytes memory offerSig = offerSigOf(order);
        vm.expectRevert(abi.encodeWithSelector(BadSignature.selector, renter));
        escrow.openBySig(order, orderSig, offerSig);
    }

    function test_P20_OpenBySigRefusesAnAlteredOrder() public {
        Order memory order = anOrder();
        bytes memory orderSig = orderSigOf(order);
        bytes memory offerSig = offerSigOf(order);
        order.deposit += 1;
        vm.expectRevert(abi.encodeWithSelector(BadSignature.selector, renter));
        escrow.openBySig(order, orderSig, offerSig);
    }

    function test_OpenRefusesAnotherSignersOffer() public {
        Order memory order = anOrder();
        bytes memory sig = signDigest(renterKey, escrow.hashOffer(order.offer));
        expectRefusal(order, sig, abi.encodeWithSelector(BadSignature.selector, provider));
    }

    function test_OpenRefusesAZeroProvider() public {
        Order memory order = anOrder();
        order.offer.provider = address(0);
        bytes memory sig = offerSigOf(order);
        expectRefusal(order, sig, abi.encodeWithSelector(BadSignature.selector, address(0)));
    }

    function test_OpenRefusesAProviderRentingFromItself() public {
        Order memory order = anOrder();
        order.renter = provider;
        expectRefusal(order, abi.encodeWithSelector(RenterIsProvider.selector));
    }

    // -- once, while wanted

    function test_OpenRefusesTheSameOrderTwice() public {
        Order memory order = anOrder();
        bytes32 id = open(order);
        bytes memory sig = offerSigOf(order);
        expectBadState(id, RESERVED, NONE);
        vm.prank(renter);
        escrow.open(order, sig);
    }

    function test_P26_OpenRefusesAClosedOrder() public {
        Order memory order = anOrder();
        bytes32 id = open(order);
        vm.prank(renter);
        escrow.cancel(order);
        bytes memory sig = offerSigOf(order);
        expectBadState(id, CLOSED, NONE);
        vm.prank(renter);
        escrow.open(order, sig);
    }

    function test_P38_OpenRefusesAHeldSlice() public {
        bytes32 id = open(anOrder());
        Order memory second = anOrder();
        second.salt = bytes32(uint256(1));
        expectRefusal(second, abi.encodeWithSelector(SliceHeld.selector, id));
    }

    function test_OpenRefusesACancelledOffer() public {
        Order memory order = anOrder();
        bytes32 offerHash = escrow.hashOffer(order.offer);
        vm.expectEmit(address(escrow));
        emit RentalEvents.OfferCancelled(offerHash, provider);
        vm.prank(provider);
        escrow.cancelOffer(order.offer);
        assertTrue(escrow.offerUse(offerHash).cancelled);
        expectRefusal(order, abi.encodeWithSelector(OfferIsCancelled.selector, offerHash));
    }

    function test_CancelOfferRefusesAnotherCaller() public {
        Offer memory offer = anOffer();
        vm.expectRevert(abi.encodeWithSelector(NotParty.selector, renter, provider));
        vm.prank(renter);
        escrow.cancelOffer(offer);
    }

    function test_OpenRefusesAnOfferUsedUp() public {
        Order memory order = anOrder();
        order.offer.maxUses = 1;
        open(order);
        vm.prank(renter);
        escrow.cancel(order);
        bytes32 offerHash = escrow.hashOffer(order.offer);
        assertEq(escrow.offerUse(offerHash).used, 1);
        order.salt = bytes32(uint256(1));
        expectRefusal(order, abi.encodeWithSelector(OfferUsedUp.selector, offerHash, 1));
    }

    function test_IncrementCounterCancelsOffersAndOrdersInBulk() public {
        vm.expectEmit(address(escrow));
        emit RentalEvents.CounterIncremented(provider, 1);
        vm.prank(provider);
        escrow.incrementCounter();
        expectRefusal(anOrder(), abi.encodeWithSelector(WrongCounter.selector, 0, 1));

        Order memory order = anOrder();
        order.offer.counter = 1;
        vm.prank(renter);
        escrow.incrementCounter();
        expectRefusal(order, abi.encodeWithSelector(WrongCounter.selector, 0, 1));
        order.counter = 1;
        assertEq(stateOf(open(order)), RESERVED);
    }

    // -- money

    function test_OpenRefusesMoreThanFree() public {
        Order memory order = anOrder();
        order.deposit = 2 * DEPOSIT + 1;
        expectRefusal(
            order,
            abi.encodeWithSelector(InsufficientFree.selector, 2 * DEPOSIT, 2 * DEPOSIT + 1)
        );
    }

    function test_OpenRefusesAnUnlistedToken() public {
        params.delistToken(address(dollar));
        expectRefusal(anOrder(), abi.encodeWithSelector(TokenNotListed.selector, address(dollar)));
    }

    function test_OpenRefusesAnotherFeeThanTheOneInForce() public {
        params.setFee(FEE_BPS + 1);
        expectRefusal(
            anOrder(),
            abi.encodeWithSelector(FeeMismatch.selector, FEE_BPS, FEE_BPS + 1)
        );
    }

    function test_OpenRefusesAFeeAboveTheOffers() public {
        Order memory order = anOrder();
        order.offer.maxFeeBps = FEE_BPS - 1;
        expectOutOfBounds(order, "feeBps", FEE_BPS, FEE_BPS - 1);
    }

    function test_P18_OpenRefusesAFeeAboveTheCapWhateverParamsSay() public {
        Order memory order = anOrder();
        order.feeBps = 1501;
        order.offer.maxFeeBps = 2000;
        vm.mockCall(
            address(params),
            abi.encodeCall(params.checkOpening, (address(dollar), meter)),
            abi.encode(uint16(1501))
        );
        expectOutOfBounds(order, "feeBps", 1501, 1500);
    }

    // -- terms not honoured

    function test_OpenRefusesBonds() public {
        Order memory order = anOrder();
        order.offer.bond = 1;
        expectRefusal(order, abi.encodeWithSelector(TermNotSupported.selector, bytes32("bond")));
    }

    function test_OpenRefusesEvictPenalties() public {
        Order memory order = anOrder();
        order.offer.evictPenalty = 1;
        expectRefusal(
            order,
            abi.encodeWithSelector(TermNotSupported.selector, bytes32("evictPenalty"))
        );
    }

    function test_OpenRefusesAZeroMeter() public {
        Order memory order = anOrder();
        order.offer.meter = address(0);
        expectRefusal(order, abi.encodeWithSelector(ZeroAddress.selector, bytes32("meter")));
    }

    // -- bounds: the bound itself is allowed, one more is not

    function test_BoundsOfTheOffer() public {
        Order memory order = anOrder();
        order.offer.window = 24 hours;
        order.offer.retroBudget = 30 days;
        order.offer.noticeSeconds = 12 hours;
        order.offer.startWithin = 24 hours;
        order.offer.storagePricePerHour = PRICE;
        expectAccepted(order);

        order.offer.window = 24 hours + 1;
        expectOutOfBounds(order, "window", 24 hours + 1, 24 hours);
        order.offer.window = 24 hours;
        order.offer.retroBudget = 30 days + 1;
        expectOutOfBounds(order, "retroBudget", 30 days + 1, 30 days);
        order.offer.retroBudget = 30 days;
        order.offer.noticeSeconds = 12 hours + 1;
        expectOutOfBounds(order, "noticeSeconds", 12 hours + 1, 12 hours);
        order.offer.noticeSeconds = 12 hours;
        order.offer.startWithin = 24 hours + 1;
        expectOutOfBounds(order, "startWithin", 24 hours + 1, 24 hours);
        order.offer.startWithin = 24 hours;
        order.offer.storagePricePerHour = PRICE + 1;
        expectOutOfBounds(order, "storagePricePerHour", PRICE + 1, PRICE);
    }

    function test_BoundsOfThePrice() public {
        Order memory order = anOrder();
        order.offer.pricePerHour = 0;
        order.offer.storagePricePerHour = 0;
        expectOutOfBounds(order, "pricePerHour", 0, 1);
        order.offer.pricePerHour = 1;
        order.pricePerHour = 1;
        expectAccepted(order);
        order.offer.pricePerHour = 2;
        expectOutOfBounds(order, "pricePerHour", 1, 2);
    }

    function test_BoundsOfTheDeposit() public {
        Order memory order = anOrder();
        // 10 minutes of 590,000 an hour are 98,333.33: the deposit must pay for all of them.
        order.deposit = 98_333;
        expectOutOfBounds(order, "deposit", 98_333, 98_334);
        order.deposit = 98_334;
        expectAccepted(order);
        order.offer.minDuration = 0;
        order.deposit = 0;
        expectOutOfBounds(order, "deposit", 0, 164); // one second
    }

    function test_BoundsOfTheClass() public {
        Order memory order = anOrder();
        order.offer.class = 1;
        expectAccepted(order);
        order.offer.class = 2;
        expectOutOfBounds(order, "class", 2, 1);
    }

    function test_BoundsOfTheStarter() public {
        Order memory order = anOrder();
        order.starter = 1;
        expectAccepted(order);
        order.starter = 2;
        expectOutOfBounds(order, "starter", 2, 1);
    }

    function test_BoundsOfTheStartDeadline() public {
        Order memory order = anOrder();
        order.startDeadline = T0;
        expectAccepted(order);
        order.startDeadline = T0 - 1;
        expectRefusal(order, abi.encodeWithSelector(Expired.selector, T0 - 1, T0));
        order.startDeadline = T0 + START_WITHIN;
        expectAccepted(order);
        order.startDeadline = T0 + START_WITHIN + 1;
        expectOutOfBounds(order, "startDeadline", T0 + START_WITHIN + 1, T0 + START_WITHIN);
    }

    function test_BoundsOfTheLatestEnd() public {
        Order memory order = anOrder();
        order.maxEnd = order.startDeadline + 1;
        expectAccepted(order);
        order.maxEnd = order.startDeadline;
        expectOutOfBounds(order, "maxEnd", order.startDeadline, order.startDeadline + 1);
        order.maxEnd = T0 + 30 days;
        expectAccepted(order);
        order.maxEnd = T0 + 30 days + 1;
        expectOutOfBounds(order, "maxEnd", T0 + 30 days + 1, T0 + 30 days);
        order.offer.availableUntil = type(uint40).max;
        order.maxEnd = T0 + 366 days;
        expectAccepted(order);
        order.maxEnd = T0 + 366 days + 1;
        expectOutOfBounds(order, "maxEnd", T0 + 366 days + 1, T0 + 366 days);
    }

    /// @dev Ends are stored in 32 bits.
    function test_TheLatestEndOfAllIsIn2106() public {
        uint40 last = type(uint32).max;
        vm.warp(last - 1 days);
        Order memory order = anOrder();
        order.offer.validUntil = last;
        order.offer.availableUntil = last + 1;
        order.validUntil = last;
        order.startDeadline = last - 1 days;
        order.maxEnd = last;
        expectAccepted(order);
        order.maxEnd = last + 1;
        expectOutOfBounds(order, "maxEnd", last + 1, last);
    }

    function test_P29_ValidityEndsAfterItsLastSecond() public {
        Order memory order = anOrder();
        order.offer.validUntil = T0;
        order.validUntil = T0;
        vm.warp(T0 - 1);
        order.startDeadline = T0;
        expectAccepted(order);
        vm.warp(T0);
        expectAccepted(order);
        vm.warp(T0 + 1);
        order.startDeadline = T0 + 1;
        expectRefusal(order, abi.encodeWithSelector(Expired.selector, T0, T0 + 1));
        order.offer.validUntil = T0 + 1;
        expectRefusal(order, abi.encodeWithSelector(Expired.selector, T0, T0 + 1));
        order.validUntil = T0 + 1;
        expectAccepted(order);
    }

    // -- expectations

    function expectAccepted(Order memory order) private {
        uint256 snapshot = vm.snapshotState();
        assertEq(stateOf(open(order)), RESERVED);
        vm.revertToState(snapshot);
    }

    function expectOutOfBounds(
        Order memory order,
        bytes32 term,
        uint256 have,
        uint256 bound
    ) private {
        expectRefusal(order, abi.encodeWithSelector(OutOfBounds.selector, term, have, bound));
    }

    function expectRefusal(Order memory order, bytes memory refusal) private {
        expectRefusal(order, offerSigOf(order), refusal);
    }

    function expectRefusal(
        Order memory order,
        bytes memory offerSig,
        bytes memory refusal
    ) private {
        vm.expectRevert(refusal);
        vm.prank(order.renter);
        escrow.open(order, offerSig);
    }
}
