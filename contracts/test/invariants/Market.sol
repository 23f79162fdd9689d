// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {EscrowFixture} from "../EscrowFixture.sol";
import {OddToken} from "../OddToken.sol";

/// @notice Who is there: five renters, providers, meters and helpers (keepers, relayers and delegates
/// by turns), each with a key, and tokens of 6 and of 18 decimals, the last of which calls back.
abstract contract Market is EscrowFixture {
    uint256 internal constant OF_EACH = 5;

    address[] internal renters;
    address[] internal providers;
    address[] internal meters;
    address[] internal helpers;
    /// @notice All of them.
    address[] public owners;
    IERC20[] public tokens;
    OddToken internal hook;

    /// @notice The current second, kept here because the runner resets the block's between calls.
    uint256 public time = T0;

    mapping(address owner => uint256) private _keys;
    bytes32 private _domain;

    constructor() {
        setUp();
        OddToken wei18 = new OddToken();
        hook = new OddToken();
        params.listToken(address(wei18));
        params.listToken(address(hook));
        tokens.push(dollar);
        tokens.push(wei18);
        tokens.push(hook);
        for (uint256 i = 0; i < OF_EACH; i++) {
            renters.push(person("renter ", i));
            providers.push(person("provider ", i));
            meters.push(person("meter ", i));
            helpers.push(person("helper ", i));
        }
        _domain = domainOf("RentalEscrow", "1", address(escrow));
    }

    // -- Dice

    function roll(
        uint256 seed,
        string memory what,
        uint256 least,
        uint256 most
    ) internal pure returns (uint256) {
        return least + (uint256(keccak256(abi.encode(seed, what))) % (most - least + 1));
    }

    function oneIn(uint256 seed, string memory what, uint256 chances) internal pure returns (bool) {
        return roll(seed, what, 1, chances) == 1;
    }

    function oneOf(
        uint256 seed,
        string memory what,
        address[] storage people
    ) internal view returns (address) {
        return people[roll(seed, what, 0, people.length - 1)];
    }

    function oneToken(uint256 seed) internal view returns (IERC20) {
        return tokens[roll(seed, "token", 0, tokens.length - 1)];
    }

    function unit(IERC20 token) internal view returns (uint256) {
        return token == dollar ? 1e6 : 1e18;
    }

    // -- Signatures

    function digestOf(bytes32 structHash) internal view returns (bytes32) {
        return keccak256(abi.encodePacked(hex"1901", _domain, structHash));
    }

    function signOf(address signer, bytes32 digest) internal view returns (bytes memory) {
        return signDigest(_keys[signer], digest);
    }

    /// @dev Either the signer calls and signs nothing, or a helper brings its signature.
    function sentBy(
        uint256 seed,
        address signer,
        bytes32 structHash
    ) internal view returns (address caller, bytes memory sig) {
        if (oneIn(seed, "direct", 2)) return (signer, "");
        return (oneOf(seed, "relayer", helpers), signOf(signer, digestOf(structHash)));
    }

    /// @dev In the token's own domain.
    function signForToken(
        address signer,
        address token,
        bytes32 structHash
    ) internal view returns (uint8, bytes32, bytes32) {
        (, string memory name, string memory version, , , , ) = IERC5267(token).eip712Domain();
        bytes32 domain = domainOf(name, version, token);
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", domain, structHash));
        return vm.sign(_keys[signer], digest);
    }

    function domainOf(
        string memory name,
        string memory version,
        address verifier
    ) private view returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    keccak256(
                        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
                    ),
                    keccak256(bytes(name)),
                    keccak256(bytes(version)),
                    block.chainid,
                    verifier
                )
            );
    }

    function person(string memory kind, uint256 i) private returns (address addr) {
        uint256 key;
        (addr, key) = makeAddrAndKey(string.concat(kind, vm.toString(i)));
        _keys[addr] = key;
        owners.push(addr);
    }
}
