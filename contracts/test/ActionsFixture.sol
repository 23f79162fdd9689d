// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Amend, MeterReport, Order, Pause, Resume, Statement, Stop} from "../src/Terms.sol";
import {SignedFixture} from "./SignedFixture.sol";

/// @notice One interruptible rental and everything that anybody may try to do to it, by number. An
/// action is built for the rental as it is, and may still be refused.
abstract contract ActionsFixture is SignedFixture {
    uint256 internal constant ACTIONS = 22;
    /// @dev The last two cut, or may cut, what was charged.
    uint256 internal constant HARMLESS = 20;

    Order internal order;
    bytes32 internal id;
    Order internal rival;

    function setUp() public virtual override {
        super.setUp();
        order = anInterruptibleOrder();
        id = openFunded(order);
        rival = aRivalOrder(700_000);
        openFunded(rival);
        fund(keeper, 1_000_000);
    }

    /// @dev `amount` is what the action is about: seconds, or base units.
    function act(
        uint256 action,
        uint256 amount
    ) internal returns (bool accepted, bytes memory answer) {
        (address sender, bytes memory call) = action < 11 ? _early(action) : _late(action, amount);
        vm.prank(sender);
        // The refusal is an outcome that tests look at.
        // solhint-disable-next-line avoid-low-level-calls
        return address(escrow).call(call);
    }

    function _early(uint256 action) private view returns (address, bytes memory) {
        if (action == 0) return (keeper, abi.encodeCall(escrow.settle, (order)));
        if (action == 1) return (keeper, abi.encodeCall(escrow.close, (order)));
        if (action == 2) return (renter, abi.encodeCall(escrow.stop, (order)));
        if (action == 3) return (keeper, abi.encodeCall(escrow.stop, (order)));
        if (action == 4) return (keeper, abi.encodeCall(escrow.expire, (order)));
        if (action == 5) return (renter, abi.encodeCall(escrow.start, (order)));
        if (action == 6) return (renter, abi.encodeCall(escrow.cancel, (order)));
        if (action == 7) return (provider, abi.encodeCall(escrow.decline, (order)));
        if (action == 8) return (provider, abi.encodeCall(escrow.giveNotice, (order)));
        if (action == 9) return (provider, abi.encodeCall(escrow.preempt, (order, rival)));
        return (rival.renter, abi.encodeCall(escrow.start, (rival)));
    }

    function _late(uint256 action, uint256 amount) private view returns (address, bytes memory) {
        if (action == 11) return (renter, _pauseCall());
        if (action == 12) return (renter, _resumeCall());
        if (action == 13) return (meter, _reportCall(RESUME, 0));
        if (action == 14) return (renter, _repriceCall());
        if (action == 15) return (renter, _extendCall());
        if (action == 16) return (keeper, _topUpCall(amount));
        if (action == 17) return (renter, _amendCall(amount));
        if (action == 18) return (keeper, _stopBySigCall());
        if (action == 19) return (provider, abi.encodeCall(escrow.halt, (order)));
        if (action == 20) return (meter, _reportCall(HALT, vm.getBlockTimestamp() - amount));
        return (renter, _statementCall());
    }

    function _pauseCall() private view returns (bytes memory) {
        Pause memory signed = aPause(order);
        return abi.encodeCall(escrow.pause, (order, signed, ""));
    }

    function _resumeCall() private view returns (bytes memory) {
        Resume memory signed = aResume(order);
        return abi.encodeCall(escrow.resume, (order, signed, ""));
    }

    function _reportCall(uint8 kind, uint256 since) private view returns (bytes memory) {
        MeterReport memory signed = aReport(order, kind, since);
        return abi.encodeCall(escrow.report, (order, signed, ""));
    }

    function _repriceCall() private view returns (bytes memory) {
        uint96 price = escrow.prices(id).pricePerHour;
        if (price == 0) price = order.pricePerHour;
        return abi.encodeCall(escrow.reprice, (order, price + 1));
    }

    function _extendCall() private view returns (bytes memory) {
        return abi.encodeCall(escrow.extend, (order, escrow.rental(id).endsAt + 1));
    }

    function _topUpCall(uint256 amount) private view returns (bytes memory) {
        return abi.encodeCall(escrow.topUp, (order, keeper, uint96(amount)));
    }

    function _amendCall(uint256 amount) private view returns (bytes memory) {
        Amend memory signed = anAmend(order, uint96(PRICE / 2 + amount));
        bytes memory providerSig = sign(providerKey, signed);
        return abi.encodeCall(escrow.amend, (order, signed, "", providerSig));
    }

    function _stopBySigCall() private view returns (bytes memory) {
        Stop memory signed = Stop(id, NEVER);
        return abi.encodeCall(escrow.stopBySig, (order, signed, sign(renterKey, signed)));
    }

    /// @dev Both settle on what is paid already.
    function _statementCall() private view returns (bytes memory) {
        uint256 endedAt = vm.getBlockTimestamp();
        if (stateOf(id) == ENDED) endedAt = escrow.rental(id).endsAt;
        Statement memory signed = aStatement(order, escrow.rental(id).claimed, endedAt);
        bytes memory providerSig = sign(providerKey, signed);
        return abi.encodeCall(escrow.statement, (order, signed, "", providerSig));
    }
}
