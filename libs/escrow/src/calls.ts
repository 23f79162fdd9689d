import type { Hex, IntentCall } from '@gpuflow/domain';
import { encodeFunctionData } from 'viem';
import { rentalEscrowAbi as abi } from './generated/index.js';
import { orderStruct } from './typed-data.js';

/** The calldata with which an intent's call is made on the escrow contract. */
export function encodeCall(call: IntentCall): Hex {
  const order = orderStruct(call.order);
  switch (call.purpose) {
    case 'OPEN':
      return encodeFunctionData({
        abi,
        functionName: 'openBySig',
        args: [order, call.orderSignature, call.offerSignature],
      });
    case 'START':
      return encodeFunctionData({ abi, functionName: 'start', args: [order] });
    case 'STOP':
      return call.stop === undefined || call.stopSignature === undefined
        ? encodeFunctionData({ abi, functionName: 'stop', args: [order] })
        : encodeFunctionData({
            abi,
            functionName: 'stopBySig',
            args: [order, call.stop, call.stopSignature],
          });
    case 'EXPIRE':
      return encodeFunctionData({ abi, functionName: 'expire', args: [order] });
    case 'SETTLE':
      return encodeFunctionData({ abi, functionName: 'settle', args: [order] });
    case 'CLOSE':
      return encodeFunctionData({ abi, functionName: 'close', args: [order] });
  }
}
