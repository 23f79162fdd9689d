// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BadSignature, NotParty} from "../src/Refusals.sol";
import {RentalEscrow} from "../src/RentalEscrow.sol";
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
import {SignedFixture} from "./SignedFixture.sol";

/// @notice A signature is for one contract on one chain, word for word: of each signed type, every
/// field is bent in turn.
contract SignedTypesTest is SignedFixture {
    struct Item {
        bytes data; // valid as it is, sent by anybody
        uint256 from; // where in it the signed struct begins
        uint256 fields;
        address signer;
    }

    Order internal runningOrder;
    Order internal pausedOrder;

    function setUp() public override {
        super.setUp();
        runningOrder = anOrder();
        runningOrder.offer.assetHash = "running";
        running(runningOrder);
        pausedOrder = anOrder();
        pausedOrder.offer.assetHash = "paused";
        running(pausedOrder);
        pause(pausedOrder);
        fund(renter, 2 * DEPOSIT);
        vm.warp(T0 + 10 minutes);
    }

    function test_EveryItemIsValidAsItIs() public {
        Item[] memory items = everyItem();
        for (uint256 i = 0; i < items.length; i++) {
            uint256 snapshot = vm.snapshotState();
            (bool accepted, ) = submit(items[i].data);
            assertTrue(accepted);
            vm.revertToState(snapshot);
        }
    }

    /// @dev Bending the relayer is noticed before the signature is.
    function test_P23_NoFieldCanBeBent() public {
        Item[] memory items = everyItem();
        for (uint256 i = 0; i < items.length; i++) {
            for (uint256 field = 0; field < items[i].fields; field++) {
                bytes memory bent = bend(items[i].data, items[i].from + 32 * field);
                (bool accepted, bytes memory answer) = submit(bent);
                assertFalse(accepted);
                bytes4 refusal = bytes4(answer);
                bool ofRelayer = refusal == NotParty.selector;
                bool ofOpening = items[i].fields == 33; // whose terms are checked first
                assertTrue(refusal == BadSignature.selector || ofRelayer || ofOpening);
            }
        }
    }

    function test_P23_AnotherChainRefusesThemAll() public {
        Item[] memory items = everyItem();
        vm.chainId(block.chainid + 1);
        for (uint256 i = 0; i < items.length; i++) {
            (bool accepted, ) = submit(items[i].data);
            assertFalse(accepted);
        }
    }

    function test_P23_AnotherContractRefusesThemAll() public {
        Item[] memory items = everyItem();
        escrow = RentalEscrow(deployCode("RentalEscrow.sol:RentalEscrow", abi.encode(params)));
        for (uint256 i = 0; i < items.length; i++) {
            (, bytes memory answer) = submit(items[i].data);
            assertEq(answer, abi.encodeWithSelector(BadSignature.selector, items[i].signer));
        }
    }

    /// @dev What each is said of does not exist a second time.
    function test_P23_EachWorksOnce() public {
        Item[] memory items = everyItem();
        for (uint256 i = 0; i < items.length; i++) {
            uint256 snapshot = vm.snapshotState();
            submit(items[i].data);
            (bool accepted, ) = submit(items[i].data);
            assertFalse(accepted);
            vm.revertToState(snapshot);
        }
    }

    // -- the items

    function everyItem() private returns (Item[] memory items) {
        items = new Item[](9);
        uint256 afterOrder = 4 + 32 * 33;
        items[0] = Item(stopCall(), afterOrder, 2, renter);
        items[1] = Item(pauseCall(), afterOrder, 3, renter);
        items[2] = Item(resumeCall(), afterOrder, 3, renter);
        items[3] = Item(amendCall(), afterOrder, 6, renter);
        items[4] = Item(statementCall(), afterOrder, 5, renter);
        items[5] = Item(reportCall(), afterOrder, 6, meter);
        items[6] = Item(withdrawCall(), 4, 8, renter);
        items[7] = Item(delegationCall(), 4, 8, renter);
        items[8] = Item(openCall(), 4, 33, provider);
    }

    function stopCall() private view returns (bytes memory) {
        Stop memory signed = Stop(escrow.hashOrder(runningOrder), NEVER);
        return abi.encodeCall(escrow.stopBySig, (runningOrder, signed, sign(renterKey, signed)));
    }

    function pauseCall() private view returns (bytes memory) {
        Pause memory signed = aPause(runningOrder);
        return abi.encodeCall(escrow.pause, (runningOrder, signed, sign(renterKey, signed)));
    }

    function resumeCall() private view returns (bytes memory) {
        Resume memory signed = aResume(pausedOrder);
        return abi.encodeCall(escrow.resume, (pausedOrder, signed, sign(renterKey, signed)));
    }

    function amendCall() private view returns (bytes memory) {
        Amend memory signed = anAmend(runningOrder, PRICE);
        bytes memory renterSig = sign(renterKey, signed);
        bytes memory providerSig = sign(providerKey, signed);
        return abi.encodeCall(escrow.amend, (runningOrder, signed, renterSig, providerSig));
    }

    function statementCall() private view returns (bytes memory) {
        Statement memory signed = aStatement(runningOrder, 0, T0 + 10 minutes);
        bytes memory renterSig = sign(renterKey, signed);
        bytes memory providerSig = sign(providerKey, signed);
        return abi.encodeCall(escrow.statement, (runningOrder, signed, renterSig, providerSig));
    }

    function reportCall() private view returns (bytes memory) {
        MeterReport memory signed = aReport(runningOrder, HALT, T0);
        return abi.encodeCall(escrow.report, (runningOrder, signed, sign(meterKey, signed)));
    }

    function withdrawCall() private returns (bytes memory) {
        address cold = makeAddr("cold wallet");
        Withdraw memory signed = Withdraw(
            renter,
            address(dollar),
            cold,
            1000,
            address(0),
            0,
            0,
            NEVER
        );
        return abi.encodeCall(escrow.withdrawBySig, (signed, 0, sign(renterKey, signed)));
    }

    function delegationCall() private view returns (bytes memory) {
        Delegation memory signed = Delegation(
            renter,
            keeper,
            address(dollar),
            7,
            1000,
            NEVER,
            0,
            NEVER
        );
        return abi.encodeCall(escrow.setDelegate, (signed, sign(renterKey, signed)));
    }

    function openCall() private view returns (bytes memory) {
        Order memory order = anOrder();
        bytes memory orderSig = orderSigOf(order);
        return abi.encodeCall(escrow.openBySig, (order, orderSig, offerSigOf(order)));
    }

    // -- verbs

    /// @dev The call with one bit flipped in the last byte of the word at `position`.
    function bend(bytes memory call, uint256 position) private pure returns (bytes memory bent) {
        bent = abi.encodePacked(call);
        bent[position + 31] ^= 0x01;
    }

    function submit(bytes memory call) private returns (bool accepted, bytes memory answer) {
        vm.prank(keeper);
        // The refusal is what the tests look at.
        // solhint-disable-next-line avoid-low-level-calls
        return address(escrow).call(call);
    }
}
