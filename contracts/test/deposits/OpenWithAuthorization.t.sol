// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC3009} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";

import {
    BadSignature,
    EntryIsPaused,
    Expired,
    InexactTransfer,
    OutOfBounds,
    SliceHeld,
    TokenNotListed
} from "../../src/Refusals.sol";
import {RentalEvents} from "../../src/RentalEvents.sol";
import {Order} from "../../src/Terms.sol";
import {EscrowFixture} from "../EscrowFixture.sol";
import {OddToken} from "../OddToken.sol";
import {OpeningAuthorization} from "../tokens/OpeningAuthorization.sol";
import {UsdcFixture} from "../tokens/UsdcFixture.sol";
import {UsdcLike} from "../tokens/UsdcLike.sol";

/// @notice Says yes to whatever it is asked, and moves nothing.
contract YesToken is ERC20("Yes", "YES") {
    fallback() external {}

    function DOMAIN_SEPARATOR() external pure returns (bytes32) {
        return "yes";
    }
}

/// @notice Opening with money straight from the renter's wallet. The renter has signed nothing but
/// the token's message; the escrow has money of others.
contract OpenWithAuthorizationTest is UsdcFixture, OpeningAuthorization {
    uint256 internal constant WALLET = 100_000_000;
    uint256 internal constant INSIDE = 3_000_000;
    uint256 internal constant SOMEBODY_ELSES = 7_000_000;

    function setUp() public override(EscrowFixture, UsdcFixture) {
        super.setUp();
        usdc.mint(renter, WALLET);
        fundUsdc(renter, INSIDE);
        fundUsdc(keeper, SOMEBODY_ELSES);
    }

    // -- What it does

    function test_OpenTakesTheDepositFromTheWallet() public {
        Order memory order = aUsdcOrder();
        bytes32 id = escrow.hashOrder(order);
        bytes memory opening = authorizedOpeningOf(order);
        vm.expectEmit(address(escrow));
        emit RentalEvents.RentalOpened(id, renter, provider, order, 1);
        vm.expectEmit(address(escrow));
        emit RentalEvents.RentalFunded(id, DEPOSIT);
        vm.prank(keeper);
        send(opening);
        assertEq(usdc.balanceOf(renter), WALLET - DEPOSIT);
        assertEq(usdc.balanceOf(address(escrow)), DEPOSIT + INSIDE + SOMEBODY_ELSES);
        assertAccountsUntouched();
        assertEq(stateOf(id), RESERVED);
        assertEq(escrow.rental(id).seq, 1);
        assertEq(holderOf(order.offer), id);
    }

    function test_OpenAnswersTheRentalsId() public {
        Order memory order = aUsdcOrder();
        assertEq(send(authorizedOpeningOf(order)), abi.encode(escrow.hashOrder(order)));
    }

    function testFuzz_P6_EveryDepositArrivesExactly(uint96 deposit) public {
        Order memory order = aUsdcOrder();
        order.deposit = uint96(bound(deposit, PRICE, WALLET));
        send(authorizedOpeningOf(order));
        assertEq(usdc.balanceOf(renter), WALLET - order.deposit);
        assertEq(usdc.balanceOf(address(escrow)), order.deposit + INSIDE + SOMEBODY_ELSES);
        vm.prank(renter);
        escrow.cancel(order);
        assertEq(usdcFreeOf(renter), INSIDE + order.deposit);
    }

    function test_P37_AWholeRentalIsPaidExactly() public {
        Order memory order = aUsdcOrder();
        send(authorizedOpeningOf(order));
        start(order);
        vm.warp(T0 + 1 hours);
        stop(order);
        vm.warp(T0 + 1 hours + WINDOW);
        escrow.close(order);
        assertEq(usdcFreeOf(provider), 531_000);
        assertEq(escrow.fees(address(usdc)), 59_000);
        assertEq(usdcFreeOf(renter), INSIDE + DEPOSIT - PRICE);
    }

    function test_ManyOpenInOneBatch() public {
        Order memory order = aUsdcOrder();
        Order memory next = aUsdcOrder();
        next.offer.assetHash = "machine 2";
        bytes[] memory calls = new bytes[](3);
        calls[0] = authorizedOpeningOf(order);
        calls[1] = calls[0];
        calls[2] = authorizedOpeningOf(next);
        bool[] memory done = escrow.batch(calls);
        assertTrue(done[0]);
        assertFalse(done[1]);
        assertTrue(done[2]);
        assertEq(usdc.balanceOf(renter), WALLET - 2 * DEPOSIT);
        assertAccountsUntouched();
    }

    // -- Nothing but what was signed

    function test_P20_OpenRefusesAnotherSigner() public {
        Order memory order = aUsdcOrder();
        assertForged(order, openingBy(providerKey, order, authorizationOf(order)));
    }

    function test_P20_OpenRefusesTheRenterWithoutItsSignature() public {
        Order memory order = aUsdcOrder();
        bytes memory opening = openingBy(providerKey, order, authorizationOf(order));
        vm.prank(renter);
        assertForged(order, opening);
    }

    function test_P23_OpenRefusesAnotherPayee() public {
        Order memory order = aUsdcOrder();
        Authorization memory authorization = authorizationOf(order);
        authorization.to = keeper;
        assertForged(order, openingBy(renterKey, order, authorization));
    }

    function test_P23_OpenRefusesAnotherValue() public {
        Order memory order = aUsdcOrder();
        Authorization memory authorization = authorizationOf(order);
        authorization.value += 1;
        assertForged(order, openingBy(renterKey, order, authorization));
    }

    function test_P23_OpenRefusesAnotherTime() public {
        Order memory order = aUsdcOrder();
        Authorization memory authorization = authorizationOf(order);
        authorization.validBefore += 1;
        assertForged(order, openingBy(renterKey, order, authorization));
        authorization = authorizationOf(order);
        authorization.validAfter = 1;
        assertForged(order, openingBy(renterKey, order, authorization));
    }

    function test_P23_OpenRefusesAnotherOrdersNonce() public {
        Order memory order = aUsdcOrder();
        Authorization memory authorization = authorizationOf(order);
        order.salt = "another";
        assertForged(order, openingBy(renterKey, order, authorization));
    }

    function test_P23_OpenRefusesAnotherToken() public {
        UsdcLike other = aUsdc();
        other.mint(renter, DEPOSIT);
        params.listToken(address(other));
        Order memory otherOrder = aUsdcOrder();
        otherOrder.offer.token = address(other);
        Order memory order = aUsdcOrder();
        assertForged(order, openingBy(renterKey, order, authorizationOf(otherOrder)));
        assertEq(other.balanceOf(renter), DEPOSIT);
    }

    function test_P23_OpenRefusesAReplay() public {
        Order memory order = aUsdcOrder();
        bytes memory opening = authorizedOpeningOf(order);
        send(opening);
        expectBadState(escrow.hashOrder(order), RESERVED, NONE);
        send(opening);
        vm.prank(renter);
        escrow.cancel(order);
        expectBadState(escrow.hashOrder(order), CLOSED, NONE);
        send(opening);
        assertEq(usdc.balanceOf(renter), WALLET - DEPOSIT);
    }

    /// @dev The Order opens by its own signature first; the authorization has nothing left to pay.
    function test_P23_OpenTakesNothingForAnOpenRental() public {
        Order memory order = aUsdcOrder();
        bytes memory opening = authorizedOpeningOf(order);
        fundUsdc(renter, DEPOSIT);
        escrow.openBySig(order, orderSigOf(order), offerSigOf(order));
        expectBadState(escrow.hashOrder(order), RESERVED, NONE);
        send(opening);
        assertEq(usdc.balanceOf(renter), WALLET);
    }

    function test_P29_TheLastSecondIsTheOrders() public {
        Order memory order = aUsdcOrder();
        order.offer.startWithin = 2 hours;
        order.startDeadline = order.validUntil + 1 minutes;
        bytes memory opening = authorizedOpeningOf(order);
        vm.warp(order.validUntil + 1);
        vm.expectRevert(
            abi.encodeWithSelector(Expired.selector, order.validUntil, order.validUntil + 1)
        );
        send(opening);
        assertNothingMoved(order);
        vm.warp(order.validUntil);
        send(opening);
        assertEq(stateOf(escrow.hashOrder(order)), RESERVED);
    }

    function test_OpenRefusesWhatTheRenterTookBackFromTheToken() public {
        Order memory order = aUsdcOrder();
        bytes32 id = escrow.hashOrder(order);
        bytes memory opening = authorizedOpeningOf(order);
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256("CancelAuthorization(address authorizer,bytes32 nonce)"),
                renter,
                id
            )
        );
        bytes32 domain = usdc.DOMAIN_SEPARATOR();
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", domain, structHash));
        usdc.cancelAuthorization(renter, id, signDigest(renterKey, digest));
        vm.expectRevert(
            abi.encodeWithSelector(ERC3009.ERC3009UsedAuthorization.selector, renter, id)
        );
        send(opening);
        assertNothingMoved(order);
    }

    // -- What the escrow refuses takes nothing from the wallet

    function test_OpenRefusesAnUnsignedOffer() public {
        Order memory order = aUsdcOrder();
        order.offer.provider = keeper;
        bytes memory opening = authorizedOpeningOf(order);
        vm.expectRevert(abi.encodeWithSelector(BadSignature.selector, keeper));
        send(opening);
        assertNothingMoved(order);
    }

    function test_OpenRefusesASliceThatIsHeld() public {
        Order memory order = aUsdcOrder();
        send(authorizedOpeningOf(order));
        Order memory next = aUsdcOrder();
        next.salt = "next";
        bytes memory opening = authorizedOpeningOf(next);
        vm.expectRevert(abi.encodeWithSelector(SliceHeld.selector, escrow.hashOrder(order)));
        send(opening);
        assertEq(usdc.balanceOf(renter), WALLET - DEPOSIT);
    }

    function test_OpenRefusesAnUnlistedToken() public {
        Order memory order = aUsdcOrder();
        bytes memory opening = authorizedOpeningOf(order);
        params.delistToken(address(usdc));
        vm.expectRevert(abi.encodeWithSelector(TokenNotListed.selector, address(usdc)));
        send(opening);
        assertNothingMoved(order);
    }

    function test_OpenRefusesWhileTheEntryIsPaused() public {
        Order memory order = aUsdcOrder();
        bytes memory opening = authorizedOpeningOf(order);
        params.pauseEntry();
        vm.expectRevert(abi.encodeWithSelector(EntryIsPaused.selector, T0 + 7 days));
        send(opening);
        assertNothingMoved(order);
    }

    // -- The token

    function test_P33_OpenRefusesABlockedRenter() public {
        Order memory order = aUsdcOrder();
        bytes memory opening = authorizedOpeningOf(order);
        usdc.setBlocked(renter, true);
        vm.expectRevert(abi.encodeWithSelector(UsdcLike.Blocked.selector, renter));
        send(opening);
        assertNothingMoved(order);
    }

    function test_P32_OpenRefusesWhileTheTokenIsPaused() public {
        Order memory order = aUsdcOrder();
        bytes memory opening = authorizedOpeningOf(order);
        usdc.pause();
        vm.expectRevert(Pausable.EnforcedPause.selector);
        send(opening);
        assertNothingMoved(order);
        usdc.unpause();
        send(opening);
        assertEq(usdc.balanceOf(renter), WALLET - DEPOSIT);
    }

    function test_P37_OpenRefusesAFeeOnTransfer() public {
        (OddToken odd, Order memory order) = anOddOrder();
        odd.takeFee(1);
        bytes memory opening = authorizedOpeningOf(order);
        vm.expectRevert(abi.encodeWithSelector(InexactTransfer.selector, DEPOSIT - 1, DEPOSIT));
        send(opening);
        assertNotOpened(odd, order);
    }

    function test_P37_OpenRefusesMoreThanTheDeposit() public {
        (OddToken odd, Order memory order) = anOddOrder();
        odd.payExtra(1);
        bytes memory opening = authorizedOpeningOf(order);
        vm.expectRevert(abi.encodeWithSelector(InexactTransfer.selector, DEPOSIT + 1, DEPOSIT));
        send(opening);
        assertNotOpened(odd, order);
    }

    function test_P37_OpenRefusesATokenThatMovesNothing() public {
        YesToken yes = new YesToken();
        params.listToken(address(yes));
        Order memory order = anOrder();
        order.offer.token = address(yes);
        bytes memory opening = authorizedOpeningOf(order);
        vm.expectRevert(abi.encodeWithSelector(InexactTransfer.selector, 0, DEPOSIT));
        send(opening);
        assertEq(stateOf(escrow.hashOrder(order)), NONE);
    }

    function test_P37_OpenRefusesMoreThanAnAccountHolds() public {
        (OddToken odd, Order memory order) = anOddOrder();
        odd.mint(address(escrow), type(uint128).max);
        bytes memory opening = authorizedOpeningOf(order);
        vm.expectRevert(
            abi.encodeWithSelector(
                OutOfBounds.selector,
                bytes32("balance"),
                uint256(type(uint128).max) + DEPOSIT,
                type(uint128).max
            )
        );
        send(opening);
    }

    /// @dev The token is the rental's meter: the clock starts before the money is in, and the books
    /// agree all the same.
    function test_P36_ARentalThatStartsWithinItsTransferIsPaid() public {
        (OddToken odd, Order memory order) = anOddOrder();
        order.offer.meter = address(odd);
        order.starter = 1;
        bytes memory opening = authorizedOpeningOf(order);
        odd.tryCallBack(address(escrow), abi.encodeCall(escrow.start, (order)));
        send(opening);
        assertTrue(odd.succeeded());
        assertEq(stateOf(escrow.hashOrder(order)), RUNNING);
        assertEq(odd.balanceOf(address(escrow)), DEPOSIT);
        stop(order); // costs nothing
        assertEq(escrow.account(address(odd), renter).free, DEPOSIT);
    }

    function test_P36_NoOpeningWithinItself() public {
        (OddToken odd, Order memory order) = anOddOrder();
        bytes memory opening = authorizedOpeningOf(order);
        odd.tryCallBack(address(escrow), opening);
        send(opening);
        assertFalse(odd.succeeded());
        assertEq(odd.balanceOf(renter), WALLET - DEPOSIT);
        assertEq(odd.balanceOf(address(escrow)), DEPOSIT);
    }

    // -- Steps

    /// @dev An Order in a token that calls back, of which the renter has enough.
    function anOddOrder() private returns (OddToken odd, Order memory order) {
        odd = new OddToken();
        params.listToken(address(odd));
        odd.mint(renter, WALLET);
        order = anOrder();
        order.offer.token = address(odd);
    }

    function send(bytes memory opening) private returns (bytes memory) {
        return Address.functionCall(address(escrow), opening);
    }

    // -- Expectations

    function assertForged(Order memory order, bytes memory opening) private {
        vm.expectRevert(ERC3009.ERC3009InvalidSignature.selector);
        send(opening);
        assertNothingMoved(order);
    }

    function assertNothingMoved(Order memory order) private view {
        assertEq(usdc.balanceOf(renter), WALLET);
        assertEq(usdc.balanceOf(address(escrow)), INSIDE + SOMEBODY_ELSES);
        assertAccountsUntouched();
        assertEq(stateOf(escrow.hashOrder(order)), NONE);
    }

    function assertAccountsUntouched() private view {
        assertEq(usdcFreeOf(renter), INSIDE);
        assertEq(escrow.account(address(usdc), renter).seq, 1);
        assertEq(usdcFreeOf(keeper), SOMEBODY_ELSES);
        assertEq(usdcFreeOf(provider), 0);
    }

    function assertNotOpened(OddToken odd, Order memory order) private view {
        assertEq(odd.balanceOf(renter), WALLET);
        assertEq(odd.balanceOf(address(escrow)), 0);
        assertEq(stateOf(escrow.hashOrder(order)), NONE);
    }
}
