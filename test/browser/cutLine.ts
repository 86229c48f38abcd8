import net from 'node:net'

/** A line that can be cut: a TCP relay before the server. */
export interface CutLine {
  readonly url: string
  /** Breaks every connection, and takes none until it is mended. */
  cut(): Promise<void>
  mend(): Promise<void>
  stop(): Promise<void>
}

export async function layLine(port: number): Promise<CutLine> {
  const open = new Set<net.Socket>()
  const server = net.createServer((near) => {
    const far = net.connect(port, '127.0.0.1')
    for (const socket of [near, far]) {
      open.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        open.delete(socket)
        near.destroy()
        far.destroy()
      })
    }
    near.pipe(far).pipe(near)
  })
  const listen = (at: number): Promise<void> => new Promise((resolve, reject) => server.once('error', reject).listen(at, '127.0.0.1', resolve))
  await listen(0)
  const { port: own } = server.address() as net.AddressInfo
  const cut = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve))
    for (const socket of open) socket.destroy()
    await closed
  }
  return { url: `http://127.0.0.1:${own}`, cut, mend: () => listen(own), stop: async () => void (server.listening && (await cut())) }
}
