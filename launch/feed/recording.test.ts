import { describe, expect, it } from 'vitest'
import { readRecording, RecordingError, type BadLine, type Parsed, type RecordedReading, type RecordingOptions } from './recording.ts'

async function* linesIn(text: string): AsyncGenerator<string> {
  yield* text.split(/\r?\n/)
}

async function read(text: string, options: RecordingOptions = { device: 'd1' }): Promise<{ good: RecordedReading[]; bad: BadLine[] }> {
  const all: Parsed[] = []
  for await (const parsed of readRecording(linesIn(text), options)) all.push(parsed)
  return { good: all.filter((one) => 'values' in one), bad: all.filter((one) => 'problem' in one) }
}

const at = (text: string): number => Date.parse(text)

describe('a recording', () => {
  it('with one metric a row is read with its own devices', async () => {
    const { good, bad } = await read('ts,device,metric,value\n1700000000000,a,temperature,3.5\n1700000060,b,humidity,81\n', {})
    expect(bad).toEqual([])
    expect(good).toEqual([
      { line: 2, device: 'a', ts: 1_700_000_000_000, values: { temperature: 3.5 } },
      { line: 3, device: 'b', ts: 1_700_000_060_000, values: { humidity: 81 } },
    ])
  })

  it('with a byte order mark, carriage returns, quotes and semicolons is read all the same', async () => {
    const { good, bad } = await read('\uFEFF"Date";"Temperature (°C)";"Humidity [%RH]"\r\n"2016-02-10T14:10:16+00:00";"3,25";81\r\n')
    expect(bad).toEqual([])
    expect(good).toEqual([{ line: 2, device: 'd1', ts: at('2016-02-10T14:10:16Z'), values: { temperature: 3.25, humidity: 81 } }])
  })

  it('with Chinese column names is read', async () => {
    const { good } = await read('采集时间\t设备编号\t温度(℃)\t门\n2026-05-01 08:00:00\tc1\t-18.4℃\t1\n', { zoneMinutes: 480 })
    expect(good).toEqual([{ line: 2, device: 'c1', ts: at('2026-05-01T00:00:00Z'), values: { temperature: -18.4, door: 1 } }])
  })

  it('leaves missing values out and keeps what stands beside them', async () => {
    const { good, bad } = await read('time,temperature,humidity\n1700000000,,81\n1700000060,4,NaN\n1700000120,,\n')
    expect(good.map(({ values }) => values)).toEqual([{ humidity: 81 }, { temperature: 4 }])
    expect(bad).toEqual([{ line: 4, problem: 'no value' }])
  })

  it('names a bad line by its number and goes on', async () => {
    const { good, bad } = await read('date,temperature\nnonsense,3\n2016-02-10T15:30:10+00:00,13.7date,temperature\n"2016,3\n2016-02-30T00:00:00Z,3\n2016-02-10T15:30:12+00:00,14\n')
    expect(bad).toEqual([
      { line: 2, problem: '"nonsense" is no time' },
      { line: 3, problem: 'temperature "13.7date" is no number' },
      { line: 4, problem: 'a quote is not closed' },
      { line: 5, problem: '"2016-02-30" is no date' },
    ])
    expect(good.map(({ line }) => line)).toEqual([6])
  })

  it('keeps the good metric of a row whose other one is bad', async () => {
    const { good, bad } = await read('time,temperature,humidity\n1700000000,4,wet\n')
    expect(good[0]?.values).toEqual({ temperature: 4 })
    expect(bad).toEqual([{ line: 2, problem: 'humidity "wet" is no number' }])
  })

  it('says of a row with an unknown metric which one', async () => {
    const { bad } = await read('ts,device,metric,value\n1700000000,a,pressure,3\n')
    expect(bad).toEqual([{ line: 2, problem: '"pressure" is no known metric' }])
  })

  it('in JSON lines is read, with arrays, empty lines and broken ones', async () => {
    const text = '{"device":"a","ts":"2026-05-01T00:00:00Z","values":{"door":1}}\n\n[{"ts":1700000000000,"values":{"temperature":3}},{"values":{}}]\n{"ts":\n'
    const { good, bad } = await read(text)
    expect(good).toEqual([
      { line: 1, device: 'a', ts: at('2026-05-01T00:00:00Z'), values: { door: 1 } },
      { line: 3, device: 'd1', ts: 1_700_000_000_000, values: { temperature: 3 } },
    ])
    expect(bad).toEqual([{ line: 3, problem: 'ts is missing' }, { line: 4, problem: 'not JSON' }])
  })

  it('that names no device asks for one', async () => {
    expect((await read('time,temperature\n1700000000,4\n', {})).bad).toEqual([{ line: 2, problem: 'no device: give it with --device' }])
  })

  it('whose heading tells no time or no metric is refused as a whole', async () => {
    await expect(read('a,temperature\n1,2\n')).rejects.toThrow(RecordingError)
    await expect(read('date,pressure\n1,2\n')).rejects.toThrow('no column of the heading is a metric')
    await expect(read('date,temperature,Temperature (°C)\n')).rejects.toThrow('two columns of the heading are temperature')
  })
})
