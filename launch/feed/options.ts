import fs from 'node:fs'
import { parseArgs } from 'node:util'
import { readZone, type DateOrder } from './time.ts'

export interface FeedOptions {
  file: string
  mqtt: string
  /** Recorded seconds a second; Infinity sends as fast as it is acknowledged. */
  speed: number
  device?: string
  /** The gateway that speaks for all devices of the file. */
  gateway?: string
  token?: string
  /** Credentials by device id. */
  tokens: ReadonlyMap<string, string>
  zoneMinutes?: number
  dateOrder?: DateOrder
  shiftToNow: boolean
  /** Milliseconds without any acknowledgement after which what is still out is given up. */
  patience: number
}

export class UsageError extends Error {
  override name = 'UsageError'
}

export const usage = `npm run feed -- FILE [options]

Replays a recorded feed over MQTT, QoS 1, with the recorded times.
FILE is a CSV of ts,device,metric,value; a CSV of a time column (date, time, ts, timestamp) and one column a
metric; or JSON lines of {"device", "ts", "values"}.

  --speed N|max     recorded seconds a second (1); max sends as fast as it is acknowledged
  --device ID       the device, where the file names none
  --token TOKEN     its credential, or the gateway's (or FEED_TOKEN)
  --gateway ID      the gateway that speaks for the devices of the file
  --tokens FILE     CSV of id,token: a credential for each device
  --mqtt URL        the broker (mqtt://127.0.0.1:MQTT_PORT)
  --zone +08:00     the zone of times that name none
  --dates dmy|mdy   how to read dates such as 11/02/2016
  --shift-to-now    moves the recorded times so that the recording ends when its replay does
  --patience N      seconds to wait for acknowledgements that do not come (30)`

/** Reads the command line; throws {@link UsageError} with one line that names the remedy. */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv = process.env): FeedOptions | 'help' {
  const { values, positionals } = parsed(args)
  if (values.help) return 'help'
  const [file, ...more] = positionals
  if (file === undefined || more.length > 0) throw new UsageError(`give one file\n\n${usage}`)
  if (!fs.existsSync(file) || !fs.statSync(file).isFile()) throw new UsageError(`there is no file ${file}`)
  const token = values.token ?? (env.FEED_TOKEN || undefined)
  if (values.gateway !== undefined && token === undefined) throw new UsageError('--gateway needs its credential: give it with --token or FEED_TOKEN')
  if (token === undefined && values.tokens === undefined) throw new UsageError('give the credential of the device with --token or FEED_TOKEN, or of several with --tokens FILE')
  return {
    file,
    mqtt: values.mqtt ?? `mqtt://127.0.0.1:${env.MQTT_PORT || 1883}`,
    speed: values.speed === 'max' ? Infinity : positive('--speed', values.speed ?? '1'),
    device: values.device,
    gateway: values.gateway,
    token,
    tokens: values.tokens === undefined ? new Map() : readTokens(values.tokens),
    zoneMinutes: zoneOf(values.zone),
    dateOrder: orderOf(values.dates),
    shiftToNow: values['shift-to-now'] ?? false,
    patience: positive('--patience', values.patience ?? '30') * 1000,
  }
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        speed: text, device: text, token: text, gateway: text, tokens: text, mqtt: text, zone: text, dates: text, patience: text,
        'shift-to-now': flag, help: { ...flag, short: 'h' },
      },
    })
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${usage}`, { cause: error })
  }
}

function positive(name: string, text: string): number {
  const number = Number(text)
  if (!(number > 0 && number < Infinity)) throw new UsageError(`${name} must be a number above 0 (it is "${text}")`)
  return number
}

function zoneOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const zone = readZone(text)
  if (zone === null) throw new UsageError(`--zone must look like +08:00 or Z (it is "${text}")`)
  return zone
}

function orderOf(text: string | undefined): DateOrder | undefined {
  if (text === undefined || text === 'dmy' || text === 'mdy') return text
  throw new UsageError(`--dates must be dmy or mdy (it is "${text}")`)
}

/** Reads a CSV of id,token, with or without a heading, as the import of devices gives it. */
function readTokens(file: string): Map<string, string> {
  if (!fs.existsSync(file)) throw new UsageError(`there is no file ${file} of tokens`)
  const rows = fs.readFileSync(file, 'utf8').replace(/^\uFEFF/, '').split(/\r?\n/).map((line) => line.split(',').map((cell) => cell.trim()))
  return new Map(rows.flatMap(([id, token]) => (id && token && id !== 'id' ? [[id, token] as const] : [])))
}
