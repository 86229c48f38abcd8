import type { z } from 'zod'
import type { GatewaySettings } from '../../domain/device.ts'
import { modbusController, type ModbusController } from '../decoders/modbus.ts'

/** What is wrong with a field of a gateway's settings, such as `settings.registers.0.metric`. */
export interface SettingsFault {
  readonly path: string
  readonly detail: string
}

/**
 * The controller that a gateway's settings describe: `modbus://host:port/unit?wordOrder=little&timeout=5`, of which only
 * the host must be there, with its interval and its registers.
 */
export function controllerOf({ connection, registers }: GatewaySettings): { readonly controller: ModbusController } | { readonly faults: readonly SettingsFault[] } {
  if (!connection) return { faults: [{ path: 'settings.connection', detail: 'a Modbus controller is asked: say at which address' }] }
  const url = new URL(connection.address)
  if (url.protocol !== 'modbus:') return { faults: [{ path: 'settings.connection.address', detail: 'write modbus://host:port/unit' }] }
  const number = (text: string | null): number | undefined => (text === null || text === '' ? undefined : Number(text))
  const result = modbusController.safeParse({
    host: url.hostname.replace(/^\[|\]$/g, ''), port: number(url.port), unit: number(url.pathname.slice(1)), timeout: number(url.searchParams.get('timeout')),
    wordOrder: url.searchParams.get('wordOrder') ?? undefined, interval: connection.interval, points: registers ?? [],
  })
  return result.success ? { controller: result.data } : { faults: result.error.issues.map(({ path, message }) => ({ path: placeOf(path), detail: message })) }
}

/** Where in the settings a field of the controller stands. */
function placeOf([first, ...rest]: z.core.$ZodIssue['path']): string {
  if (first === 'points') return ['settings.registers', ...rest.map(String)].join('.')
  return first === 'interval' ? 'settings.connection.interval' : 'settings.connection.address'
}
