import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseDocument } from 'yaml'
import type { z } from 'zod'
import { issuesOf } from '../domain/issues.ts'

/** All that is wrong with the configuration, one line each: file, field, reason. Boot stops on it. */
export class ConfigurationError extends Error {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`The configuration can't be used:\n${problems.map((problem) => `  ${problem}`).join('\n')}`)
    this.name = 'ConfigurationError'
    this.problems = problems
  }
}

/** Text of a file of the configuration folder. Throws a ConfigurationError that names it where it can't be read. */
export function readDocument<T extends z.ZodType>(folder: string, file: string, schema: T): z.output<T> {
  let text: string
  try {
    text = readFileSync(join(folder, file), 'utf8')
  } catch (error) {
    throw new ConfigurationError([`${file}: can't be read (${codeOf(error)})`])
  }
  return checkDocument(file, text, schema)
}

/** YAML text checked by a schema. Throws a ConfigurationError with every problem found in it. */
export function checkDocument<T extends z.ZodType>(file: string, text: string, schema: T): z.output<T> {
  const document = parseDocument(text)
  if (document.errors.length > 0)
    throw new ConfigurationError(document.errors.map((error) => `${file}: ${error.message.split('\n')[0] ?? 'no YAML'}`))
  const result = schema.safeParse(document.toJS())
  if (result.success) return result.data
  throw new ConfigurationError(issuesOf(result.error).map((issue) => `${file}: ${fieldPath(issue.path)}: ${issue.message}`))
}

/** ["profiles", 2, "interval"] → "profiles[2].interval". */
export function fieldPath(path: readonly PropertyKey[]): string {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('')
  return text === '' ? 'the whole file' : text.replace(/^\./, '')
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
