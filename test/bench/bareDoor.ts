// The least a durable door can be: a broker that acknowledges after a batched append, and nothing else.
import { createServer } from 'node:net'
import { Aedes } from 'aedes'
import { Redis } from 'ioredis'

const PARTITIONS = 16

async function main(): Promise<void> {
  const redis = new Redis(process.env.BENCH_REDIS_URL ?? '')
  let waiting: { partition: number; payload: string; done: () => void }[] = []
  let flushing = false
  const flush = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      const parts = new Map<number, string[]>()
      for (const { partition, payload } of batch) {
        const list = parts.get(partition)
        if (list) list.push(payload)
        else parts.set(partition, [payload])
      }
      await Promise.all([...parts].map(([partition, items]) => redis.xadd(`bench:{${partition}}`, 'MAXLEN', '~', 2_000, '*', 'b', `[${items.join(',')}]`)))
      for (const { done } of batch) done()
    }
    flushing = false
  }
  let turn = 0
  const broker = await Aedes.createBroker({
    authorizePublish: (_client, packet, done) => {
      waiting.push({ partition: turn++ % PARTITIONS, payload: packet.payload.toString(), done: () => done(null) })
      if (flushing) return
      flushing = true
      setImmediate(() => void flush())
    },
  })
  const server = createServer((socket) => {
    socket.setNoDelay(true)
    broker.handle(socket)
  })
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    process.send?.({ port: typeof address === 'object' ? address?.port : null })
  })
  process.on('disconnect', () => process.exit(0))
}

void main()
