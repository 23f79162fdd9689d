// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {Rate} from "../../src/Rental.sol";
import {Order} from "../../src/Terms.sol";
import {Ledger} from "./Ledger.sol";

/// @notice What should be true of each rental, told naively: as time passes, every live rental's
/// billed seconds are written down with their price, until its end or until the money does not pay
/// for a further second; a cut strikes seconds off again; what it costs is their sum.
abstract contract Stories is Ledger {
    struct Billed {
        uint256 from;
        uint256 to;
        uint256 pricePerHour;
    }

    struct Story {
        uint8 state;
        Rate rate; // what ticks now
        bool paused;
        bool preempted;
        bool noticed;
        uint256 put; // deposit and top-ups
        uint256 refunded;
        uint256 toProvider;
        uint256 fee;
        uint256 price;
        uint256 storagePrice;
        uint256 units; // base units times seconds
        uint256 told; // until this second
        uint256 dryAt; // when the money was used up; 0: not yet
        uint256 previousFrom; // the meter reaches no further back
        uint256 currentFrom; // when the current rate began, or will
        uint256 endsAt;
        uint256 retroLeft;
        uint256 struck; // seconds that halts and trims took off
    }

    Order[] internal orders;
    bytes32[] public ids;
    bytes32[] internal slices;
    Story[] private _stories;
    mapping(uint256 rental => Billed[]) private _billed;

    // -- Reading

    function storyOf(uint256 i) public view returns (Story memory) {
        return _stories[i];
    }

    function orderAt(uint256 i) external view returns (Order memory) {
        return orders[i];
    }

    function rentalCount() public view returns (uint256) {
        return ids.length;
    }

    function costBy(uint256 i, uint256 second) public view returns (uint256) {
        uint256 units = 0;
        for (uint256 k = 0; k < _billed[i].length; k++) {
            Billed memory billed = _billed[i][k];
            if (second <= billed.from) break;
            uint256 to = second < billed.to ? second : billed.to;
            units += (to - billed.from) * billed.pricePerHour;
        }
        return units / 3600;
    }

    function costNow(uint256 i) public view returns (uint256) {
        return _stories[i].state == CLOSED ? paidOf(i) : _stories[i].units / 3600;
    }

    function paidOf(uint256 i) public view returns (uint256) {
        return _stories[i].toProvider + _stories[i].fee;
    }

    /// @notice What is final: older than the window, or than the meter can reach.
    function finalNow(uint256 i) public view returns (uint256) {
        if (_stories[i].state == CLOSED) return paidOf(i);
        uint256 until = time - orders[i].offer.window;
        if (until < _stories[i].previousFrom) until = _stories[i].previousFrom;
        return costBy(i, until);
    }

    function isIn(uint256 i, uint8 state) public view returns (bool) {
        return _stories[i].state == state;
    }

    function isLive(uint256 i) public view returns (bool) {
        return _stories[i].state == RUNNING || _stories[i].state == HALTED;
    }

    function hasLapsed(uint256 i) public view returns (bool) {
        Story storage story = _stories[i];
        if (story.dryAt != 0 || time >= story.endsAt) return true;
        return story.put * 3600 - story.units < priceNow(story);
    }

    function isTicking(uint256 i) public view returns (bool) {
        return isLive(i) && !hasLapsed(i);
    }

    /// @notice The end that a stop records now.
    function endNow(uint256 i) public view returns (uint256) {
        if (_stories[i].dryAt != 0) return _stories[i].dryAt;
        return time < _stories[i].endsAt ? time : _stories[i].endsAt;
    }

    /// @notice Whether the rental keeps others off its slice.
    function holdsSlice(uint256 i) public view returns (bool) {
        Story storage story = _stories[i];
        if (story.state == RUNNING) return true;
        if (orders[i].offer.class == 0) return story.state == RESERVED || story.state == HALTED;
        return story.state == HALTED && story.preempted && story.currentFrom > time;
    }

    function isSliceFree(bytes32 slice) internal view returns (bool) {
        for (uint256 i = 0; i < slices.length; i++) {
            if (slices[i] == slice && holdsSlice(i)) return false;
        }
        return true;
    }

    function sliceOf(Order memory order) internal pure returns (bytes32) {
        return keccak256(abi.encode(order.offer.provider, order.offer.assetHash));
    }

    function tokenOf(uint256 i) internal view returns (IERC20) {
        return IERC20(orders[i].offer.token);
    }

    function storyAt(uint256 i) internal view returns (Story storage) {
        return _stories[i];
    }

    // -- Telling what happened

    function tellOrder(Order memory order) internal returns (uint256 i) {
        i = ids.length;
        orders.push(order);
        ids.push(escrow.hashOrder(order));
        slices.push(sliceOf(order));
        _stories.push();
    }

    function tellOpened(uint256 i) internal {
        Order memory order = orders[i];
        Story storage story = _stories[i];
        story.state = RESERVED;
        story.put = order.deposit;
        story.price = order.pricePerHour;
        story.storagePrice = order.offer.storagePricePerHour;
        story.endsAt = order.maxEnd;
        story.retroLeft = order.offer.retroBudget;
    }

    function tellRefunded(uint256 i) internal {
        giveBack(i, _stories[i].put);
        _stories[i].state = CLOSED;
    }

    function tellStarted(uint256 i) internal {
        Story storage story = _stories[i];
        story.state = RUNNING;
        story.rate = Rate.PRICE;
        story.previousFrom = time;
        story.currentFrom = time;
        story.told = time;
    }

    /// @dev The rate changes at second `from`, which may lie ahead for one change.
    function tellTurn(uint256 i, uint8 state, Rate rate, uint256 from) internal {
        Story storage story = _stories[i];
        story.state = state;
        story.previousFrom = story.currentFrom;
        story.currentFrom = from;
        if (from <= time) story.rate = rate;
    }

    /// @dev The machine has been down since then.
    function tellDown(uint256 i, uint256 since) internal {
        Story storage story = _stories[i];
        strikeFrom(i, since);
        story.preempted = false;
        if (since < story.currentFrom) {
            story.currentFrom = since;
            story.rate = Rate.NONE;
            story.state = HALTED;
        } else {
            tellTurn(i, HALTED, Rate.NONE, since);
        }
    }

    function tellTrimmed(uint256 i, uint256 since) internal {
        Story storage story = _stories[i];
        uint256 cost = costNow(i);
        strikeFrom(i, since);
        story.endsAt = since;
        if (since < story.currentFrom) story.currentFrom = since;
        giveBack(i, cost - costNow(i));
    }

    function tellPrices(uint256 i, uint256 price, uint256 storagePrice) internal {
        Story storage story = _stories[i];
        story.price = price;
        story.storagePrice = storagePrice;
        if (story.state == RESERVED) return;
        story.previousFrom = time;
        if (story.currentFrom < time) story.currentFrom = time;
    }

    function tellToppedUp(uint256 i, address from, uint256 amount) internal {
        _stories[i].put += amount;
        bookSpending(tokenOf(i), from, amount);
    }

    function tellEnded(uint256 i, uint256 endedAt) internal {
        Story storage story = _stories[i];
        story.state = ENDED;
        story.endsAt = endedAt;
        giveBack(i, story.put - costBy(i, endedAt));
    }

    /// @dev Everything is paid up to `total`, the fee as the difference of two floors.
    function tellPaid(uint256 i, uint256 total) internal {
        uint256 paid = paidOf(i);
        if (total <= paid) return;
        Story storage story = _stories[i];
        uint256 feeBps = orders[i].feeBps;
        uint256 fee = (total * feeBps) / 10_000 - (paid * feeBps) / 10_000;
        uint256 earned = total - paid - fee;
        story.toProvider += earned;
        story.fee += fee;
        feesEarned[tokenOf(i)] += fee;
        bookEarning(tokenOf(i), orders[i].offer.provider, earned);
    }

    function tellAgreed(uint256 i, uint256 total, uint256 endedAt) internal {
        uint256 cost = costBy(i, endedAt);
        if (isLive(i)) tellEnded(i, endedAt);
        tellPaid(i, total);
        giveBack(i, cost - total);
        _stories[i].state = CLOSED;
    }

    function tellClosed(uint256 i) internal {
        tellPaid(i, costNow(i));
        _stories[i].state = CLOSED;
    }

    /// @dev What a live rental was billed until now, whatever became of its price on the way.
    function tellTime(uint256 i) internal {
        Story storage story = _stories[i];
        if (!isLive(i)) return;
        if (story.preempted && story.rate == Rate.PRICE && story.currentFrom <= time) {
            bill(i, story.currentFrom);
            story.rate = Rate.STORAGE;
        }
        bill(i, time);
    }

    // -- Inside

    function priceNow(Story storage story) private view returns (uint256) {
        if (story.rate == Rate.PRICE) return story.price;
        return story.rate == Rate.STORAGE ? story.storagePrice : 0;
    }

    function bill(uint256 i, uint256 until) private {
        Story storage story = _stories[i];
        uint256 from = story.told;
        uint256 price = priceNow(story);
        story.told = until;
        if (until > story.endsAt) until = story.endsAt;
        if (price == 0 || story.dryAt != 0 || until <= from) return;
        uint256 affordable = (story.put * 3600 - story.units) / price;
        if (affordable < until - from) {
            until = from + affordable;
            story.dryAt = until;
        }
        story.units += (until - from) * price;
        write(_billed[i], from, until, price);
    }

    function write(Billed[] storage list, uint256 from, uint256 to, uint256 price) private {
        if (from == to) return;
        if (list.length > 0) {
            Billed storage last = list[list.length - 1];
            if (last.to == from && last.pricePerHour == price) {
                last.to = to;
                return;
            }
        }
        list.push(Billed(from, to, price));
    }

    function strikeFrom(uint256 i, uint256 since) private {
        Billed[] storage list = _billed[i];
        while (list.length > 0 && list[list.length - 1].to > since) {
            Billed storage last = list[list.length - 1];
            uint256 from = since > last.from ? since : last.from;
            _stories[i].units -= (last.to - from) * last.pricePerHour;
            if (from == last.from) list.pop();
            else last.to = from;
        }
    }

    function giveBack(uint256 i, uint256 amount) private {
        _stories[i].refunded += amount;
        bookRefund(tokenOf(i), orders[i].renter, amount);
    }
}
