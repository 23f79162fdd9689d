// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Vm} from "forge-std/Vm.sol";

import {RentalEscrow} from "../src/RentalEscrow.sol";
import {Offer, Order, Stop} from "../src/Terms.sol";
import {EscrowFixture} from "./EscrowFixture.sol";
import {OddToken} from "./OddToken.sol";

/// @notice A market in which anything may happen next: three renters, three providers, a meter, a
/// keeper and a stranger; tokens of 6 and of 18 decimals; time steps from 0 s to 40 d. Each action
/// takes one seed, acts only where it may succeed, keeps its own ledger of what should be, and
/// checks what it touched. The invariants compare the ledger with the escrow.
contract EscrowHandler is EscrowFixture {
    struct Actor {
        address addr;
        uint256 key;
    }

    /// @dev What should be true of one account, from the handler's own doings.
    struct Ledger {
        uint256 deposited;
        uint256 withdrawn;
        uint256 spent;
        uint256 refunded;
        uint256 earned;
    }

    /// @dev What should be true of one rental.
    struct Story {
        uint256 refunded;
        uint256 toProvider;
        uint256 fee;
        uint256 startedAt;
        uint256 stoppedAt;
    }

    uint256 public constant PROVIDERS = 3;
    uint256 public constant ASSETS = 2;
    uint256 private constant NO_RENTAL = type(uint256).max;

    Actor[] private _renters;
    Actor[] private _providers;
    address[] public owners;
    IERC20[] public tokens;

    Order[] private _orders;
    bytes32[] public ids;
    mapping(bytes32 id => Story) public stories;
    mapping(IERC20 token => mapping(address owner => Ledger)) public ledgers;
    mapping(IERC20 token => uint256) public donated;
    mapping(IERC20 token => uint256) public feesPaidOut;

    /// @dev The fold of all logs.
    mapping(bytes32 id => uint256) public foldedRentalSeq;
    mapping(address token => mapping(address owner => uint256)) public foldedSeq;
    mapping(address token => mapping(address owner => uint256)) public foldedFree;

    /// @dev How often each action succeeded, by its name.
    mapping(bytes32 action => uint256) public successes;
    /// @dev How often each property was seen broken, by its number.
    mapping(uint256 property => uint256) public violations;

    /// @dev Block time, kept here because the runner resets it between calls.
    uint256 public time = T0;
    uint256 private _salt;

    mapping(bytes32 id => bytes32) private _rentalBefore;
    mapping(bytes32 id => uint8) private _stateBefore;
    mapping(IERC20 token => mapping(address owner => uint256)) private _freeBefore;
    mapping(IERC20 token => uint256) private _feesBefore;

    constructor() {
        setUp();
        OddToken wei18 = new OddToken();
        params.listToken(address(wei18));
        tokens.push(dollar);
        tokens.push(wei18);
        for (uint256 i = 0; i < PROVIDERS; i++) {
            _renters.push(actor(string.concat("renter ", vm.toString(i))));
            _providers.push(actor(string.concat("provider ", vm.toString(i))));
        }
        owners.push(keeper);
        for (uint256 i = 0; i < tokens.length; i++) {
            vm.prank(keeper);
            tokens[i].approve(address(escrow), type(uint256).max);
        }
    }

    // -- Actions: money in and out

    function deposit(uint256 seed) external atItsTime {
        address owner = owners[roll(seed, "owner", 0, owners.length - 1)];
        IERC20 token = tokens[roll(seed, "token", 0, 1)];
        fundAccount(token, owner, roll(seed, "amount", 1, 100 * unit(token)));
    }

    function withdraw(uint256 seed) external atItsTime {
        address owner = owners[roll(seed, "owner", 0, owners.length - 1)];
        IERC20 token = tokens[roll(seed, "token", 0, 1)];
        uint256 free = escrow.account(address(token), owner).free;
        if (free == 0) return;
        uint256 amount = roll(seed, "amount", 1, free);
        look();
        vm.prank(owner);
        escrow.withdraw(address(token), makeAddr("outside"), amount);
        ledgers[token][owner].withdrawn += amount;
        judge("withdraw", owner, NO_RENTAL);
    }

    function withdrawFees(uint256 seed) external atItsTime {
        IERC20 token = tokens[roll(seed, "token", 0, 1)];
        uint256 bucket = escrow.fees(address(token));
        if (bucket == 0) return;
        look();
        vm.prank(keeper);
        escrow.withdrawFees(address(token));
        feesPaidOut[token] += bucket;
        judge("withdrawFees", address(0), NO_RENTAL);
    }

    function donate(uint256 seed) external atItsTime {
        IERC20 token = tokens[roll(seed, "token", 0, 1)];
        uint256 amount = roll(seed, "amount", 1, unit(token));
        OddToken(address(token)).mint(address(escrow), amount);
        donated[token] += amount;
        successes["donate"] += 1;
    }

    // -- Actions: opening

    function open(uint256 seed) external atItsTime {
        (bool possible, Order memory order, bytes memory offerSig) = prepare(seed);
        if (!possible) return;
        bytes32 id = remember(order);
        look();
        vm.prank(order.renter);
        escrow.open(order, offerSig);
        ledgers[IERC20(order.offer.token)][order.renter].spent += order.deposit;
        judge("open", order.renter, ids.length - 1);
        assertEq(stateOf(id), RESERVED);
    }

    function openBySig(uint256 seed) external atItsTime {
        (bool possible, Order memory order, bytes memory offerSig) = prepare(seed);
        if (!possible) return;
        bytes32 id = remember(order);
        bytes memory orderSig = signDigest(keyOf(_renters, order.renter), id);
        look();
        vm.prank(keeper);
        escrow.openBySig(order, orderSig, offerSig);
        ledgers[IERC20(order.offer.token)][order.renter].spent += order.deposit;
        judge("openBySig", order.renter, ids.length - 1);
    }

    function cancelOffer(uint256 seed) external atItsTime {
        Offer memory offer = rollOffer(seed);
        look();
        vm.prank(offer.provider);
        escrow.cancelOffer(offer);
        judge("cancelOffer", address(0), NO_RENTAL);
    }

    function incrementCounter(uint256 seed) external atItsTime {
        look();
        vm.prank(owners[roll(seed, "owner", 0, owners.length - 1)]);
        escrow.incrementCounter();
        judge("incrementCounter", address(0), NO_RENTAL);
    }

    function setFee(uint256 seed) external atItsTime {
        look();
        params.setFee(uint16(roll(seed, "fee", 0, 1500)));
        judge("setFee", address(0), NO_RENTAL);
    }

    // -- Actions: a rental's life

    function cancel(uint256 seed) external atItsTime {
        (bool found, uint256 i) = pick(seed, RESERVED);
        if (!found) return;
        look();
        vm.prank(_orders[i].renter);
        escrow.cancel(_orders[i]);
        bookRefund(i);
        judge("cancel", address(0), i);
    }

    function decline(uint256 seed) external atItsTime {
        (bool found, uint256 i) = pick(seed, RESERVED);
        if (!found) return;
        look();
        vm.prank(_orders[i].offer.provider);
        escrow.decline(_orders[i]);
        bookRefund(i);
        judge("decline", address(0), i);
    }

    function expire(uint256 seed) external atItsTime {
        (bool found, uint256 i) = pick(seed, RESERVED);
        if (!found || time <= _orders[i].startDeadline) return;
        look();
        vm.prank(keeper);
        escrow.expire(_orders[i]);
        bookRefund(i);
        judge("expire", address(0), i);
    }

    function start(uint256 seed) external atItsTime {
        (bool found, uint256 i) = pick(seed, RESERVED);
        if (!found || time > _orders[i].startDeadline) return;
        look();
        vm.prank(_orders[i].starter == 1 ? meter : _orders[i].renter);
        escrow.start(_orders[i]);
        stories[ids[i]].startedAt = time;
        if (escrow.rental(ids[i]).clockFrom != time) violations[28] += 1;
        judge("start", address(0), i);
    }

    function stop(uint256 seed) external atItsTime {
        (bool found, uint256 i) = pick(seed, RUNNING);
        if (!found) return;
        look();
        vm.prank(_orders[i].renter);
        escrow.stop(_orders[i]);
        bookStop(i);
        judge("stop", address(0), i);
    }

    function stopBySig(uint256 seed) external atItsTime {
        (bool found, uint256 i) = pick(seed, RUNNING);
        if (!found) return;
        Stop memory signedStop = Stop(ids[i], uint40(time + roll(seed, "deadline", 0, 1 days)));
        bytes memory sig = stopSigOf(keyOf(_renters, _orders[i].renter), signedStop);
        look();
        vm.prank(keeper);
        escrow.stopBySig(_orders[i], signedStop, sig);
        bookStop(i);
        judge("stopBySig", address(0), i);
    }

    function stopLapsed(uint256 seed) external atItsTime {
        (bool found, uint256 i) = pick(seed, RUNNING);
        if (!found) return;
        (, , uint256 endCap) = escrow.accrued(_orders[i]);
        if (time < endCap) return;
        look();
        vm.prank(keeper);
        escrow.stop(_orders[i]);
        bookStop(i);
        judge("stopLapsed", address(0), i);
    }

    function settle(uint256 seed) external atItsTime {
        (bool found, uint256 i) = pick(seed, seed % 2 == 0 ? RUNNING : ENDED);
        if (!found) return;
        uint256 claimed = escrow.rental(ids[i]).claimed;
        look();
        vm.prank(keeper);
        escrow.settle(_orders[i]);
        bookPayout(i);
        bool paid = escrow.rental(ids[i]).claimed > claimed;
        judge(paid ? bytes32("settle") : bytes32("settleNothing"), address(0), i);
    }

    function close(uint256 seed) external atItsTime {
        (bool found, uint256 i) = pick(seed, ENDED);
        if (!found || time < escrow.rental(ids[i]).endsAt + _orders[i].offer.window) return;
        look();
        vm.prank(keeper);
        escrow.close(_orders[i]);
        bookPayout(i);
        judge("close", address(0), i);
    }

    /// @dev A stranger tries something on any rental, replays included. Whatever happens, the
    /// judge looks at what moved.
    function meddle(uint256 seed) external atItsTime {
        if (ids.length == 0) return;
        uint256 i = roll(seed, "rental", 0, ids.length - 1);
        Order memory order = _orders[i];
        uint256 providerKey_ = keyOf(_providers, order.offer.provider);
        bytes memory orderSig = signDigest(keyOf(_renters, order.renter), ids[i]);
        bytes memory offerSig = signDigest(providerKey_, escrow.hashOffer(order.offer));
        bytes[6] memory calls = [
            abi.encodeCall(escrow.openBySig, (order, orderSig, offerSig)),
            abi.encodeCall(escrow.open, (order, offerSig)),
            abi.encodeCall(escrow.cancel, (order)),
            abi.encodeCall(escrow.decline, (order)),
            abi.encodeCall(escrow.start, (order)),
            abi.encodeCall(escrow.withdraw, (order.offer.token, address(this), 1))
        ];
        look();
        vm.prank(makeAddr("stranger"));
        (bool ok, ) = address(escrow).call(calls[roll(seed, "call", 0, calls.length - 1)]);
        if (ok) violations[20] += 1;
        judge("meddle", address(0), i);
    }

    function pass(uint256 seed) external atItsTime {
        uint256[5] memory most = [uint256(0), 1 minutes, 1 hours, 1 days, 40 days];
        time += roll(seed, "seconds", 0, most[roll(seed, "scale", 0, 4)]);
        successes["pass"] += 1;
    }

    // -- What the invariants ask

    /// @notice The actions to choose from, the frequent ones named twice.
    function actions() external pure returns (bytes4[] memory selectors) {
        bytes4[24] memory all = [
            this.deposit.selector,
            this.withdraw.selector,
            this.withdrawFees.selector,
            this.donate.selector,
            this.open.selector,
            this.open.selector,
            this.openBySig.selector,
            this.cancelOffer.selector,
            this.incrementCounter.selector,
            this.setFee.selector,
            this.cancel.selector,
            this.decline.selector,
            this.expire.selector,
            this.start.selector,
            this.start.selector,
            this.start.selector,
            this.stop.selector,
            this.stopBySig.selector,
            this.stopLapsed.selector,
            this.settle.selector,
            this.close.selector,
            this.meddle.selector,
            this.pass.selector,
            this.pass.selector
        ];
        selectors = new bytes4[](all.length);
        for (uint256 i = 0; i < all.length; i++) selectors[i] = all[i];
    }

    function market() external view returns (RentalEscrow) {
        return escrow;
    }

    function orderAt(uint256 i) external view returns (Order memory) {
        return _orders[i];
    }

    function rentalCount() external view returns (uint256) {
        return ids.length;
    }

    function ownerCount() external view returns (uint256) {
        return owners.length;
    }

    function providerAt(uint256 i) external view returns (address) {
        return _providers[i].addr;
    }

    function assetAt(uint256 i) public pure returns (bytes32) {
        return keccak256(abi.encode("asset", i));
    }

    /// @notice All deadlines pass, operators stay silent, and everybody leaves with everything.
    function everybodyLeaves() external atItsTime {
        time += 400 days;
        vm.warp(time);
        for (uint256 i = 0; i < ids.length; i++) {
            if (stateOf(ids[i]) == RESERVED) escrow.expire(_orders[i]);
            if (stateOf(ids[i]) == RUNNING) escrow.stop(_orders[i]);
            if (stateOf(ids[i]) == ENDED) escrow.close(_orders[i]);
        }
        for (uint256 t = 0; t < tokens.length; t++) {
            address token = address(tokens[t]);
            for (uint256 i = 0; i < owners.length; i++) {
                uint256 free = escrow.account(token, owners[i]).free;
                if (free == 0) continue;
                vm.prank(owners[i]);
                escrow.withdraw(token, owners[i], free);
            }
            if (escrow.fees(token) > 0) escrow.withdrawFees(token);
        }
    }

    // -- Making orders

    function prepare(uint256 seed) private returns (bool, Order memory order, bytes memory sig) {
        order.offer = rollOffer(seed);
        bytes32 offerHash = escrow.hashOffer(order.offer);
        if (uint256(holderOf(order.offer)) > 1) return (false, order, sig);
        if (escrow.offerUse(offerHash).cancelled) return (false, order, sig);
        order.renter = _renters[roll(seed, "renter", 0, 2)].addr;
        order.pricePerHour = order.offer.pricePerHour + uint96(roll(seed, "bid", 0, 1));
        uint256 least = (uint256(order.pricePerHour) * order.offer.minDuration) / 3600 + 1;
        order.deposit = uint96(least + roll(seed, "deposit", 0, 40 * uint256(order.pricePerHour)));
        (, order.feeBps) = params.openingTerms(order.offer.token);
        order.starter = uint8(roll(seed, "starter", 0, 1));
        order.startDeadline = uint40(time + roll(seed, "startDeadline", 0, 1 days));
        order.maxEnd = order.startDeadline + uint40(roll(seed, "maxEnd", 1, 3 days));
        order.validUntil = uint40(time);
        order.counter = escrow.counter(order.renter);
        order.salt = bytes32(++_salt);
        topUpTo(IERC20(order.offer.token), order.renter, order.deposit);
        uint256 key = keyOf(_providers, order.offer.provider);
        return (true, order, signDigest(key, offerHash));
    }

    function rollOffer(uint256 seed) private view returns (Offer memory offer) {
        IERC20 token = tokens[roll(seed, "token", 0, 1)];
        offer = anOffer();
        offer.provider = _providers[roll(seed, "provider", 0, PROVIDERS - 1)].addr;
        offer.token = address(token);
        offer.pricePerHour = uint96(roll(seed, "price", 1, 5 * unit(token)));
        offer.storagePricePerHour = 0;
        offer.assetHash = assetAt(roll(seed, "asset", 0, ASSETS - 1));
        offer.window = uint32(roll(seed, "window", 0, 3 hours));
        offer.startWithin = 1 days;
        offer.availableUntil = type(uint40).max;
        offer.validUntil = type(uint40).max;
        offer.counter = escrow.counter(offer.provider);
        offer.salt = bytes32(seed);
    }

    function remember(Order memory order) private returns (bytes32 id) {
        id = escrow.hashOrder(order);
        _orders.push(order);
        ids.push(id);
    }

    function topUpTo(IERC20 token, address owner, uint256 amount) private {
        uint256 free = escrow.account(address(token), owner).free;
        if (free < amount) fundAccount(token, owner, amount - free);
    }

    function fundAccount(IERC20 token, address owner, uint256 amount) private {
        deal(address(token), keeper, amount);
        look();
        vm.prank(keeper);
        escrow.deposit(address(token), owner, amount);
        ledgers[token][owner].deposited += amount;
        judge("deposit", address(0), NO_RENTAL);
    }

    // -- Keeping the ledger, from balances before and after

    function bookRefund(uint256 i) private {
        uint256 refund = gained(i, _orders[i].renter);
        stories[ids[i]].refunded += refund;
        ledgers[IERC20(_orders[i].offer.token)][_orders[i].renter].refunded += refund;
    }

    function bookStop(uint256 i) private {
        bookRefund(i);
        stories[ids[i]].stoppedAt = time;
    }

    function bookPayout(uint256 i) private {
        IERC20 token = IERC20(_orders[i].offer.token);
        uint256 earned = gained(i, _orders[i].offer.provider);
        stories[ids[i]].toProvider += earned;
        stories[ids[i]].fee += escrow.fees(address(token)) - _feesBefore[token];
        ledgers[token][_orders[i].offer.provider].earned += earned;
    }

    function gained(uint256 i, address owner) private view returns (uint256) {
        address token = _orders[i].offer.token;
        return escrow.account(token, owner).free - _freeBefore[IERC20(token)][owner];
    }

    // -- Watching each action

    modifier atItsTime() {
        vm.warp(time);
        _;
    }

    /// @dev Takes down every balance and rental, and begins to listen.
    function look() private {
        for (uint256 t = 0; t < tokens.length; t++) {
            _feesBefore[tokens[t]] = escrow.fees(address(tokens[t]));
            for (uint256 i = 0; i < owners.length; i++) {
                uint256 free = escrow.account(address(tokens[t]), owners[i]).free;
                _freeBefore[tokens[t]][owners[i]] = free;
            }
        }
        for (uint256 i = 0; i < ids.length; i++) {
            _rentalBefore[ids[i]] = keccak256(abi.encode(escrow.rental(ids[i])));
            _stateBefore[ids[i]] = stateOf(ids[i]);
        }
        vm.recordLogs();
    }

    /// @param consenting Whose balance may fall: it called, or signed.
    /// @param touched The rental the action named.
    function judge(bytes32 action, address consenting, uint256 touched) private {
        fold(vm.getRecordedLogs());
        for (uint256 t = 0; t < tokens.length; t++) {
            for (uint256 i = 0; i < owners.length; i++) {
                uint256 before = _freeBefore[tokens[t]][owners[i]];
                uint256 free = escrow.account(address(tokens[t]), owners[i]).free;
                if (free < before && owners[i] != consenting) violations[20] += 1;
                if (free > before && !mayGain(tokens[t], owners[i], touched)) violations[21] += 1;
            }
        }
        for (uint256 i = 0; i < ids.length; i++) {
            bytes32 rental = keccak256(abi.encode(escrow.rental(ids[i])));
            if (i != touched && rental != _rentalBefore[ids[i]]) violations[21] += 1;
            if (!mayFollow(_stateBefore[ids[i]], stateOf(ids[i]))) violations[26] += 1;
        }
        successes[action] += 1;
    }

    /// @dev A rental pays its own renter and provider only; without one, somebody deposited.
    function mayGain(IERC20 token, address owner, uint256 touched) private view returns (bool) {
        if (touched == NO_RENTAL) return true;
        Order memory order = _orders[touched];
        return
            order.offer.token == address(token) &&
            (owner == order.renter || owner == order.offer.provider);
    }

    function mayFollow(uint8 from, uint8 to) private pure returns (bool) {
        if (from == to) return true;
        if (from == NONE) return to == RESERVED;
        if (from == RESERVED) return to == RUNNING || to == CLOSED;
        if (from == RUNNING) return to == ENDED;
        return from == ENDED && to == CLOSED;
    }

    /// @dev Every event of a rental ends in the rental's seq; every event of an account in its
    /// free balance and seq.
    function fold(Vm.Log[] memory logs) private {
        for (uint256 i = 0; i < logs.length; i++) {
            if (logs[i].emitter != address(escrow)) continue;
            bytes32 kind = logs[i].topics[0];
            if (isOfAccount(kind)) foldAccount(logs[i]);
            if (isOfRental(kind)) foldRental(logs[i]);
        }
    }

    function foldAccount(Vm.Log memory log) private {
        address token = address(uint160(uint256(log.topics[1])));
        address owner = address(uint160(uint256(log.topics[2])));
        uint256 seq = wordFromEnd(log.data, 0);
        if (seq != foldedSeq[token][owner] + 1) violations[27] += 1;
        foldedSeq[token][owner] = seq;
        foldedFree[token][owner] = wordFromEnd(log.data, 1);
    }

    function foldRental(Vm.Log memory log) private {
        uint256 seq = wordFromEnd(log.data, 0);
        if (seq != foldedRentalSeq[log.topics[1]] + 1) violations[27] += 1;
        foldedRentalSeq[log.topics[1]] = seq;
    }

    function isOfAccount(bytes32 kind) private pure returns (bool) {
        return
            kind == RentalEscrow.Deposited.selector ||
            kind == RentalEscrow.Withdrawn.selector ||
            kind == RentalEscrow.Credited.selector ||
            kind == RentalEscrow.Debited.selector;
    }

    function isOfRental(bytes32 kind) private pure returns (bool) {
        return
            kind == RentalEscrow.RentalOpened.selector ||
            kind == RentalEscrow.RentalStarted.selector ||
            kind == RentalEscrow.RentalStopped.selector ||
            kind == RentalEscrow.Settled.selector ||
            kind == RentalEscrow.RentalClosed.selector;
    }

    // -- Dice and small change

    function roll(
        uint256 seed,
        string memory what,
        uint256 least,
        uint256 most
    ) private pure returns (uint256) {
        return least + (uint256(keccak256(abi.encode(seed, what))) % (most - least + 1));
    }

    /// @dev A rental in the given state, searched from a random one on.
    function pick(uint256 seed, uint8 state) private view returns (bool, uint256) {
        uint256 first = roll(seed, "rental", 0, ids.length);
        for (uint256 k = 0; k < ids.length; k++) {
            uint256 i = (first + k) % ids.length;
            if (stateOf(ids[i]) == state) return (true, i);
        }
        return (false, 0);
    }

    function unit(IERC20 token) private view returns (uint256) {
        return token == dollar ? 1e6 : 1e18;
    }

    function actor(string memory name) private returns (Actor memory made) {
        (made.addr, made.key) = makeAddrAndKey(name);
        owners.push(made.addr);
    }

    function keyOf(Actor[] storage actors, address addr) private view returns (uint256) {
        for (uint256 i = 0; i < actors.length; i++) {
            if (actors[i].addr == addr) return actors[i].key;
        }
        revert("no such actor");
    }

    function wordFromEnd(bytes memory data, uint256 back) private pure returns (uint256 word) {
        uint256 offset = data.length - 32 * back;
        assembly ("memory-safe") {
            word := mload(add(data, offset))
        }
    }
}
