/** What is wrong with one field: `path` is written as in "levels.0.for", empty for the whole. */
export interface FieldProblem {
  readonly path: string
  readonly detail: string
}

/** What the server said went wrong (RFC 9457), or what kept us from reaching it. */
export class ApiProblem extends Error {
  readonly status: number
  /** Stable identifier of the kind of problem; `unreachable` where no answer came. */
  readonly type: string
  /** Stable codes of what is wrong in particular, where the server names any. */
  readonly codes: readonly string[]
  /** What is wrong field by field, where the server says so. */
  readonly fields: readonly FieldProblem[]

  constructor(status: number, type: string, detail: string, codes: readonly string[] = [], fields: readonly FieldProblem[] = []) {
    super(detail)
    this.name = 'ApiProblem'
    this.status = status
    this.type = type
    this.codes = codes
    this.fields = fields
  }
}

export const unreachable = (reason: unknown): ApiProblem =>
  new ApiProblem(0, 'unreachable', reason instanceof Error ? reason.message : String(reason))

/** Reads a problem document from an answer; one without such a body still tells its status. */
export async function problemOf(answer: Response): Promise<ApiProblem> {
  const body: unknown = await answer.json().catch(() => null)
  if (typeof body !== 'object' || body === null) return new ApiProblem(answer.status, 'about:blank', answer.statusText)
  const { type, detail, title, errors } = body as { type?: unknown; detail?: unknown; title?: unknown; errors?: unknown }
  const said = [detail, title].find((text) => typeof text === 'string')
  return new ApiProblem(answer.status, typeof type === 'string' ? type : 'about:blank', typeof said === 'string' ? said : answer.statusText, codesOf(errors), fieldsOf(errors))
}

const codesOf = (errors: unknown): string[] =>
  Array.isArray(errors) ? errors.flatMap((each: { type?: unknown } | null) => (typeof each?.type === 'string' ? [each.type] : [])) : []

const fieldsOf = (errors: unknown): FieldProblem[] =>
  Array.isArray(errors) ? errors.flatMap((each: { path?: unknown; detail?: unknown } | null) => (typeof each?.path === 'string' && typeof each.detail === 'string' ? [{ path: each.path, detail: each.detail }] : [])) : []
