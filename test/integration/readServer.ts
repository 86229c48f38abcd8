import express from 'express'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Jurisdiction, Role } from '../../domain/user.ts'
import { readRoutes } from '../../server/api/read/routes.ts'
import { problemHandler } from '../../server/api/problem.ts'
import { userIn, type Ground } from './liveServer.ts'

export interface Answer {
  readonly status: number
  // Tests look into answers as a client would, without types.
  readonly body: Record<string, never>
  readonly headers: Headers
}

export interface Visitor {
  readonly jurisdiction: Jurisdiction
  readonly role?: Role
}

/** The reading routes over real HTTP and real stores; each request says who asks. */
export async function startReadServer(ground: Ground): Promise<{ ask(by: Visitor, path: string, body?: unknown): Promise<Answer>; stop(): Promise<void> }> {
  const app = express()
  app.use((request, response, next) => {
    const visitor = JSON.parse(String(request.get('x-visitor'))) as Visitor
    const user = userIn(visitor.jurisdiction)
    response.locals.user = { ...user, role: visitor.role ?? user.role }
    next()
  }, express.json())
  app.use('/api/v1', readRoutes(ground.context))
  app.use(problemHandler(ground.context.log))
  const http = createServer(app)
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const { port } = http.address() as AddressInfo
  return {
    ask: async (by, path, body) => {
      const headers: Record<string, string> = { 'x-visitor': JSON.stringify(by) }
      if (body !== undefined) headers['content-type'] = 'application/json'
      const method = body === undefined ? 'GET' : 'POST'
      const response = await fetch(`http://127.0.0.1:${port}/api/v1/${path}`, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) })
      const text = await response.text()
      const isJson = /json/.test(response.headers.get('content-type') ?? '')
      return { status: response.status, body: (isJson ? JSON.parse(text) : { text }) as Answer['body'], headers: response.headers }
    },
    stop: () => new Promise((resolve) => {
      http.closeAllConnections()
      http.close(() => resolve())
    }),
  }
}
