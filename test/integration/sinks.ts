import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** A request as it came in. */
export interface Received {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** How the endpoint answers; `hang` never does, `reset` breaks off after it has read all. */
export type Reply = { readonly status?: number; readonly body?: string; readonly headers?: Record<string, string> } | 'hang' | 'reset'

export interface HttpSink {
  readonly url: string
  readonly port: number
  readonly received: Received[]
  /** Answers for the requests to come, in turn; afterwards 200. */
  replies: Reply[]
  stop(): Promise<void>
}

/** A real HTTP endpoint that keeps what it gets. */
export async function httpSink(): Promise<HttpSink> {
  const received: Received[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      received.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body: Buffer.concat(parts) })
      const reply = sink.replies.shift() ?? {}
      if (reply === 'hang') return
      if (reply === 'reset') return void request.socket.destroy()
      response.writeHead(reply.status ?? 200, reply.headers).end(reply.body ?? '')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const sink: HttpSink = {
    url: `http://127.0.0.1:${port}`, port, received, replies: [],
    stop: () => new Promise((resolve) => {
      server.closeAllConnections()
      server.close(() => resolve())
    }),
  }
  return sink
}

export interface Mail {
  readonly from: string
  readonly to: readonly string[]
  /** As it came over the wire. */
  readonly text: string
}

export interface MailSink {
  readonly url: string
  readonly mails: Mail[]
  /** Codes with which the next recipients are refused, in turn. */
  refusals: number[]
  stop(): Promise<void>
}

/** A real SMTP server that keeps what it gets. */
export async function mailSink(): Promise<MailSink> {
  const mails: Mail[] = []
  const server = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'], logger: false,
    onRcptTo(_address, _session, done) {
      const code = sink.refusals.shift()
      done(code === undefined ? null : Object.assign(new Error('no'), { responseCode: code }))
    },
    onData(stream, { envelope }, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const sender = envelope.mailFrom
        mails.push({ from: sender ? sender.address : '', to: envelope.rcptTo.map(({ address }) => address), text: Buffer.concat(parts).toString('utf8') })
        done()
      })
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  const sink: MailSink = { url: `smtp://127.0.0.1:${port}`, mails, refusals: [], stop: () => new Promise((resolve) => server.close(() => resolve())) }
  return sink
}
