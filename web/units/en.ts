import type { unitsZh } from './zh.ts'

export const unitsEn: typeof unitsZh = {
  title: 'Archive', absent: 'No such unit, or outside your jurisdiction', unreachable: 'The server is out of reach; trying again', none: 'None', unknown: 'not registered',
  entry: 'Register', id: 'Id', kind: 'Kind', district: 'District', address: 'Address', point: 'Place', uscc: 'Credit code', licence: 'Licence', grade: 'Risk grade', officer: 'Officer', tags: 'Tags', contacts: 'Contacts',
  devices: 'Devices and last readings', silent: 'no reading for seven days', alerts: 'Open alerts', orders: 'Orders', inspections: 'Inspections', record: 'Record', on: 'open', off: 'closed', to: 'Open',
}
