import type { z } from 'zod'

type Issue = z.core.$ZodIssue

/**
 * What is wrong with an input, field by field. Of a field that may be one of several shapes, and is none, the issues are
 * those of the shape that was meant: the only one that is not wrong at its root.
 */
export function issuesOf(error: z.ZodError): Issue[] {
  return error.issues.flatMap(told)
}

function told(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue]
  const [meant, ...others] = issue.errors.filter((shape) => shape.every(({ path }) => path.length > 0))
  if (!meant || others.length > 0) return [issue]
  return meant.flatMap((inner) => told({ ...inner, path: [...issue.path, ...inner.path] }))
}

/** Complains of every thing of a list whose id an earlier one has. */
export function noneTwice(things: readonly { readonly id: string }[], field: string, context: z.RefinementCtx): void {
  const seen = new Set<string>()
  things.forEach(({ id }, i) => {
    if (seen.has(id)) context.addIssue({ code: 'custom', path: [field, i, 'id'], message: `${id} is there already` })
    seen.add(id)
  })
}
