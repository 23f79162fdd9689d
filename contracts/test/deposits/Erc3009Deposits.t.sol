// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC3009} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";

import {DepositIntent} from "../../src/deposits/DepositIntent.sol";
import {Erc3009Deposits} from "../../src/deposits/Erc3009Deposits.sol";
import {ZeroAddress} from "../../src/Refusals.sol";
import {RentalEscrow} from "../../src/RentalEscrow.sol";
import {Order} from "../../src/Terms.sol";
import {OddToken} from "../OddToken.sol";
import {KeyWallet} from "../Signatures.t.sol";
import {UsdcLike} from "../tokens/UsdcLike.sol";
import {IntentDeposits} from "./IntentDeposits.sol";

/// @notice Both forms of ERC-3009's signature.
abstract contract Erc3009Test is IntentDeposits {
    Erc3009Deposits internal erc3009;

    function setUp() public override {
        super.setUp();
        erc3009 = new Erc3009Deposits(escrow);
        erc3009.approveEscrow(usdc);
        adapter = erc3009;
        forged = ERC3009.ERC3009InvalidSignature.selector;
        spender = address(1); // needs no approval
    }

    function sign(DepositIntent memory intent) internal view override returns (bytes memory) {
        return signDigest(renterKey, digestOf("Receive", intent, VALID_BEFORE));
    }

    /// @dev EIP-3009's two messages, Transfer… and Receive…, differ in their name alone.
    function digestOf(
        string memory verb,
        DepositIntent memory intent,
        uint256 validBefore
    ) internal view returns (bytes32) {
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256(
                    abi.encodePacked(
                        verb,
                        "WithAuthorization(address from,address to,uint256 value,uint256 validAfter,"
                        "uint256 validBefore,bytes32 nonce)"
                    )
                ),
                intent.owner,
                address(erc3009),
                intent.amount,
                0,
                validBefore,
                hashOf(intent)
            )
        );
        bytes32 domain = UsdcLike(intent.token).DOMAIN_SEPARATOR();
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }

    function expectUsed(DepositIntent memory intent) internal override {
        vm.expectRevert(
            abi.encodeWithSelector(
                ERC3009.ERC3009UsedAuthorization.selector,
                intent.owner,
                hashOf(intent)
            )
        );
    }

    function expectLate() internal override {
        vm.expectRevert(
            abi.encodeWithSelector(
                ERC3009.ERC3009InvalidAuthorizationTime.selector,
                0,
                VALID_BEFORE
            )
        );
    }
}

contract Erc3009KeyTest is Erc3009Test {
    function send(
        DepositIntent memory intent,
        bytes memory sig,
        bytes memory opening
    ) internal override {
        (bytes32 r, bytes32 s, uint8 v) = split(sig);
        erc3009.deposit(intent, VALID_BEFORE, v, r, s, opening);
    }

    function split(bytes memory sig) private pure returns (bytes32 r, bytes32 s, uint8 v) {
        bytes1 last;
        (r, s, last) = abi.decode(bytes.concat(sig, new bytes(31)), (bytes32, bytes32, bytes1));
        v = uint8(last);
    }

    function test_AnAdapterNeedsAnEscrow() public {
        vm.expectRevert(abi.encodeWithSelector(ZeroAddress.selector, bytes32("escrow")));
        new Erc3009Deposits(RentalEscrow(address(0)));
    }

    function test_DepositNeedsTheAdaptersApprovalOnce() public {
        adapter = erc3009 = new Erc3009Deposits(escrow);
        bytes memory sig = sign(anIntent());
        vm.expectRevert(
            abi.encodeWithSelector(
                IERC20Errors.ERC20InsufficientAllowance.selector,
                address(escrow),
                0,
                DEPOSIT
            )
        );
        send(anIntent(), sig, "");
        assertNothingMoved(adapter);
        vm.prank(keeper);
        erc3009.approveEscrow(usdc);
        send(anIntent(), sig, "");
        assertEq(usdcFreeOf(renter), DEPOSIT);
    }

    function test_P20_NobodyButTheAdapterUsesTheSignature() public {
        DepositIntent memory intent = anIntent();
        (bytes32 r, bytes32 s, uint8 v) = split(sign(intent));
        address payee = address(erc3009);
        bytes32 nonce = hashOf(intent);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InvalidReceiver.selector, payee));
        usdc.receiveWithAuthorization(renter, payee, DEPOSIT, 0, VALID_BEFORE, nonce, v, r, s);
        vm.expectRevert(ERC3009.ERC3009InvalidSignature.selector);
        usdc.transferWithAuthorization(renter, payee, DEPOSIT, 0, VALID_BEFORE, nonce, v, r, s);
        assertNothingMoved(adapter);
    }

    function test_P36_NoDepositBeginsWithinADeposit() public {
        (OddToken odd, DepositIntent memory intent) = anOddIntent();
        DepositIntent memory next = anIntent();
        (next.token, next.salt) = (address(odd), "next");
        (bytes32 r, bytes32 s, uint8 v) = split(sign(next));
        assertNotReentered(
            odd,
            intent,
            abi.encodeWithSignature(
                "deposit((address,address,uint256,bytes32,bytes32),uint256,uint8,bytes32,bytes32,bytes)",
                next,
                VALID_BEFORE,
                v,
                r,
                s,
                ""
            )
        );
    }

    function test_P36_NorDoesOneOfTheOtherForm() public {
        (OddToken odd, DepositIntent memory intent) = anOddIntent();
        assertNotReentered(
            odd,
            intent,
            abi.encodeWithSignature(
                "deposit((address,address,uint256,bytes32,bytes32),uint256,bytes,bytes)",
                intent,
                VALID_BEFORE,
                sign(intent),
                ""
            )
        );
    }

    function test_DepositRefusesACancelledAuthorization() public {
        DepositIntent memory intent = anIntent();
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256("CancelAuthorization(address authorizer,bytes32 nonce)"),
                renter,
                hashOf(intent)
            )
        );
        bytes32 digest = keccak256(
            abi.encodePacked(hex"1901", usdc.DOMAIN_SEPARATOR(), structHash)
        );
        usdc.cancelAuthorization(renter, hashOf(intent), signDigest(renterKey, digest));
        bytes memory sig = sign(intent);
        expectUsed(intent);
        send(intent, sig, "");
        assertNothingMoved(adapter);
    }
}

contract Erc3009BytesTest is Erc3009Test {
    function send(
        DepositIntent memory intent,
        bytes memory sig,
        bytes memory opening
    ) internal override {
        erc3009.deposit(intent, VALID_BEFORE, sig, opening);
    }

    function test_AContractAccountDepositsAndOpens() public {
        Order memory order = aUsdcOrder();
        order.renter = address(new KeyWallet(renter));
        usdc.mint(order.renter, DEPOSIT);
        DepositIntent memory intent = anIntentFor(order);
        send(intent, sign(intent), openingOf(order));
        assertEq(stateOf(intent.orderHash), RESERVED);
        assertEq(usdc.balanceOf(order.renter), 0);
        assertHoldsNothing(adapter);
    }

    function test_P24_ASignatureForOneWalletDoesNotServeItsTwin() public {
        DepositIntent memory intent = anIntent();
        intent.owner = address(new KeyWallet(renter));
        bytes memory sig = sign(intent);
        intent.owner = address(new KeyWallet(renter));
        usdc.mint(intent.owner, DEPOSIT);
        expectForged(intent, sig);
        assertEq(usdc.balanceOf(intent.owner), DEPOSIT);
    }
}
