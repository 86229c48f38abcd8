// `npm start`: installs what is missing, then becomes the supervisor itself, so that a signal needs no forwarding.
import { ensureDependencies } from './dependencies.mjs'

process.env.LAUNCH_BEGAN = String(Date.now())
ensureDependencies()
const { register } = await import('tsx/esm/api')
register()
await import('./main.ts')
