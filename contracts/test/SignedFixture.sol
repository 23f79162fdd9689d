// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BadSignature} from "../src/Refusals.sol";
import {HaltKind} from "../src/Rental.sol";
import {RentalEvents} from "../src/RentalEvents.sol";
import {
    Amend,
    Delegation,
    MeterReport,
    Order,
    Pause,
    Resume,
    Statement,
    Stop,
    Withdraw
} from "../src/Terms.sol";
import {Digests} from "./Digests.sol";
import {EscrowFixture} from "./EscrowFixture.sol";

/// @notice The fixture's market in which everybody also signs. What is built here is valid for the
/// rental as it is now; a test bends one field.
abstract contract SignedFixture is EscrowFixture {
    uint8 internal constant START = 0;
    uint8 internal constant HALT = 1;
    uint8 internal constant RESUME = 2;
    uint8 internal constant MAY_STOP = 1;
    uint8 internal constant MAY_TOP_UP = 2;
    uint8 internal constant MAY_OPEN = 4;
    uint96 internal constant STORAGE_PRICE = 10_000;
    uint32 internal constant NOTICE = 10 minutes;
    uint40 internal constant NEVER = type(uint40).max;
    bytes32 internal constant EVIDENCE = keccak256("what the meter saw");

    uint256 internal meterKey;

    function setUp() public virtual override {
        super.setUp();
        (, meterKey) = makeAddrAndKey("meter");
    }

    // -- Terms

    function anInterruptibleOrder() internal view returns (Order memory order) {
        order = anOrder();
        order.offer.class = 1;
    }

    /// @dev Another renter's bid for the same slice.
    function aRivalOrder(uint96 price) internal returns (Order memory order) {
        order = anInterruptibleOrder();
        order.renter = makeAddr("rival");
        order.pricePerHour = price;
    }

    function turnOf(Order memory order) internal view returns (uint16) {
        return escrow.rental(escrow.hashOrder(order)).turn;
    }

    function aReport(
        Order memory order,
        uint8 kind,
        uint256 since
    ) internal view returns (MeterReport memory) {
        bytes32 id = escrow.hashOrder(order);
        return MeterReport(id, kind, uint40(since), turnOf(order), EVIDENCE, NEVER);
    }

    function aPause(Order memory order) internal view returns (Pause memory) {
        return Pause(escrow.hashOrder(order), turnOf(order), NEVER);
    }

    function aResume(Order memory order) internal view returns (Resume memory) {
        return Resume(escrow.hashOrder(order), turnOf(order), NEVER);
    }

    function anAmend(Order memory order, uint96 price) internal view returns (Amend memory) {
        bytes32 id = escrow.hashOrder(order);
        return Amend(id, price, STORAGE_PRICE, MAX_END, turnOf(order), NEVER);
    }

    function aStatement(
        Order memory order,
        uint256 gross,
        uint256 endedAt
    ) internal view returns (Statement memory) {
        bytes32 id = escrow.hashOrder(order);
        return Statement(id, uint96(gross), uint40(endedAt), turnOf(order), NEVER);
    }

    // -- Signatures

    function sign(uint256 key, Stop memory signed) internal view returns (bytes memory) {
        return signDigest(key, Digests.digest(address(escrow), signed));
    }

    function sign(uint256 key, Pause memory signed) internal view returns (bytes memory) {
        return signDigest(key, Digests.digest(address(escrow), signed));
    }

    function sign(uint256 key, Resume memory signed) internal view returns (bytes memory) {
        return signDigest(key, Digests.digest(address(escrow), signed));
    }

    function sign(uint256 key, Amend memory signed) internal view returns (bytes memory) {
        return signDigest(key, Digests.digest(address(escrow), signed));
    }

    function sign(uint256 key, Statement memory signed) internal view returns (bytes memory) {
        return signDigest(key, Digests.digest(address(escrow), signed));
    }

    function sign(uint256 key, MeterReport memory signed) internal view returns (bytes memory) {
        return signDigest(key, Digests.digest(address(escrow), signed));
    }

    function sign(uint256 key, Withdraw memory signed) internal view returns (bytes memory) {
        return signDigest(key, Digests.digest(address(escrow), signed));
    }

    function sign(uint256 key, Delegation memory signed) internal view returns (bytes memory) {
        return signDigest(key, Digests.digest(address(escrow), signed));
    }

    // -- Verbs

    function running(Order memory order) internal returns (bytes32 id) {
        id = openFunded(order);
        start(order);
    }

    function report(Order memory order, uint8 kind, uint256 since) internal {
        MeterReport memory signed = aReport(order, kind, since);
        vm.prank(meter);
        escrow.report(order, signed, "");
    }

    function haltByProvider(Order memory order) internal {
        vm.prank(provider);
        escrow.halt(order);
    }

    function pause(Order memory order) internal {
        Pause memory signed = aPause(order);
        vm.prank(order.renter);
        escrow.pause(order, signed, "");
    }

    function resume(Order memory order) internal {
        Resume memory signed = aResume(order);
        vm.prank(order.renter);
        escrow.resume(order, signed, "");
    }

    function preempt(Order memory order, Order memory byNew) internal {
        vm.prank(provider);
        escrow.preempt(order, byNew);
    }

    function giveNotice(Order memory order) internal {
        vm.prank(provider);
        escrow.giveNotice(order);
    }

    function reprice(Order memory order, uint96 price) internal {
        vm.prank(order.renter);
        escrow.reprice(order, price);
    }

    function extend(Order memory order, uint256 maxEnd) internal {
        vm.prank(order.renter);
        escrow.extend(order, uint40(maxEnd));
    }

    function amend(Order memory order, Amend memory signed) internal {
        escrow.amend(order, signed, sign(renterKey, signed), sign(providerKey, signed));
    }

    function agree(Order memory order, Statement memory signed) internal {
        escrow.statement(order, signed, sign(renterKey, signed), sign(providerKey, signed));
    }

    /// @dev A gift out of the giver's own balance.
    function topUp(Order memory order, address giver, uint96 amount) internal {
        fund(giver, amount);
        vm.prank(giver);
        escrow.topUp(order, giver, amount);
    }

    /// @dev The renter lets `delegate` do `scopes` with dollars until `expiry`.
    function delegate(address key, uint8 scopes, uint96 cap, uint40 expiry) internal {
        uint256 nonce = escrow.nonces(renter);
        Delegation memory signed = Delegation(
            renter,
            key,
            address(dollar),
            scopes,
            cap,
            expiry,
            nonce,
            NEVER
        );
        vm.prank(renter);
        escrow.setDelegate(signed, "");
    }

    // -- Expectations

    function expectBadSignature(address signer) internal {
        vm.expectRevert(abi.encodeWithSelector(BadSignature.selector, signer));
    }

    function expectHalted(bytes32 id, HaltKind kind, uint256 haltedAt, uint256 retroLeft) internal {
        uint32 seq = escrow.rental(id).seq + 1;
        bytes32 root = kind == HaltKind.DOWN ? EVIDENCE : bytes32(0);
        vm.expectEmit(address(escrow));
        emit RentalEvents.RentalHalted(id, kind, uint40(haltedAt), uint24(retroLeft), root, seq);
    }
}
