import type { Socket } from 'socket.io'

/** What a connection has been given and has not sent. Engine.IO keeps it in a field it does not type as public. */
interface Connection {
  readonly writeBuffer: readonly { readonly data?: unknown }[]
  /** `socket` is there where the transport is a web socket. */
  readonly transport: { readonly writable: boolean; readonly socket?: { readonly bufferedAmount: number } }
}

const POLL_MS = 5
/** Bytes counted for a packet's own weight beside its data. */
const PACKET_BYTES = 64

/** Bytes waiting for a client that reads slower than it is sent to; what the kernel holds is not counted. */
export function backlogOf(socket: Socket): number {
  const { writeBuffer, transport } = connectionOf(socket)
  let bytes = transport.socket?.bufferedAmount ?? 0
  for (const { data } of writeBuffer) bytes += PACKET_BYTES + (typeof data === 'string' ? data.length : 0)
  return bytes
}

/** Resolves when all that was given to the connection is on its way, or when the client is gone. */
export async function drained(socket: Socket): Promise<void> {
  for (;;) {
    const { writeBuffer, transport } = connectionOf(socket)
    if (!socket.connected || (writeBuffer.length === 0 && transport.writable)) return
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}

function connectionOf(socket: Socket): Connection {
  return socket.conn as unknown as Connection
}
