import { connect } from 'node:net';

/** Where a rented machine answers: one of its mapped ports, mostly SSH. */
export interface Place {
  host: string;
  port: number;
}

const timeoutMs = 5_000;

/** Whether something at this place takes a TCP connection within five seconds. */
export function isReachable({ host, port }: Place): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: timeoutMs });
    const end = (reached: boolean) => () => {
      socket.destroy();
      resolve(reached);
    };
    socket.once('connect', end(true));
    socket.once('timeout', end(false));
    socket.once('error', end(false));
  });
}
