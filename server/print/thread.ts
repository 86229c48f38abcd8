import { parentPort } from 'node:worker_threads'
import type { Asked, Told } from './printer.ts'
import { typeset } from './typeset.ts'

const tell = (told: Told): void => parentPort?.postMessage(told, [])

/** The thread that sets forms, one after another. */
parentPort?.on('message', ({ id, form }: Asked) => {
  typeset(form).then((bytes) => tell({ id, bytes }), (error: unknown) => tell({ id, error: String(error) }))
})
