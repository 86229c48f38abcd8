import { must, cookieOf, type Send } from './apiServer.ts'

/** A person of the unit asks for its number, an officer reads the code out, the person types it: answers the bound browser's cookie. */
export async function bindPhone(person: Send, officer: Send, unit: string, phone: string): Promise<string> {
  const { body: { id } } = await must(person('POST', '/api/v1/phones', { unit, phone }), 201)
  const { body: { code } } = await must(officer('POST', `/api/v1/phones/${String(id)}/read-out`), 200)
  return cookieOf(await must(person('POST', `/api/v1/phones/${String(id)}/confirm`, { code }), 200))
}

/** Sends as this caller from the browser with that cookie. */
export function fromBrowser(send: Send, cookie: string): Send {
  return (method, path, body, headers) => send(method, path, body, { ...headers, cookie })
}
