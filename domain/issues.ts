import type { z } from 'zod'

type Issue = z.core.$ZodIssue

/**
 * What is wrong with an input, field by field. Of a field that may be one of several shapes, and is none, the issues are
 * those of the shape that was meant: the only one that is not wrong at its root, or else the one with the least wrong.
 */
export function issuesOf(error: z.ZodError): Issue[] {
  return error.issues.flatMap(told)
}

function told(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue]
  const meant = meantShape(issue.errors)
  return meant === null ? [issue] : meant.flatMap((inner) => told({ ...inner, path: [...issue.path, ...inner.path] }))
}

function meantShape(shapes: readonly Issue[][]): Issue[] | null {
  const [only, ...others] = shapes.filter((shape) => shape.every(({ path }) => path.length > 0))
  if (only && others.length === 0) return only
  const [first, second] = [...shapes].sort(byWrongFields)
  return first && second && byWrongFields(first, second) < 0 ? first : null
}

/** What follows from other fields says little about the shape that was meant. */
function byWrongFields(a: readonly Issue[], b: readonly Issue[]): number {
  const fields = (shape: readonly Issue[]): number => shape.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : issue.code === 'custom' ? 0 : 1), 0)
  return fields(a) - fields(b) || a.length - b.length
}

/** For a refinement that bears with fields that are wrong or unknown: it runs on any object, so that all is told at once. */
export const ON_ANY_OBJECT = {
  when: ({ issues }: z.core.ParsePayload): boolean => issues.every(({ code, path }) => code === 'unrecognized_keys' || (path ?? []).length > 0),
}

/** Complains of every thing of a list whose id an earlier one has. */
export function noneTwice(things: readonly { readonly id: string }[], field: string, context: z.RefinementCtx): void {
  const seen = new Set<string>()
  things.forEach(({ id }, i) => {
    if (seen.has(id)) context.addIssue({ code: 'custom', path: [field, i, 'id'], message: `${id} is there already` })
    seen.add(id)
  })
}
