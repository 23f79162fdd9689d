// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import {EscrowParams} from "../src/EscrowParams.sol";
import {OutOfBounds, ZeroAddress} from "../src/Refusals.sol";
import {RentalEscrow} from "../src/RentalEscrow.sol";
import {EscrowFixture} from "./EscrowFixture.sol";

contract FineGrainedToken is ERC20("Fine Grained Token", "FINE") {
    function decimals() public pure override returns (uint8) {
        return 19;
    }
}

contract ParamsTest is EscrowFixture {
    function test_GovernanceSetsTheTermsOfNewRentals() public {
        vm.expectEmit(address(params));
        emit EscrowParams.FeeSet(1500);
        params.setFee(1500);
        vm.expectEmit(address(params));
        emit EscrowParams.TokenDelisted(address(dollar));
        params.delistToken(address(dollar));
        (bool listed, uint16 feeBps) = params.openingTerms(address(dollar));
        assertFalse(listed);
        assertEq(feeBps, 1500);
        vm.expectEmit(address(params));
        emit EscrowParams.TokenListed(address(dollar));
        params.listToken(address(dollar));
        (listed, ) = params.openingTerms(address(dollar));
        assertTrue(listed);
        vm.expectEmit(address(params));
        emit EscrowParams.FeeRecipientSet(keeper);
        params.setFeeRecipient(keeper);
        assertEq(params.feeRecipient(), keeper);
    }

    function test_NobodyElseDoes() public {
        bytes memory refusal = abi.encodeWithSelector(
            IAccessManaged.AccessManagedUnauthorized.selector,
            keeper
        );
        vm.startPrank(keeper);
        vm.expectRevert(refusal);
        params.setFee(0);
        vm.expectRevert(refusal);
        params.setFeeRecipient(keeper);
        vm.expectRevert(refusal);
        params.listToken(address(dollar));
        vm.expectRevert(refusal);
        params.delistToken(address(dollar));
        vm.stopPrank();
    }

    function test_P18_TheFeeHasACap() public {
        vm.expectRevert(
            abi.encodeWithSelector(OutOfBounds.selector, bytes32("feeBps"), 1501, 1500)
        );
        params.setFee(1501);
    }

    function test_FeesGoToSomebody() public {
        vm.expectRevert(abi.encodeWithSelector(ZeroAddress.selector, bytes32("feeRecipient")));
        params.setFeeRecipient(address(0));
    }

    function test_TokensHaveAtMost18Decimals() public {
        FineGrainedToken fine = new FineGrainedToken();
        vm.expectRevert(abi.encodeWithSelector(OutOfBounds.selector, bytes32("decimals"), 19, 18));
        params.listToken(address(fine));
    }

    function test_TheEscrowNeedsParams() public {
        vm.expectRevert(abi.encodeWithSelector(ZeroAddress.selector, bytes32("params")));
        new RentalEscrow(EscrowParams(address(0)));
    }
}
