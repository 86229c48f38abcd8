/** Whoever sends the same again this long after is taken to mean it anew. */
const REMEMBERED_MS = 10 * 60_000
const BYTES = 16

/** The keys of requests that nobody has answered yet: sent again, a request keeps its key and is carried out once. */
export class RequestKeys {
  readonly #unanswered = new Map<string, { readonly key: string; readonly at: number }>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  keyOf(request: string): string {
    const at = this.#now()
    for (const [each, { at: sent }] of this.#unanswered) if (at - sent > REMEMBERED_MS) this.#unanswered.delete(each)
    const key = this.#unanswered.get(request)?.key ?? newKey()
    this.#unanswered.set(request, { key, at })
    return key
  }

  answered(request: string): void {
    this.#unanswered.delete(request)
  }
}

/** Also where the page came without TLS, where `randomUUID` is missing. */
const newKey = (): string => [...crypto.getRandomValues(new Uint8Array(BYTES))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
