/** An id that nobody of the list has. */
export function freshId(prefix: string, taken: readonly { readonly id: string }[]): string {
  for (let n = 1; ; n += 1) {
    const id = n === 1 ? prefix : `${prefix}-${n}`
    if (!taken.some((each) => each.id === id)) return id
  }
}
