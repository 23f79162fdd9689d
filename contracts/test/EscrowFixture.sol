// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {Test} from "forge-std/Test.sol";

import {DemoDollar} from "../src/demo/DemoDollar.sol";
import {EscrowParams} from "../src/EscrowParams.sol";
import {BadState} from "../src/Refusals.sol";
import {RentalEscrow} from "../src/RentalEscrow.sol";
import {EscrowLens} from "../src/EscrowLens.sol";
import {State} from "../src/Rental.sol";
import {Offer, Order, Stop} from "../src/Terms.sol";

/// @notice A market with one of everybody, and the published example: an RTX 4090 at $0.59 per hour
/// with a deposit of $5. A test takes the valid Offer or Order and bends one field.
abstract contract EscrowFixture is Test {
    uint40 internal constant T0 = 1_800_000_000;
    uint96 internal constant PRICE = 590_000;
    uint96 internal constant DEPOSIT = 5_000_000;
    uint16 internal constant FEE_BPS = 1000;
    uint32 internal constant WINDOW = 1 hours;
    uint32 internal constant START_WITHIN = 15 minutes;
    /// @dev The deposit runs out before MAX_END: ⌊5,000,000 · 3600 / 590,000⌋ seconds.
    uint40 internal constant SOLVENT_SECONDS = 30_508;
    uint40 internal constant MAX_END = T0 + 1 days;

    uint8 internal constant NONE = uint8(State.NONE);
    uint8 internal constant RESERVED = uint8(State.RESERVED);
    uint8 internal constant RUNNING = uint8(State.RUNNING);
    uint8 internal constant HALTED = uint8(State.HALTED);
    uint8 internal constant ENDED = uint8(State.ENDED);
    uint8 internal constant CLOSED = uint8(State.CLOSED);

    AccessManager internal manager;
    EscrowParams internal params;
    RentalEscrow internal escrow;
    EscrowLens internal lens;
    DemoDollar internal dollar;

    address internal renter;
    uint256 internal renterKey;
    address internal provider;
    uint256 internal providerKey;
    address internal meter = makeAddr("meter");
    address internal keeper = makeAddr("keeper");
    address internal feeRecipient = makeAddr("fee recipient");

    function setUp() public virtual {
        vm.warp(T0);
        (renter, renterKey) = makeAddrAndKey("renter");
        (provider, providerKey) = makeAddrAndKey("provider");
        manager = new AccessManager(address(this));
        params = new EscrowParams(address(manager), FEE_BPS, feeRecipient);
        // The artifact as it is built to be deployed; `new` would compile the escrow into every test.
        escrow = RentalEscrow(deployCode("RentalEscrow.sol:RentalEscrow", abi.encode(params)));
        lens = new EscrowLens(escrow);
        dollar = new DemoDollar();
        params.listToken(address(dollar));
    }

    // -- Terms

    function anOffer() internal view returns (Offer memory offer) {
        offer.provider = provider;
        offer.token = address(dollar);
        offer.pricePerHour = PRICE;
        offer.storagePricePerHour = 10_000;
        offer.assetHash = keccak256("machine 1, all GPUs");
        offer.slaHash = keccak256("service terms");
        offer.maxFeeBps = 1500;
        offer.meter = meter;
        offer.window = WINDOW;
        offer.retroBudget = 4 * WINDOW;
        offer.noticeSeconds = 10 minutes;
        offer.startWithin = START_WITHIN;
        offer.minDuration = 10 minutes;
        offer.availableUntil = T0 + 30 days;
        offer.validUntil = T0 + 7 days;
    }

    function anOrder() internal view returns (Order memory) {
        return anOrderOf(anOffer());
    }

    function anOrderOf(Offer memory offer) internal view returns (Order memory order) {
        order.renter = renter;
        order.offer = offer;
        order.pricePerHour = offer.pricePerHour;
        order.deposit = DEPOSIT;
        order.feeBps = FEE_BPS;
        order.startDeadline = T0 + START_WITHIN;
        order.maxEnd = MAX_END;
        order.validUntil = T0 + 1 hours;
    }

    // -- Signatures

    function signDigest(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    function offerSigOf(Order memory order) internal view returns (bytes memory) {
        return signDigest(providerKey, escrow.hashOffer(order.offer));
    }

    function orderSigOf(Order memory order) internal view returns (bytes memory) {
        return signDigest(renterKey, escrow.hashOrder(order));
    }

    /// @dev The EIP-712 digest of a Stop, spelled out: the escrow offers no view for it.
    function stopSigOf(uint256 key, Stop memory signedStop) internal view returns (bytes memory) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256(
                    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
                ),
                keccak256("RentalEscrow"),
                keccak256("1"),
                block.chainid,
                address(escrow)
            )
        );
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256("Stop(bytes32 rentalId,uint40 deadline)"),
                signedStop.rentalId,
                signedStop.deadline
            )
        );
        return signDigest(key, keccak256(abi.encodePacked(hex"1901", domain, structHash)));
    }

    // -- Verbs

    function fund(address owner, uint256 amount) internal {
        dollar.mint(address(this), amount);
        dollar.approve(address(escrow), amount);
        escrow.deposit(address(dollar), owner, amount);
    }

    function open(Order memory order) internal returns (bytes32) {
        bytes memory sig = offerSigOf(order);
        vm.prank(order.renter);
        return escrow.open(order, sig);
    }

    function openFunded(Order memory order) internal returns (bytes32) {
        fund(order.renter, order.deposit);
        return open(order);
    }

    function start(Order memory order) internal {
        vm.prank(order.renter);
        escrow.start(order);
    }

    function stop(Order memory order) internal {
        vm.prank(order.renter);
        escrow.stop(order);
    }

    /// @dev The example rental, running since T0.
    function aRunningRental() internal returns (Order memory order, bytes32 id) {
        order = anOrder();
        id = openFunded(order);
        start(order);
    }

    // -- Expectations

    function freeOf(address owner) internal view returns (uint256) {
        return escrow.account(address(dollar), owner).free;
    }

    /// @dev What the rental has cost by now.
    function grossOf(Order memory order) internal view returns (uint256) {
        return lens.accruedAt(order, vm.getBlockTimestamp());
    }

    function stateOf(bytes32 id) internal view returns (uint8) {
        return uint8(escrow.rental(id).state);
    }

    function holderOf(Offer memory offer) internal view returns (bytes32) {
        return escrow.holder(keccak256(abi.encode(offer.provider, offer.assetHash)));
    }

    function expectBadState(bytes32 id, uint8 have, uint8 want) internal {
        vm.expectRevert(abi.encodeWithSelector(BadState.selector, id, have, want));
    }
}
