import dgram from 'node:dgram'
import type { Page } from 'playwright-core'

/**
 * A box on the way of media, as a router between two networks would be: pages reach each other only through it, over real
 * UDP, and while it is cut every packet is lost. Each socket of a page has one other socket here that stands for it.
 */
export class UdpBox {
  private readonly fronts = new Map<string, Promise<{ socket: dgram.Socket; port: number }>>()
  private isCut = false
  /** Packets that went through since the start, and that were lost. */
  passed = 0
  lost = 0

  /** Sockets of pages that it knows: a page that looks for another way opens more of them. */
  get known(): number {
    return this.fronts.size
  }

  cut(): void {
    this.isCut = true
  }

  mend(): void {
    this.isCut = false
  }

  async stop(): Promise<void> {
    for (const front of this.fronts.values()) (await front).socket.close()
  }

  /** The port at which others reach this socket of a page. */
  async port(address: string, port: number): Promise<number> {
    return (await this.front(address, port)).port
  }

  /** Has the page tell its candidates' ports here; what it sends and hears stays real. */
  async before(page: Page): Promise<void> {
    await page.exposeFunction('portOfBox', (address: string, port: number) => this.port(address, port))
    await page.addInitScript(() => {
      const { portOfBox } = window as unknown as { portOfBox: (address: string, port: number) => Promise<number> }
      const { prototype } = RTCPeerConnection
      const take: (candidate?: RTCIceCandidateInit | null) => Promise<void> = prototype.addIceCandidate
      const describe: (description: RTCSessionDescriptionInit) => Promise<void> = prototype.setRemoteDescription
      prototype.setRemoteDescription = function (this: RTCPeerConnection, description: RTCSessionDescriptionInit) {
        // Candidates come one by one as well, and only those go by the box.
        return describe.call(this, { ...description, sdp: (description.sdp ?? '').replace(/^a=candidate:.*\r\n/gm, '') })
      }
      prototype.addIceCandidate = async function (this: RTCPeerConnection, given?: RTCIceCandidateInit | null) {
        const parts = (given?.candidate ?? '').split(' ')
        const [, , transport, , address = '', port = ''] = parts
        if (transport?.toLowerCase() !== 'udp' || address.includes(':')) return
        parts[5] = String(await portOfBox(address, Number(port)))
        return take.call(this, { ...given, candidate: parts.join(' ') })
      }
    })
  }

  private front(address: string, port: number): Promise<{ socket: dgram.Socket; port: number }> {
    const name = `${address}:${port}`
    const known = this.fronts.get(name)
    if (known) return known
    const made = new Promise<{ socket: dgram.Socket; port: number }>((resolve, reject) => {
      const socket = dgram.createSocket('udp4')
      socket.once('error', reject)
      socket.on('message', (packet, from) => void this.pass(packet, from, { address, port }))
      socket.bind(0, address, () => resolve({ socket, port: socket.address().port }))
    })
    this.fronts.set(name, made)
    return made
  }

  private async pass(packet: Buffer, from: dgram.RemoteInfo, to: { address: string; port: number }): Promise<void> {
    if (this.isCut) {
      this.lost += 1
      return
    }
    const { socket } = await this.front(from.address, from.port)
    this.passed += 1
    socket.send(packet, to.port, to.address)
  }
}
