// A process of its own that plays a number of devices and keeps the ledger of what it sent.
import { DeviceSender } from './deviceSender.ts'
import type { FromSender, SenderTask, ToSender } from './ledger.ts'

let devices: DeviceSender[] = []

function tell(message: FromSender): void {
  process.send?.(message)
}

async function play(task: SenderTask): Promise<void> {
  devices = task.devices.map((device) => new DeviceSender(task, device))
  const count = (what: 'sent' | 'acknowledged') => devices.reduce((sum, { ledger }) => sum + ledger[what].length, 0)
  const timer = setInterval(() => tell({ type: 'progress', sent: count('sent'), acknowledged: count('acknowledged') }), 1_000)
  await Promise.all(devices.map((device) => device.run()))
  clearInterval(timer)
  tell({ type: 'ledger', ledgers: devices.map(({ ledger }) => ledger) })
}

process.on('message', (message: ToSender) => {
  if (message.type === 'start') void play(message.task)
  else for (const device of devices) device.finish()
})
// The test that started us is gone.
process.on('disconnect', () => process.exit(0))
