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
  const [first, second] = [...shapes].sort((a, b) => wrongFields(a) - wrongFields(b))
  return first && second && wrongFields(first) < wrongFields(second) ? first : null
}

function wrongFields(shape: readonly Issue[]): number {
  return shape.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0)
}

/** Complains of every thing of a list whose id an earlier one has. */
export function noneTwice(things: readonly { readonly id: string }[], field: string, context: z.RefinementCtx): void {
  const seen = new Set<string>()
  things.forEach(({ id }, i) => {
    if (seen.has(id)) context.addIssue({ code: 'custom', path: [field, i, 'id'], message: `${id} is there already` })
    seen.add(id)
  })
}
