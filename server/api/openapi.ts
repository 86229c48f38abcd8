import { OpenApiGeneratorV31, OpenAPIRegistry, type ResponseConfig } from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'
import type { Role } from '../../domain/user.ts'

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

/** One operation as the document shows it. */
export interface Operation {
  readonly method: Method
  /** The whole path with `{name}` for parameters, such as `/api/v1/units/{id}`. */
  readonly path: string
  readonly tag: string
  readonly summary: string
  readonly description?: string
  /** Who may; absent means everybody who is signed in, empty means everybody. */
  readonly roles?: readonly Role[]
  readonly query?: z.ZodObject
  /** Carried out once for each `Idempotency-Key`. */
  readonly once?: boolean
  readonly body?: z.ZodType
  /** Bodies of other kinds than JSON. */
  readonly bodyTypes?: readonly string[]
  /** Status of success, 200 where absent; 204 has no answer. */
  readonly status?: number
  readonly answer?: z.ZodType
  /** Further good answers of the same shape: what each means, by status. */
  readonly also?: Readonly<Record<number, string>>
}

const ONCE = z.object({
  'idempotency-key': z.string().optional().meta({ description: 'With it a repeat within a day changes nothing and is answered as the first was' }),
})
const operations = new Map<string, Operation>()

/** Puts operations into the one description of the API. Routers call it; a repeat replaces. */
export function describe(...described: readonly Operation[]): void {
  for (const operation of described) operations.set(`${operation.method} ${operation.path}`, operation)
}

/** The methods, in capitals, that a path of a request is known with; empty where nobody described it. */
export function methodsOf(requestPath: string): string[] {
  const methods: string[] = []
  for (const { path, method } of operations.values()) {
    const pattern = new RegExp(`^${path.replace(/[.\\+*?^$()[\]|]/g, '\\$&').replace(/\{\w+\}/g, '[^/]+')}/?$`)
    if (pattern.test(requestPath)) methods.push(method.toUpperCase())
  }
  return methods.includes('GET') ? [...methods, 'HEAD'] : methods
}

const fieldErrorSchema = z.object({ path: z.string(), type: z.string(), detail: z.string() })

/** RFC 9457, as every error is answered. */
export const problemSchema = z.object({
  type: z.string().meta({ example: '/problems/unknown-unit' }),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.string(),
  requestId: z.string().optional(),
  errors: z.array(fieldErrorSchema).optional(),
}).meta({ id: 'Problem' })

/** The shape of every list. */
export function pageOf(item: z.ZodType): z.ZodType {
  return z.object({ items: z.array(item), next: z.string().nullable() })
}

/** Builds the OpenAPI 3.1 document from what has been described so far. */
export function openApiDocument(): object {
  const registry = new OpenAPIRegistry()
  registry.registerComponent('securitySchemes', 'cookie', { type: 'apiKey', in: 'cookie', name: 'mingjian' })
  registry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' })
  for (const operation of operations.values()) registry.registerPath(pathOf(operation))
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: { title: 'Mingjian 明鉴', version: '1', description: 'Real-time food-safety command. Times are ISO 8601 UTC; errors are RFC 9457 problem documents.' },
    servers: [{ url: '/' }],
  })
}

function pathOf(operation: Operation): Parameters<OpenAPIRegistry['registerPath']>[0] {
  const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')
  const open = operation.roles?.length === 0
  const who = operation.roles && !open ? `Roles: ${operation.roles.join(', ')}.` : ''
  return {
    method: operation.method,
    path: operation.path,
    tags: [operation.tag],
    summary: operation.summary,
    description: [operation.description, who].filter(Boolean).join('\n\n') || undefined,
    security: open ? [] : [{ cookie: [] }, { bearer: [] }],
    request: {
      ...(names.length > 0 ? { params: z.object(Object.fromEntries(names.map((name) => [name, z.string()]))) } : {}),
      ...(operation.query ? { query: operation.query } : {}),
      ...(operation.once ? { headers: ONCE } : {}),
      ...bodyOf(operation),
    },
    responses: responsesOf(operation),
  }
}

function bodyOf({ body, bodyTypes }: Operation): { body?: { required: boolean; content: Record<string, { schema: z.ZodType }> } } {
  if (bodyTypes) {
    const file = z.any().meta({ type: 'string', format: 'binary' })
    return { body: { required: true, content: Object.fromEntries(bodyTypes.map((type) => [type, { schema: file }])) } }
  }
  return body ? { body: { required: true, content: { 'application/json': { schema: body } } } } : {}
}

function responsesOf({ status = 200, answer, also = {} }: Operation): Record<string, ResponseConfig> {
  const content = answer ? { content: { 'application/json': { schema: answer } } } : {}
  return {
    [status]: { description: 'Done', ...content },
    ...Object.fromEntries(Object.entries(also).map(([other, description]) => [other, { description, ...content }])),
    default: { description: 'A problem', content: { 'application/problem+json': { schema: problemSchema } } },
  }
}
