import { parentPort, workerData } from 'node:worker_threads'
import { connectForReading } from '../../stores/postgres/recordedReadings.ts'
import { tryOnDetections } from './detections.ts'
import { tryOnReadings } from './readings.ts'
import type { Task, Told } from './task.ts'

const task = workerData as Task
const tell = (told: Told): void => parentPort?.postMessage(told, [])

/** The thread of a backtest. It ends when it has told what it found. */
async function main(): Promise<void> {
  const client = await connectForReading(task.databaseUrl)
  const progress = (share: number, readings: number): void => tell({ kind: 'progress', share, readings })
  const found = task.kind === 'type' ? await tryOnDetections(client, task, progress) : await tryOnReadings(client, task, progress)
  await client.end()
  tell({ kind: 'found', ...found })
}

void main()
