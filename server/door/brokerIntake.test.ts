import { PassThrough } from 'node:stream'
import type { IPublishPacket } from 'mqtt'
import { expect, it } from 'vitest'
import { BrokerIntake, type BrokerMessage } from './brokerIntake.ts'

interface Under {
  readonly message: BrokerMessage
  finish(): void
  fail(): void
}

function intakeOf(atOnce: number) {
  const under: Under[] = []
  const failures: string[] = []
  const intake = new BrokerIntake({
    atOnce, window: 100, onFailure: (error) => failures.push(error.message),
    take: (message) => new Promise((resolve, reject) => under.push({ message, finish: resolve, fail: () => reject(new Error('no')) })),
  })
  return { intake, under, failures }
}

const packet = (messageId: number, topic: string, text = 'x', dup = false): IPublishPacket => ({ cmd: 'publish', qos: 1, retain: false, dup, messageId, topic, payload: Buffer.from(text) })
const settled = () => new Promise(setImmediate)
/** The numbers of the PUBACKs written so far. */
const acknowledged = (stream: PassThrough): number[] => {
  const bytes = (stream.read() as Buffer | null) ?? Buffer.alloc(0)
  return Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readUInt16BE(i * 4 + 2))
}
const ignore = () => undefined

it('takes several at once and acknowledges them in the order they came', async () => {
  const { intake, under } = intakeOf(10)
  const stream = new PassThrough()
  for (const id of [1, 2, 300]) intake.receive(packet(id, `t/${id}`), stream, ignore)
  await settled()
  under[1]?.finish()
  under[2]?.finish()
  await settled()
  expect(acknowledged(stream)).toEqual([])
  under[0]?.finish()
  await settled()
  expect(acknowledged(stream)).toEqual([1, 2, 300])
})

it('keeps the messages of one topic one behind the other', async () => {
  const { intake, under } = intakeOf(10)
  const stream = new PassThrough()
  intake.receive(packet(1, 'a', 'first'), stream, ignore)
  intake.receive(packet(2, 'a', 'second'), stream, ignore)
  await settled()
  expect(under.map(({ message }) => message.payload.toString())).toEqual(['first'])
  under[0]?.finish()
  await settled()
  expect(under.map(({ message }) => message.payload.toString())).toEqual(['first', 'second'])
})

it('asks for no more than it may take at once', async () => {
  const { intake, under } = intakeOf(2)
  const stream = new PassThrough()
  const asked: number[] = []
  for (const id of [1, 2]) intake.receive(packet(id, `t/${id}`), stream, () => asked.push(id))
  await settled()
  expect(asked).toEqual([1])
  under[0]?.finish()
  await settled()
  expect(asked).toEqual([1, 2])
})

it('takes what the broker sends again after a break once, and acknowledges it again', async () => {
  const { intake, under } = intakeOf(10)
  const [first, second] = [new PassThrough(), new PassThrough()]
  intake.receive(packet(1, 'a'), first, ignore)
  intake.receive(packet(2, 'b'), first, ignore)
  await settled()
  under[0]?.finish()
  await settled()
  first.destroy()
  for (const [id, topic] of [[1, 'a'], [2, 'b']] as const) intake.receive(packet(id, topic, 'x', true), second, ignore)
  await settled()
  expect(under).toHaveLength(2)
  expect(acknowledged(second)).toEqual([])
  under[1]?.finish()
  await settled()
  expect(acknowledged(second)).toEqual([1, 2])
})

it('takes another message under a number it knows, and any after the broker has lost the session', async () => {
  const { intake, under } = intakeOf(10)
  intake.receive(packet(1, 'a', 'one'), new PassThrough(), ignore)
  await settled()
  under[0]?.finish()
  intake.receive(packet(1, 'a', 'other', true), new PassThrough(), ignore)
  await settled()
  under[1]?.finish()
  intake.forget()
  intake.receive(packet(1, 'a', 'other', true), new PassThrough(), ignore)
  await settled()
  expect(under.map(({ message }) => message.payload.toString())).toEqual(['one', 'other', 'other'])
})

it('acknowledges nothing from a failure on, and takes it when it is sent again', async () => {
  const { intake, under, failures } = intakeOf(10)
  const [first, second] = [new PassThrough(), new PassThrough()]
  intake.receive(packet(1, 'a'), first, ignore)
  intake.receive(packet(2, 'b'), first, ignore)
  await settled()
  under[1]?.finish()
  under[0]?.fail()
  await settled()
  expect(failures).toEqual(['no'])
  expect(acknowledged(first)).toEqual([])
  intake.receive(packet(1, 'a', 'x', true), second, ignore)
  intake.receive(packet(2, 'b', 'x', true), second, ignore)
  await settled()
  expect(under).toHaveLength(3)
  under[2]?.finish()
  await settled()
  expect(acknowledged(second)).toEqual([1, 2])
})

it('leaves once what is under way is acknowledged, and asks for nothing more', async () => {
  const { intake, under } = intakeOf(1)
  const stream = new PassThrough()
  let asked = false
  intake.receive(packet(1, 'a'), stream, () => (asked = true))
  await settled()
  const closed = intake.close(10_000)
  under[0]?.finish()
  await closed
  expect([acknowledged(stream), asked]).toEqual([[1], false])
})
