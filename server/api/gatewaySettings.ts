import type { Device, GatewaySettings } from '../../domain/device.ts'

/** The device as it may be shown and written down: how we sign in at a gateway is told to nobody. */
export function withoutPassword<T extends Pick<Device, 'settings'>>(device: T): T {
  const connection = device.settings?.connection
  if (connection?.password === undefined) return device
  const { password: _password, ...shown } = connection
  return { ...device, settings: { ...device.settings, connection: shown } }
}

/** New settings, with the password there was where none is given for the same address: it was never shown to be sent back. */
export function keepingPassword(before: Pick<Device, 'settings'>, settings: GatewaySettings | null | undefined): GatewaySettings | null {
  if (settings === undefined) return before.settings
  const old = before.settings?.connection
  const connection = settings?.connection
  if (!connection || !old || connection.password !== undefined || old.address !== connection.address) return settings
  return { ...settings, connection: { ...connection, password: old.password } }
}
