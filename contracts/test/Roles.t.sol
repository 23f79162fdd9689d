// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Amend, Delegation, Order, Statement, Stop, Withdraw} from "../src/Terms.sol";
import {SignedFixture} from "./SignedFixture.sol";

/// @notice Who may do what: every role sends every call. Each call would succeed if one of the
/// allowed sent it; from anybody else it is refused, and nothing changes.
contract RolesTest is SignedFixture {
    struct Case {
        string name;
        bytes data;
        uint8 allowed; // sum of the roles
    }

    uint8 internal constant RENTER = 1;
    uint8 internal constant PROVIDER = 2;
    uint8 internal constant METER = 4;
    uint8 internal constant DELEGATE = 8;
    uint8 internal constant RIVAL = 16;
    uint8 internal constant KEEPER = 32;
    uint8 internal constant GOVERNANCE = 64;
    uint8 internal constant NOBODY = 0;
    uint8 internal constant ANYBODY = 127;

    address[] internal roles;
    Case[] internal cases;

    Order internal runningOrder;
    Order internal interruptible;
    Order internal down;
    Order internal reserved;
    Order internal metered;
    Order internal unstarted;
    Order internal lapsed;
    Order internal ended;
    Order internal closable;
    Order internal unopened;
    Order internal rival;

    /// @dev A rental in every state; everybody has money.
    function setUp() public override {
        super.setUp();
        roles = [renter, provider, meter, makeAddr("delegate"), makeAddr("rival"), keeper];
        roles.push(address(this));
        for (uint256 i = 0; i < roles.length; i++) fund(roles[i], 10 * DEPOSIT);
        delegate(roles[3], 7, type(uint96).max, NEVER);
        book();
        vm.warp(T0 + 10 minutes);
        casesBeforeTheEnd();
        casesOfTheClock();
        casesOfTheEnd();
        casesOfTheAccounts();
    }

    function test_P22_WhoMayDoesWhatItMay() public {
        for (uint256 i = 0; i < cases.length; i++) {
            for (uint256 role = 0; role < roles.length; role++) {
                if (cases[i].allowed & (1 << role) == 0) continue;
                uint256 snapshot = vm.snapshotState();
                assertTrue(submit(roles[role], cases[i].data), cases[i].name);
                vm.revertToState(snapshot);
            }
        }
    }

    function test_P22_WhoMayNotChangesNothing() public {
        bytes32 before = everything();
        for (uint256 i = 0; i < cases.length; i++) {
            for (uint256 role = 0; role < roles.length; role++) {
                if (cases[i].allowed & (1 << role) != 0) continue;
                assertFalse(submit(roles[role], cases[i].data), cases[i].name);
                assertEq(everything(), before, cases[i].name);
            }
        }
    }

    // -- the scene

    function book() private {
        runningOrder = opened("running", 0);
        interruptible = opened("interruptible", 1);
        down = opened("down", 0);
        reserved = opened("reserved", 0);
        ended = opened("ended", 0);
        start(runningOrder);
        start(interruptible);
        start(down);
        haltByProvider(down);
        start(ended);
        stop(ended);
        metered = named("metered", 0);
        metered.starter = 1;
        open(metered);
        unstarted = named("unstarted", 0);
        unstarted.startDeadline = T0;
        open(unstarted);
        lapsed = named("lapsed", 0);
        lapsed.deposit = 98_334;
        open(lapsed);
        start(lapsed);
        closable = named("closable", 0);
        closable.offer.window = 0;
        open(closable);
        start(closable);
        stop(closable);
        unopened = named("unopened", 0);
        rival = aRivalOrder(700_000);
        rival.offer.assetHash = "interruptible";
        open(rival);
    }

    function named(bytes32 asset, uint8 class) private view returns (Order memory order) {
        order = anOrder();
        order.offer.assetHash = asset;
        order.offer.class = class;
    }

    function opened(bytes32 asset, uint8 class) private returns (Order memory order) {
        order = named(asset, class);
        open(order);
    }

    // -- the cases

    function casesBeforeTheEnd() private {
        bytes memory offerSig = offerSigOf(unopened);
        bytes memory orderSig = orderSigOf(unopened);
        add("open", abi.encodeCall(escrow.open, (unopened, offerSig)), RENTER | DELEGATE);
        add("openBySig", abi.encodeCall(escrow.openBySig, (unopened, orderSig, offerSig)), ANYBODY);
        add("openBySig", abi.encodeCall(escrow.openBySig, (unopened, "", offerSig)), RENTER);
        add("cancel", abi.encodeCall(escrow.cancel, (reserved)), RENTER);
        add("cancel", abi.encodeCall(escrow.cancel, (unopened)), RENTER);
        add("decline", abi.encodeCall(escrow.decline, (reserved)), PROVIDER);
        add("expire", abi.encodeCall(escrow.expire, (unstarted)), ANYBODY);
        add("start", abi.encodeCall(escrow.start, (reserved)), RENTER);
        add("start", abi.encodeCall(escrow.start, (metered)), METER);
        add("cancelOffer", abi.encodeCall(escrow.cancelOffer, (unopened.offer)), PROVIDER);
        add("incrementCounter", abi.encodeCall(escrow.incrementCounter, ()), ANYBODY);
    }

    function casesOfTheClock() private {
        add("report START", reportCall(metered, START), METER);
        add("report HALT", reportCall(runningOrder, HALT), METER);
        add("report RESUME", reportCall(down, RESUME), METER);
        add("report RESUME of the ended", reportCall(ended, RESUME), NOBODY);
        add("halt", abi.encodeCall(escrow.halt, (runningOrder)), PROVIDER);
        add(
            "pause",
            abi.encodeCall(escrow.pause, (runningOrder, aPause(runningOrder), "")),
            RENTER
        );
        add("resume", abi.encodeCall(escrow.resume, (down, aResume(down), "")), RENTER);
        add("preempt", abi.encodeCall(escrow.preempt, (interruptible, rival)), PROVIDER | METER);
        add("giveNotice", abi.encodeCall(escrow.giveNotice, (runningOrder)), PROVIDER);
        add("reprice", abi.encodeCall(escrow.reprice, (interruptible, PRICE + 1)), RENTER);
        add("reprice", abi.encodeCall(escrow.reprice, (rival, 700_001)), RIVAL);
        add("extend", abi.encodeCall(escrow.extend, (runningOrder, MAX_END + 1)), RENTER);
        Amend memory signed = anAmend(runningOrder, PRICE + 1);
        bytes memory renterSig = sign(renterKey, signed);
        bytes memory providerSig = sign(providerKey, signed);
        add("amend", abi.encodeCall(escrow.amend, (runningOrder, signed, "", "")), NOBODY);
        add("amend", abi.encodeCall(escrow.amend, (runningOrder, signed, renterSig, "")), PROVIDER);
        add("amend", abi.encodeCall(escrow.amend, (runningOrder, signed, "", providerSig)), RENTER);
    }

    function casesOfTheEnd() private {
        add("stop", abi.encodeCall(escrow.stop, (runningOrder)), RENTER | DELEGATE);
        add("stop of the lapsed", abi.encodeCall(escrow.stop, (lapsed)), ANYBODY);
        Stop memory signed = Stop(escrow.hashOrder(runningOrder), NEVER);
        add("stopBySig", abi.encodeCall(escrow.stopBySig, (runningOrder, signed, "")), RENTER);
        add("settle", abi.encodeCall(escrow.settle, (runningOrder)), ANYBODY);
        add("close", abi.encodeCall(escrow.close, (closable)), ANYBODY);
        Statement memory nothing = aStatement(ended, 0, T0);
        // Nothing was earned: renter and provider may each say so.
        add(
            "statement",
            abi.encodeCall(escrow.statement, (ended, nothing, "", "")),
            RENTER | PROVIDER
        );
        Statement memory live = aStatement(runningOrder, 0, T0 + 10 minutes);
        add("statement", abi.encodeCall(escrow.statement, (runningOrder, live, "", "")), NOBODY);
        bytes memory sig = sign(providerKey, live);
        add("statement", abi.encodeCall(escrow.statement, (runningOrder, live, "", sig)), RENTER);
    }

    function casesOfTheAccounts() private {
        address token = address(dollar);
        add("topUp", abi.encodeCall(escrow.topUp, (runningOrder, renter, 1)), RENTER | DELEGATE);
        add("topUp", abi.encodeCall(escrow.topUp, (runningOrder, provider, 1)), PROVIDER);
        add("topUp", abi.encodeCall(escrow.topUp, (runningOrder, roles[4], 1)), RIVAL);
        // More than anybody has but the one who was given it.
        fund(keeper, 1);
        uint256 all = freeOf(keeper);
        add("withdraw", abi.encodeCall(escrow.withdraw, (token, roles[4], all)), KEEPER);
        Withdraw memory signed = Withdraw(renter, token, renter, 1, address(0), 0, 0, NEVER);
        signed.nonce = escrow.nonces(renter);
        add("withdrawBySig", abi.encodeCall(escrow.withdrawBySig, (signed, 0, "")), RENTER);
        signed.relayer = keeper;
        bytes memory sig = sign(renterKey, signed);
        add("withdrawBySig", abi.encodeCall(escrow.withdrawBySig, (signed, 0, sig)), KEEPER);
        Delegation memory all_ = Delegation(renter, keeper, token, 7, 1, NEVER, 0, NEVER);
        all_.nonce = escrow.nonces(renter);
        add("setDelegate", abi.encodeCall(escrow.setDelegate, (all_, "")), RENTER);
    }

    function reportCall(Order memory order, uint8 kind) private view returns (bytes memory) {
        return abi.encodeCall(escrow.report, (order, aReport(order, kind, T0 + 5 minutes), ""));
    }

    function add(string memory name, bytes memory call, uint8 allowed) private {
        cases.push(Case(name, call, allowed));
    }

    // -- verbs

    function submit(address sender, bytes memory call) private returns (bool accepted) {
        vm.prank(sender);
        // Whether it is accepted is what the tests look at.
        // solhint-disable-next-line avoid-low-level-calls
        (accepted, ) = address(escrow).call(call);
    }

    /// @dev All that the escrow tells of the scene.
    function everything() private view returns (bytes32 state) {
        state = keccak256(abi.encode(rentalState(runningOrder), rentalState(interruptible)));
        state = keccak256(abi.encode(state, rentalState(down), rentalState(reserved)));
        state = keccak256(abi.encode(state, rentalState(metered), rentalState(unstarted)));
        state = keccak256(abi.encode(state, rentalState(lapsed), rentalState(ended)));
        state = keccak256(abi.encode(state, rentalState(closable), rentalState(unopened)));
        state = keccak256(abi.encode(state, rentalState(rival), escrow.fees(address(dollar))));
        for (uint256 i = 0; i < roles.length; i++) {
            state = keccak256(abi.encode(state, ownerState(roles[i])));
        }
    }

    function rentalState(Order memory order) private view returns (bytes32) {
        bytes32 id = escrow.hashOrder(order);
        return
            keccak256(
                abi.encode(
                    escrow.rental(id),
                    escrow.history(id),
                    escrow.prices(id),
                    holderOf(order.offer),
                    escrow.offerUse(escrow.hashOffer(order.offer))
                )
            );
    }

    function ownerState(address owner) private view returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    escrow.account(address(dollar), owner),
                    escrow.counter(owner),
                    escrow.nonces(owner),
                    escrow.delegation(renter, owner, address(dollar)),
                    dollar.balanceOf(owner)
                )
            );
    }
}
