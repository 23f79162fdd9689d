// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

import {BadSignature} from "../src/Refusals.sol";
import {Order} from "../src/Terms.sol";
import {EscrowFixture} from "./EscrowFixture.sol";

/// @notice A contract account that one key signs for.
contract KeyWallet is IERC1271 {
    address private immutable _key;

    constructor(address key) {
        _key = key;
    }

    function isValidSignature(bytes32 digest, bytes calldata sig) external view returns (bytes4) {
        return ECDSA.recover(digest, sig) == _key ? this.isValidSignature.selector : bytes4(0);
    }
}

contract SignaturesTest is EscrowFixture {
    uint256 internal constant CURVE_ORDER =
        0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    function setUp() public override {
        super.setUp();
        fund(renter, DEPOSIT);
    }

    function test_AContractAccountSignsByErc1271() public {
        Order memory order = anOrder();
        order.offer.provider = address(new KeyWallet(provider));
        order.renter = address(new KeyWallet(renter));
        fund(order.renter, DEPOSIT);
        bytes32 id = escrow.openBySig(order, orderSigOf(order), offerSigOf(order));
        assertEq(stateOf(id), RESERVED);
    }

    function test_P24_ASignatureForOneWalletDoesNotServeItsTwin() public {
        Order memory order = anOrder();
        order.offer.provider = address(new KeyWallet(provider));
        bytes memory sig = offerSigOf(order);
        order.offer.provider = address(new KeyWallet(provider));
        expectBadOfferSignature(order, sig);
    }

    function test_P25_AnAccountWithCodeStillSignsByItsKey() public {
        Order memory order = anOrder();
        bytes memory sig = offerSigOf(order);
        // An EIP-7702 delegate that accepts no signature.
        vm.etch(provider, address(new KeyWallet(address(1))).code);
        vm.prank(renter);
        assertEq(stateOf(escrow.open(order, sig)), RESERVED);
    }

    function test_P25_HighSIsRefused() public {
        Order memory order = anOrder();
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(providerKey, escrow.hashOffer(order.offer));
        bytes32 highS = bytes32(CURVE_ORDER - uint256(s));
        expectBadOfferSignature(order, abi.encodePacked(r, highS, v == 27 ? 28 : 27));
    }

    function test_P25_WrongLengthsAndVAreRefused() public {
        Order memory order = anOrder();
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(providerKey, escrow.hashOffer(order.offer));
        expectBadOfferSignature(order, "");
        expectBadOfferSignature(order, abi.encodePacked(r, s));
        expectBadOfferSignature(order, abi.encodePacked(r, s, v, uint8(0)));
        expectBadOfferSignature(order, abi.encodePacked(r, s, v - 27));
    }

    function test_P23_AnotherChainsSignatureIsRefused() public {
        Order memory order = anOrder();
        bytes memory sig = offerSigOf(order);
        vm.chainId(block.chainid + 1);
        expectBadOfferSignature(order, sig);
    }

    /// @dev Flips one bit in any word of the encoded Order and expects another rental id.
    function testFuzz_P23_EveryFieldIsPartOfTheId(uint256 word, uint256 salt) public view {
        Order memory order = anOrder();
        order.salt = bytes32(salt);
        bytes memory encoded = abi.encode(order);
        uint256 offset = bound(word, 0, encoded.length / 32 - 1) * 32 + 31;
        encoded[offset] = bytes1(uint8(encoded[offset]) ^ 1);
        Order memory altered = abi.decode(encoded, (Order));
        assertNotEq(escrow.hashOrder(altered), escrow.hashOrder(order));
    }

    /// @dev They make another digest; an Order that has any never opens. Its last word, the salt, is
    /// all value.
    function test_DirtyUpperBitsAreRefused() public {
        Order memory order = anOrder();
        bytes memory call = abi.encodeCall(escrow.open, (order, offerSigOf(order)));
        uint256 words = abi.encode(order).length / 32 - 1;
        for (uint256 word = 0; word < words; word++) {
            bytes memory dirty = abi.encodePacked(call);
            dirty[4 + 32 * word] ^= 0x01;
            vm.prank(renter);
            // The refusal is what the test looks at.
            // solhint-disable-next-line avoid-low-level-calls
            (bool accepted, ) = address(escrow).call(dirty);
            assertFalse(accepted);
        }
    }

    function test_P25_ASignatureThatRecoversNobodyIsRefused() public {
        Order memory order = anOrder();
        expectBadOfferSignature(order, new bytes(65));
        order.offer.provider = address(0);
        expectBadOfferSignature(order, abi.encodePacked(bytes32(0), bytes32(0), uint8(27)));
    }

    function expectBadOfferSignature(Order memory order, bytes memory sig) private {
        vm.expectRevert(abi.encodeWithSelector(BadSignature.selector, order.offer.provider));
        vm.prank(renter);
        escrow.open(order, sig);
    }
}
