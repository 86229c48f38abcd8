/** Where to go after signing in: a path of our own, never another site. */
export function safeReturn(asked: unknown): string {
  const path = typeof asked === 'string' ? asked : ''
  return /^\/(?![/\\])/.test(path) && !path.startsWith('/login') ? path : '/'
}
