// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {
    Amend,
    Delegation,
    MeterReport,
    Order,
    Pause,
    Resume,
    Statement,
    Stop,
    Terms,
    Withdraw
} from "../../src/Terms.sol";
import {OddToken} from "../OddToken.sol";
import {OpeningAuthorization} from "./OpeningAuthorization.sol";

/// @notice An account of its own that has signed whatever it is asked about.
contract MightyToken is OddToken, IERC1271 {
    function isValidSignature(bytes32, bytes calldata) external pure returns (bytes4) {
        return this.isValidSignature.selector;
    }
}

/// @notice A token that calls the escrow from within its transfers. The token is made as mighty as
/// it can be: it has balances, is renter, provider and meter of rentals, and holds what others have
/// signed; each call below succeeds alone. From within a transfer, moving tokens is refused, and
/// whatever is allowed does exactly what it does when it comes before the transfer: every storage
/// word of the escrow is compared.
contract ReentrancyTest is OpeningAuthorization {
    uint40 internal constant DEADLINE = T0 + 1 days;
    /// @dev In which the escrow calls a token.
    uint256 internal constant WAYS = 4;

    MightyToken internal odd;

    // Named by what has happened to them. The meter is always the token.
    Order internal running;
    Order internal reserved;
    Order internal unstarted;
    Order internal lapsed;
    Order internal ended;
    Order internal unopened;
    Order internal paused;
    /// @dev To be opened with tokens from the renter's wallet.
    Order internal authorized;
    // The token is provider of the first two and renter of the others.
    Order internal served;
    Order internal promised;
    Order internal bid;
    Order internal odds;

    function setUp() public override {
        super.setUp();
        odd = new MightyToken();
        params.listToken(address(odd));
        odd.mint(address(this), 100_000_000);
        odd.approve(address(escrow), type(uint256).max);
        fund(renter, 10 * DEPOSIT);
        fund(address(odd), 4 * DEPOSIT);
        othersRentals();
        oddsRentals();
        feesInOdds();
        vm.warp(T0 + 2 hours);
        escrow.settle(running);
    }

    function othersRentals() private {
        running = anOrderNamed("running");
        reserved = anOrderNamed("reserved");
        reserved.starter = 1;
        unstarted = anOrderNamed("unstarted");
        unstarted.startDeadline = T0 + 1 minutes;
        lapsed = anOrderNamed("lapsed");
        lapsed.deposit = PRICE;
        ended = anOrderNamed("ended");
        unopened = anOrderNamed("unopened");
        paused = anOrderNamed("paused");
        authorized = anOrderNamed("authorized");
        authorized.offer.token = address(odd);
        odd.mint(renter, 2 * DEPOSIT);
        open(reserved);
        open(unstarted);
        run(running);
        run(lapsed);
        run(ended);
        stop(ended);
        run(paused);
        Pause memory signed = Pause(escrow.hashOrder(paused), 1, DEADLINE);
        vm.prank(renter);
        escrow.pause(paused, signed, "");
    }

    function oddsRentals() private {
        served = anOrderNamed("served");
        served.offer.provider = address(odd);
        promised = anOrderNamed("promised");
        promised.offer.provider = address(odd);
        bid = anOrderNamed("bid");
        bid.renter = address(odd);
        bid.offer.class = 1;
        odds = anOrderNamed("odds");
        odds.renter = address(odd);
        run(served);
        open(promised);
        run(bid);
    }

    /// @dev The token's own money, and a bucket of fees in the token.
    function feesInOdds() private {
        escrow.deposit(address(odd), renter, 2 * DEPOSIT);
        escrow.deposit(address(odd), address(odd), DEPOSIT);
        dollar.mint(address(odd), 1000);
        vm.prank(address(odd));
        dollar.approve(address(escrow), 1000);
        Order memory paying = anOrderNamed("paying");
        paying.offer.token = address(odd);
        run(paying);
        vm.warp(T0 + 90 minutes);
        escrow.settle(paying);
        vm.warp(T0);
    }

    function anOrderNamed(bytes32 name) private view returns (Order memory order) {
        order = anOrder();
        order.offer.assetHash = name;
        order.offer.meter = address(odd);
        order.offer.startWithin = 1 days;
        order.startDeadline = T0 + 20 hours;
        order.validUntil = DEADLINE;
    }

    function run(Order memory order) private {
        open(order);
        start(order);
    }

    // -- Every function that moves tokens

    function test_P36_Deposit() public {
        assertRefused(abi.encodeCall(escrow.deposit, (address(dollar), address(odd), 1000)));
    }

    function test_P36_Withdraw() public {
        assertRefused(abi.encodeCall(escrow.withdraw, (address(odd), address(odd), DEPOSIT)));
        assertRefused(abi.encodeCall(escrow.withdraw, (address(dollar), address(odd), DEPOSIT)));
    }

    function test_P36_WithdrawBySig() public {
        Withdraw memory signed = Withdraw(
            renter,
            address(dollar),
            renter,
            1000,
            address(0),
            100,
            0,
            DEADLINE
        );
        bytes memory sig = sigOf(renterKey, abi.encode(Terms.WITHDRAW_TYPEHASH, signed));
        assertRefused(abi.encodeCall(escrow.withdrawBySig, (signed, 100, sig)));
    }

    function test_P36_WithdrawFees() public {
        assertRefused(abi.encodeCall(escrow.withdrawFees, (address(dollar))));
    }

    function test_P36_OpenWithAuthorization() public {
        Order memory next = anOrderNamed("next");
        next.offer.token = address(odd);
        assertRefused(authorizedOpeningOf(next));
    }

    function test_P36_BatchOfTransfers() public {
        bytes[] memory calls = new bytes[](2);
        calls[0] = abi.encodeCall(escrow.withdraw, (address(odd), address(odd), DEPOSIT));
        calls[1] = abi.encodeCall(escrow.withdrawFees, (address(dollar)));
        bytes memory data = abi.encodeCall(escrow.batch, (calls));
        for (uint256 way = 0; way < WAYS; ++way) assertSameWords(data, way, true, false);
    }

    // -- Every function that changes the book

    function test_P36_Open() public {
        assertAsIfBefore(abi.encodeCall(escrow.open, (odds, offerSigOf(odds))));
        assertAsIfBefore(
            abi.encodeCall(escrow.openBySig, (unopened, orderSigOf(unopened), offerSigOf(unopened)))
        );
    }

    function test_P36_Cancel() public {
        assertAsIfBefore(abi.encodeCall(escrow.cancel, (odds)));
        assertAsIfBefore(abi.encodeCall(escrow.decline, (promised)));
        assertAsIfBefore(abi.encodeCall(escrow.expire, (unstarted)));
        assertAsIfBefore(abi.encodeCall(escrow.cancelOffer, (served.offer)));
        assertAsIfBefore(abi.encodeCall(escrow.incrementCounter, ()));
    }

    function test_P36_Start() public {
        assertAsIfBefore(abi.encodeCall(escrow.start, (reserved)));
        assertAsIfBefore(abi.encodeCall(escrow.report, (reserved, reportOn(reserved, 0, 0), "")));
    }

    function test_P36_Halt() public {
        assertAsIfBefore(abi.encodeCall(escrow.report, (running, reportOn(running, 1, 1), "")));
        assertAsIfBefore(abi.encodeCall(escrow.halt, (served)));
        assertAsIfBefore(abi.encodeCall(escrow.giveNotice, (served)));
    }

    function test_P36_PauseAndResume() public {
        Pause memory pause = Pause(escrow.hashOrder(running), 1, DEADLINE);
        Resume memory resume = Resume(escrow.hashOrder(paused), 2, DEADLINE);
        bytes memory pauseSig = sigOf(renterKey, abi.encode(Terms.PAUSE_TYPEHASH, pause));
        bytes memory resumeSig = sigOf(renterKey, abi.encode(Terms.RESUME_TYPEHASH, resume));
        assertAsIfBefore(abi.encodeCall(escrow.pause, (running, pause, pauseSig)));
        assertAsIfBefore(abi.encodeCall(escrow.resume, (paused, resume, resumeSig)));
    }

    function test_P36_Preempt() public {
        Order memory better = anOrderNamed("bid");
        assertAsIfBefore(abi.encodeCall(escrow.preempt, (bid, better)));
    }

    function test_P36_OtherTerms() public {
        Amend memory amend = Amend(escrow.hashOrder(running), PRICE, 10_000, MAX_END, 1, DEADLINE);
        bytes memory encoded = abi.encode(Terms.AMEND_TYPEHASH, amend);
        assertAsIfBefore(
            abi.encodeCall(
                escrow.amend,
                (running, amend, sigOf(renterKey, encoded), sigOf(providerKey, encoded))
            )
        );
        assertAsIfBefore(abi.encodeCall(escrow.reprice, (bid, PRICE + 1)));
        assertAsIfBefore(abi.encodeCall(escrow.extend, (bid, MAX_END + 1)));
        assertAsIfBefore(abi.encodeCall(escrow.topUp, (running, address(odd), 1000)));
    }

    function test_P36_SetDelegate() public {
        assertAsIfBefore(abi.encodeCall(escrow.setDelegate, (delegationOf(address(odd)), "")));
    }

    function test_P36_Stop() public {
        Stop memory signed = Stop(escrow.hashOrder(running), DEADLINE);
        bytes memory sig = sigOf(renterKey, abi.encode(Terms.STOP_TYPEHASH, signed));
        assertAsIfBefore(abi.encodeCall(escrow.stop, (lapsed)));
        assertAsIfBefore(abi.encodeCall(escrow.stopBySig, (running, signed, sig)));
    }

    function test_P36_Statement() public {
        Statement memory signed = Statement(
            escrow.hashOrder(running),
            PRICE,
            T0 + 2 hours,
            1,
            DEADLINE
        );
        bytes memory encoded = abi.encode(Terms.STATEMENT_TYPEHASH, signed);
        assertAsIfBefore(
            abi.encodeCall(
                escrow.statement,
                (running, signed, sigOf(renterKey, encoded), sigOf(providerKey, encoded))
            )
        );
    }

    function test_P36_SettleAndClose() public {
        bytes[] memory calls = new bytes[](2);
        calls[0] = abi.encodeCall(escrow.settle, (lapsed));
        calls[1] = abi.encodeCall(escrow.close, (ended));
        assertAsIfBefore(calls[0]);
        assertAsIfBefore(calls[1]);
        assertAsIfBefore(abi.encodeCall(escrow.batch, (calls)));
        Order[] memory orders = new Order[](2);
        (orders[0], orders[1]) = (ended, lapsed);
        assertAsIfBefore(abi.encodeCall(escrow.settleMany, (orders)));
        assertAsIfBefore(abi.encodeCall(escrow.closeMany, (orders)));
    }

    /// @dev What only a renter or a provider may do, the token may not do from anywhere.
    function test_P36_TheRightsOfOthers() public {
        bytes32 id = escrow.hashOrder(running);
        assertPowerless(abi.encodeCall(escrow.cancel, (reserved)));
        assertPowerless(abi.encodeCall(escrow.decline, (reserved)));
        assertPowerless(abi.encodeCall(escrow.stop, (running)));
        assertPowerless(abi.encodeCall(escrow.halt, (running)));
        assertPowerless(abi.encodeCall(escrow.giveNotice, (running)));
        assertPowerless(abi.encodeCall(escrow.extend, (running, MAX_END + 1)));
        assertPowerless(abi.encodeCall(escrow.cancelOffer, (running.offer)));
        assertPowerless(abi.encodeCall(escrow.topUp, (running, renter, 1000)));
        assertPowerless(abi.encodeCall(escrow.pause, (running, Pause(id, 1, DEADLINE), "")));
        assertPowerless(abi.encodeCall(escrow.stopBySig, (running, Stop(id, DEADLINE), "")));
        assertPowerless(abi.encodeCall(escrow.setDelegate, (delegationOf(renter), "")));
        assertPowerless(
            abi.encodeCall(escrow.withdraw, (address(dollar), address(odd), 100 * DEPOSIT))
        );
    }

    // -- What is signed

    function reportOn(
        Order memory order,
        uint8 kind,
        uint16 turn
    ) private view returns (MeterReport memory) {
        uint40 since = uint40(T0 + 90 minutes);
        return MeterReport(escrow.hashOrder(order), kind, since, turn, "evidence", DEADLINE);
    }

    function delegationOf(address owner) private view returns (Delegation memory) {
        return Delegation(owner, keeper, address(dollar), 7, 1000, DEADLINE, 0, DEADLINE);
    }

    /// @dev The key's signature of a type's hash and fields.
    function sigOf(uint256 key, bytes memory encoded) private view returns (bytes memory) {
        (, string memory name, string memory version, uint256 chainId, address book, , ) = escrow
            .eip712Domain();
        bytes32 domain = keccak256(
            abi.encode(
                keccak256(
                    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
                ),
                keccak256(bytes(name)),
                keccak256(bytes(version)),
                chainId,
                book
            )
        );
        return signDigest(key, keccak256(abi.encodePacked(hex"1901", domain, keccak256(encoded))));
    }

    // -- The ways in which the escrow calls a token

    function transfers(uint256 way) private returns (string memory) {
        if (way == 0) {
            escrow.deposit(address(odd), renter, 1000);
            return "deposit";
        }
        if (way == 1) {
            vm.prank(renter);
            escrow.withdraw(address(odd), renter, 1000);
            return "withdraw";
        }
        if (way == 2) {
            escrow.withdrawFees(address(odd));
            return "withdrawFees";
        }
        Address.functionCall(address(escrow), authorizedOpeningOf(authorized));
        return "openWithAuthorization";
    }

    /// @dev The call succeeds alone; within a transfer it meets the guard and leaves no trace.
    function assertRefused(bytes memory data) private {
        assertTrue(succeedsAlone(data));
        for (uint256 way = 0; way < WAYS; ++way) {
            bytes memory answer = assertSameWords(data, way, false, false);
            assertEq(
                bytes4(answer),
                ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector
            );
        }
    }

    /// @dev The call succeeds within a transfer and does what it does before one.
    function assertAsIfBefore(bytes memory data) private {
        assertTrue(succeedsAlone(data));
        for (uint256 way = 0; way < WAYS; ++way) assertSameWords(data, way, true, true);
    }

    /// @dev The call fails alone and within a transfer, and leaves no trace.
    function assertPowerless(bytes memory data) private {
        assertFalse(succeedsAlone(data));
        for (uint256 way = 0; way < WAYS; ++way) assertSameWords(data, way, false, false);
    }

    /// @dev Makes the transfer with the call inside, and with the call before it (if it acts) or
    /// without it, and compares every word of the escrow that either wrote.
    function assertSameWords(
        bytes memory data,
        uint256 way,
        bool succeeds,
        bool acts
    ) private returns (bytes memory answer) {
        uint256 before = vm.snapshotState();
        bytes32[] memory slots = wordsWritten(data, way, acts);
        vm.revertToState(before);

        before = vm.snapshotState();
        odd.tryCallBack(address(escrow), data);
        vm.record();
        string memory name = transfers(way);
        (, bytes32[] memory written) = vm.accesses(address(escrow));
        assertEq(odd.succeeded(), succeeds, name);
        bytes32[] memory have = wordsAt(slots);
        bytes32[] memory haveWritten = wordsAt(written);
        answer = odd.answer();
        vm.revertToState(before);

        before = vm.snapshotState();
        wordsWritten(data, way, acts);
        assertEq(have, wordsAt(slots), name);
        assertEq(haveWritten, wordsAt(written), name);
        vm.revertToState(before);
    }

    function wordsWritten(
        bytes memory data,
        uint256 way,
        bool acts
    ) private returns (bytes32[] memory slots) {
        vm.record();
        if (acts) callAlone(data);
        transfers(way);
        (, slots) = vm.accesses(address(escrow));
    }

    function wordsAt(bytes32[] memory slots) private view returns (bytes32[] memory words) {
        words = new bytes32[](slots.length);
        for (uint256 i = 0; i < slots.length; ++i) words[i] = vm.load(address(escrow), slots[i]);
    }

    function succeedsAlone(bytes memory data) private returns (bool success) {
        uint256 before = vm.snapshotState();
        success = callAlone(data);
        vm.revertToState(before);
    }

    function callAlone(bytes memory data) private returns (bool success) {
        vm.prank(address(odd));
        // Any function of the escrow.
        // solhint-disable-next-line avoid-low-level-calls
        (success, ) = address(escrow).call(data);
    }
}
