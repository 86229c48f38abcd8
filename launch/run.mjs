// `node launch/run.mjs FILE …`: runs a TypeScript program of the project, with what it needs installed first.
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureDependencies } from './dependencies.mjs'

const [file = '', ...rest] = process.argv.slice(2)
// What tests are made of is for what lies among them.
ensureDependencies({ development: path.normalize(file).split(path.sep)[0] === 'test' })
const { register } = await import('tsx/esm/api')
register()
process.argv = [process.argv[0], path.resolve(file), ...rest]
await import(pathToFileURL(path.resolve(file)).href)
