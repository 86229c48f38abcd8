// A thread does not inherit how this process reads TypeScript: it has to be told itself.
import { register } from 'tsx/esm/api'

register()
await import('./thread.ts')
