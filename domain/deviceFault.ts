import type { DeviceFault } from './alert.ts'

/** Names of the alerts that are about a device itself. */
export const DEVICE_FAULT_NAMES: Record<DeviceFault, { readonly zh: string; readonly en: string }> = {
  silence: { zh: '设备离线', en: 'Device silent' },
  'fault-value': { zh: '传感器故障', en: 'Sensor fault value' },
  stuck: { zh: '读数停滞', en: 'Reading stuck' },
  jump: { zh: '读数突变', en: 'Reading jump' },
  battery: { zh: '电量不足', en: 'Battery low' },
  'calibration-due': { zh: '校准到期', en: 'Calibration due' },
  clock: { zh: '设备时钟异常', en: 'Device clock off' },
}

/** The names of a device fault, or null where the type is none. */
export function deviceFaultName(type: string): { readonly zh: string; readonly en: string } | null {
  return type in DEVICE_FAULT_NAMES ? DEVICE_FAULT_NAMES[type as DeviceFault] : null
}
