// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DepositIntent} from "../../src/deposits/DepositIntent.sol";
import {IPermit2, Permit2Deposits} from "../../src/deposits/Permit2Deposits.sol";
import {Order} from "../../src/Terms.sol";
import {OddToken} from "../OddToken.sol";
import {KeyWallet} from "../Signatures.t.sol";
import {PERMIT2_CODE} from "../tokens/Permit2Code.sol";
import {IntentDeposits} from "./IntentDeposits.sol";

/// @dev What Permit2 refuses with.
error InvalidContractSignature();
error InvalidNonce();
error InvalidSigner();
error SignatureExpired(uint256 signatureDeadline);

contract Permit2DepositsTest is IntentDeposits {
    /// @dev A Permit2 signature is good at its deadline, an ERC-3009 one is not.
    uint256 internal constant DEADLINE = VALID_BEFORE - 1;
    uint256 internal constant NONCE = 7;

    address internal constant PERMIT2 = 0x000000000022D473030F116dDEE9F6B43aC78BA3;

    Permit2Deposits internal permit2;

    function setUp() public override {
        super.setUp();
        permit2 = new Permit2Deposits(escrow);
        permit2.approveEscrow(usdc);
        vm.etch(PERMIT2, PERMIT2_CODE);
        vm.prank(renter);
        usdc.approve(PERMIT2, type(uint256).max);
        adapter = permit2;
        forged = InvalidSigner.selector;
        spender = PERMIT2;
    }

    function sign(DepositIntent memory intent) internal view override returns (bytes memory) {
        return signDigest(renterKey, digestOf(intent));
    }

    function send(
        DepositIntent memory intent,
        bytes memory sig,
        bytes memory opening
    ) internal override {
        permit2.deposit(intent, NONCE, DEADLINE, sig, opening);
    }

    /// @dev Permit2's message, all its types spelled out.
    function digestOf(DepositIntent memory intent) private view returns (bytes32) {
        bytes32 permitted = keccak256(
            abi.encode(
                keccak256("TokenPermissions(address token,uint256 amount)"),
                intent.token,
                intent.amount
            )
        );
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256(
                    "PermitWitnessTransferFrom(TokenPermissions permitted,address spender,"
                    "uint256 nonce,uint256 deadline,DepositIntent witness)"
                    "DepositIntent(address owner,address token,uint256 amount,bytes32 orderHash,bytes32 salt)"
                    "TokenPermissions(address token,uint256 amount)"
                ),
                permitted,
                address(permit2),
                NONCE,
                DEADLINE,
                hashOf(intent)
            )
        );
        return keccak256(abi.encodePacked(hex"1901", permit2Domain(), structHash));
    }

    function permit2Domain() private view returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    keccak256(
                        "EIP712Domain(string name,uint256 chainId,address verifyingContract)"
                    ),
                    keccak256("Permit2"),
                    block.chainid,
                    PERMIT2
                )
            );
    }

    function expectUsed(DepositIntent memory) internal override {
        vm.expectRevert(InvalidNonce.selector);
    }

    function expectLate() internal override {
        vm.expectRevert(abi.encodeWithSelector(SignatureExpired.selector, DEADLINE));
    }

    // -- Permit2 alone

    function test_P20_NobodyButTheAdapterUsesTheSignature() public {
        DepositIntent memory intent = anIntent();
        bytes memory sig = sign(intent);
        vm.prank(keeper);
        vm.expectRevert(InvalidSigner.selector);
        IPermit2(PERMIT2).permitWitnessTransferFrom(
            IPermit2.PermitTransferFrom(
                IPermit2.TokenPermissions(address(usdc), DEPOSIT),
                NONCE,
                DEADLINE
            ),
            IPermit2.SignatureTransferDetails(keeper, DEPOSIT),
            renter,
            hashOf(intent),
            "DepositIntent witness)"
            "DepositIntent(address owner,address token,uint256 amount,bytes32 orderHash,bytes32 salt)"
            "TokenPermissions(address token,uint256 amount)",
            sig
        );
        assertNothingMoved(adapter);
    }

    function test_AContractAccountDepositsAndOpens() public {
        Order memory order = aUsdcOrder();
        order.renter = address(new KeyWallet(renter));
        usdc.mint(order.renter, DEPOSIT);
        vm.prank(order.renter);
        usdc.approve(PERMIT2, DEPOSIT);
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
        forged = InvalidContractSignature.selector;
        expectForged(intent, sig);
    }

    function test_P36_NoDepositBeginsWithinADeposit() public {
        (OddToken odd, DepositIntent memory intent) = anOddIntent();
        assertNotReentered(
            odd,
            intent,
            abi.encodeCall(permit2.deposit, (intent, NONCE + 1, DEADLINE, sign(intent), ""))
        );
    }
}
