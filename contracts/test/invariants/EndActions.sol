// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Statement, Stop, Terms} from "../../src/Terms.sol";
import {TermsActions} from "./TermsActions.sol";

/// @notice Ends and payments, by everybody who may.
abstract contract EndActions is TermsActions {
    enum Sides {
        BOTH,
        RENTER,
        PROVIDER
    }

    constructor() {
        canPlay(EndActions.stopAsRenter.selector, 2, "stop");
        canPlay(EndActions.stopAsDelegate.selector, 1, "stop as delegate");
        canPlay(EndActions.stopBySig.selector, 2, "stopBySig");
        canPlay(EndActions.stopLapsed.selector, 2, "stop lapsed");
        canPlay(EndActions.expire.selector, 1, "expire");
        canPlay(EndActions.settle.selector, 4, "settle");
        hasForm("settle any");
        canPlay(EndActions.close.selector, 3, "close");
        canPlay(EndActions.agreeLive.selector, 1, "statement, live");
        canPlay(EndActions.agreeEnded.selector, 2, "statement, ended");
        hasForm("statement by renter");
        hasForm("statement by provider");
    }

    function stopAsRenter(uint256 seed) external played {
        (bool found, uint256 i) = pick(seed, isLive);
        if (!found) return;
        touch(i);
        vm.prank(orders[i].renter);
        escrow.stop(orders[i]);
        tellEnded(i, endNow(i));
        done("stop");
    }

    function stopAsDelegate(uint256 seed) external played {
        (bool found, uint256 i) = pick(seed, isLive);
        if (!found) return;
        address helper = aDelegate(seed, orders[i].renter, tokenOf(i), 1, 0);
        touch(i);
        vm.prank(helper);
        escrow.stop(orders[i]);
        tellEnded(i, endNow(i));
        done("stop as delegate");
    }

    function stopBySig(uint256 seed) external played {
        (bool found, uint256 i) = pick(seed, isLive);
        if (!found) return;
        Stop memory signed = Stop(ids[i], uint40(time + roll(seed, "deadline", 0, 1 days)));
        bytes32 structHash = keccak256(abi.encode(Terms.STOP_TYPEHASH, signed));
        (address caller, bytes memory sig) = sentBy(seed, orders[i].renter, structHash);
        touch(i);
        vm.prank(caller);
        escrow.stopBySig(orders[i], signed, sig);
        tellEnded(i, endNow(i));
        done("stopBySig");
    }

    /// @dev Of a rental that time or money has ended; by anybody.
    function stopLapsed(uint256 seed) external played {
        runErrand(seed, Errand.STOP, "stop lapsed");
    }

    function expire(uint256 seed) external played {
        runErrand(seed, Errand.EXPIRE, "expire");
    }

    function settle(uint256 seed) external played {
        (bool found, uint256 i) = pick(seed, hasVested);
        if (found && oneIn(seed, "pays", 2)) runErrandFor(seed, Errand.SETTLE, i, "settle");
        else runErrand(seed, Errand.SETTLE, "settle any");
    }

    function close(uint256 seed) external played {
        runErrand(seed, Errand.CLOSE, "close");
    }

    // -- Statements

    /// @dev Both sign, of a live rental.
    function agreeLive(uint256 seed) external played {
        (bool found, uint256 i) = pick(seed, isLive);
        if (!found) return;
        uint256 endedAt = endNow(i) - roll(seed, "earlier", 0, 2 hours);
        if (costBy(i, endedAt) < paidOf(i)) return;
        uint256 gross = roll(seed, "gross", paidOf(i), costBy(i, endedAt));
        agree(seed, i, gross, endedAt, Sides.BOTH);
        done("statement, live");
    }

    /// @dev Of an ended rental: both sign; or the renter alone waives the window; or the provider
    /// alone gives up all that is not final.
    function agreeEnded(uint256 seed) external played {
        (bool found, uint256 i) = pick(seed, isEnded);
        if (!found) return;
        Sides sides = Sides(roll(seed, "sides", 0, uint256(type(Sides).max)));
        uint256 least = sides == Sides.RENTER ? costNow(i) : paidOf(i);
        uint256 most = sides == Sides.PROVIDER ? finalNow(i) : costNow(i);
        uint256 gross = roll(seed, "gross", least, most < least ? least : most);
        agree(seed, i, gross, storyAt(i).endsAt, sides);
        if (sides == Sides.BOTH) done("statement, ended");
        else
            done(
                sides == Sides.RENTER
                    ? bytes32("statement by renter")
                    : bytes32("statement by provider")
            );
    }

    // -- Inside

    function hasVested(uint256 i) private view returns (bool) {
        return finalNow(i) > paidOf(i);
    }

    function runErrand(uint256 seed, Errand errand, bytes32 name) private {
        uint256 first = roll(seed, "rental", 0, ids.length);
        for (uint256 k = 0; k < ids.length; k++) {
            uint256 i = (first + k) % ids.length;
            if (!isDue(errand, i)) continue;
            runErrandFor(seed, errand, i, name);
            return;
        }
    }

    function runErrandFor(uint256 seed, Errand errand, uint256 i, bytes32 name) private {
        bytes memory call_ = callOf(errand, i);
        touch(i);
        vm.prank(oneOf(seed, "caller", helpers));
        (bool ran, ) = address(escrow).call(call_);
        assertTrue(ran, "refused though due");
        tellErrand(errand, i);
        done(name);
    }

    function agree(uint256 seed, uint256 i, uint256 gross, uint256 endedAt, Sides sides) private {
        Statement memory signed = Statement({
            rentalId: ids[i],
            gross: uint96(gross),
            endedAt: uint40(endedAt),
            turn: escrow.rental(ids[i]).turn,
            deadline: uint40(time)
        });
        bytes32 structHash = keccak256(abi.encode(Terms.STATEMENT_TYPEHASH, signed));
        bytes memory renterSig = signOf(orders[i].renter, digestOf(structHash));
        bytes memory providerSig = signOf(orders[i].offer.provider, digestOf(structHash));
        if (sides == Sides.RENTER) providerSig = "";
        if (sides == Sides.PROVIDER) renterSig = "";
        allowStrike();
        touch(i);
        vm.prank(oneOf(seed, "caller", helpers));
        escrow.statement(orders[i], signed, renterSig, providerSig);
        tellAgreed(i, gross, endedAt);
    }
}
