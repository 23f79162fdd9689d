// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {Offer, Order} from "../../src/Terms.sol";
import {MoneyActions} from "./MoneyActions.sol";

/// @notice Openings, and what is taken back before anything runs.
abstract contract OpeningActions is MoneyActions {
    constructor() {
        canPlay(OpeningActions.openAsRenter.selector, 4, "open");
        canPlay(OpeningActions.openAsDelegate.selector, 1, "open as delegate");
        canPlay(OpeningActions.openBySig.selector, 4, "openBySig");
        canPlay(OpeningActions.openWithAuthorization.selector, 2, "openWithAuthorization");
        canPlay(OpeningActions.cancelUnopened.selector, 1, "cancel unopened");
        canPlay(OpeningActions.cancelOffer.selector, 1, "cancelOffer");
        canPlay(OpeningActions.incrementCounter.selector, 1, "incrementCounter");
        canPlay(OpeningActions.cancel.selector, 1, "cancel");
        canPlay(OpeningActions.decline.selector, 1, "decline");
    }

    function openAsRenter(uint256 seed) external played {
        (bool possible, Order memory order, bytes memory offerSig) = prepare(seed);
        if (!possible) return;
        allow(order.renter);
        uint256 i = expectOpening(order);
        vm.prank(order.renter);
        escrow.open(order, offerSig);
        tellOpened(i);
        bookSpending(tokenOf(i), order.renter, order.deposit);
        done("open");
    }

    function openAsDelegate(uint256 seed) external played {
        (bool possible, Order memory order, bytes memory offerSig) = prepare(seed);
        if (!possible) return;
        IERC20 token = IERC20(order.offer.token);
        address helper = aDelegate(seed, order.renter, token, 4, order.deposit);
        allow(order.renter);
        uint256 i = expectOpening(order);
        vm.prank(helper);
        escrow.open(order, offerSig);
        tellOpened(i);
        bookSpending(tokenOf(i), order.renter, order.deposit);
        done("open as delegate");
    }

    function openBySig(uint256 seed) external played {
        (bool possible, Order memory order, bytes memory offerSig) = prepare(seed);
        if (!possible) return;
        allow(order.renter);
        uint256 i = expectOpening(order);
        bytes memory orderSig = signOf(order.renter, ids[i]);
        vm.prank(oneOf(seed, "relayer", helpers));
        escrow.openBySig(order, orderSig, offerSig);
        tellOpened(i);
        bookSpending(tokenOf(i), order.renter, order.deposit);
        done("openBySig");
    }

    /// @dev With the renter's wallet, by one signature for the token.
    function openWithAuthorization(uint256 seed) external played {
        (bool possible, Order memory order, bytes memory offerSig) = prepare(seed);
        if (!possible) return;
        IERC20 token = IERC20(order.offer.token);
        deal(address(token), order.renter, order.deposit);
        expectCallback(token);
        uint256 i = expectOpening(order);
        bytes memory call_ = authorizedOpening(order, ids[i], offerSig);
        vm.prank(oneOf(seed, "relayer", helpers));
        (bool opened, ) = address(escrow).call(call_);
        assertTrue(opened, "not opened");
        checkCallback(token);
        tellOpened(i);
        paidFromWallets[token] += order.deposit;
        done("openWithAuthorization");
    }

    /// @dev Of an Order that nobody has opened: it never opens.
    function cancelUnopened(uint256 seed) external played {
        (bool possible, Order memory order, bytes memory offerSig) = prepare(seed);
        if (!possible) return;
        uint256 i = tellOrder(order);
        touch(i);
        vm.prank(order.renter);
        escrow.cancel(order);
        storyAt(i).state = CLOSED;
        vm.prank(order.renter);
        (bool opened, ) = address(escrow).call(abi.encodeCall(escrow.open, (order, offerSig)));
        expect(!opened, 26);
        done("cancel unopened");
    }

    /// @dev Of an Offer in use or of a new one.
    function cancelOffer(uint256 seed) external played {
        Offer memory offer = aNewOffer(seed);
        if (ids.length > 0) offer = orders[roll(seed, "rental", 0, ids.length - 1)].offer;
        vm.prank(offer.provider);
        escrow.cancelOffer(offer);
        done("cancelOffer");
    }

    function incrementCounter(uint256 seed) external played {
        vm.prank(oneOf(seed, "owner", owners));
        escrow.incrementCounter();
        done("incrementCounter");
    }

    function cancel(uint256 seed) external played {
        (bool found, uint256 i) = pick(seed, isReserved);
        if (!found) return;
        touch(i);
        vm.prank(orders[i].renter);
        escrow.cancel(orders[i]);
        tellRefunded(i);
        done("cancel");
    }

    function decline(uint256 seed) external played {
        (bool found, uint256 i) = pick(seed, isReserved);
        if (!found) return;
        touch(i);
        vm.prank(orders[i].offer.provider);
        escrow.decline(orders[i]);
        tellRefunded(i);
        done("decline");
    }

    function authorizedOpening(
        Order memory order,
        bytes32 id,
        bytes memory offerSig
    ) private view returns (bytes memory) {
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256(
                    "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,"
                    "uint256 validBefore,bytes32 nonce)"
                ),
                order.renter,
                address(escrow),
                uint256(order.deposit),
                uint256(0),
                uint256(order.validUntil) + 1,
                id
            )
        );
        (uint8 v, bytes32 r, bytes32 s) = signForToken(order.renter, order.offer.token, structHash);
        return abi.encodeCall(escrow.openWithAuthorization, (order, v, r, s, offerSig));
    }

    function expectOpening(Order memory order) internal returns (uint256 i) {
        i = tellOrder(order);
        remember(order);
        touch(i);
    }
}
