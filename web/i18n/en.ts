import { adminEn } from '../admin/en.ts'
import { contactEn } from '../contact/en.ts'
import { deskEn } from '../desk/en.ts'
import { dutyEn } from '../duty/en.ts'
import { inspectEn } from '../inspect/en.ts'
import { phoneEn } from '../m/en.ts'
import { ordersEn } from '../orders/en.ts'
import { unitsEn } from '../units/en.ts'
import type { Messages } from './zh.ts'

export const en: Messages = {
  admin: adminEn,
  contact: contactEn,
  desk: deskEn,
  duty: dutyEn,
  inspect: inspectEn,
  m: phoneEn,
  units: unitsEn,
  orders: ordersEn,
  brand: 'Mingjian',
  system: 'Food-safety command platform',
  language: '中文',
  weekday: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
  date: '{year}-{month}-{day}',
  severity: { critical: 'Critical', major: 'Major', minor: 'Minor', info: 'Info' },
  alertState: { open: 'Open', acknowledged: 'In hand', resolved: 'Resolved', dismissed: 'Dismissed', withdrawn: 'Withdrawn' },
  orderState: {
    found: 'Found', triaged: 'Triage', rejected: 'Rejected', withdrawn: 'Withdrawn', assigned: 'Issued', accepted: 'Accepted',
    in_progress: 'Fixing', submitted: 'Proof', returned: 'Returned', verified: 'Verified', closed: 'Closed',
  },
  kind: {
    catering: 'Catering', canteen: 'Canteens', 'central-kitchen': 'Central kitchens', 'group-meal': 'Group meals', retail: 'Retail',
    market: 'Markets', 'cold-store': 'Cold stores', producer: 'Producers', workshop: 'Workshops',
  },
  role: { admin: 'Administrator', centre: 'Command centre', duty: 'Duty', inspector: 'Inspector', enterprise: 'Enterprise' },
  metric: {
    temperature: 'temperature', humidity: 'humidity', door: 'door', gas_lel: 'combustible gas', nh3: 'ammonia', co: 'carbon monoxide',
    co2: 'carbon dioxide', chlorine: 'chlorine', battery: 'battery', power: 'power',
  },
  fault: { silence: 'device silent', 'fault-value': 'fault value', stuck: 'readings stuck', jump: 'reading jumped', battery: 'battery low', clock: 'clock off', 'calibration-due': 'calibration due' },
  basis: { legal: 'Legal limit', standard: 'Standard limit', guidance: 'Guidance limit', operator: 'Operator limit', platform: 'Platform default' },
  age: { now: 'just now', second: '{n} s ago', minute: '{n} min ago', hour: '{n} h ago', day: '{n} d ago' },
  lasting: { second: '{n} s', minute: '{n} min {rest} s', hour: '{n} h {rest} min', day: '{n} d {rest} h' },
  span: { second: '{n} s', minute: '{n} min', hour: '{n} h', day: '{n} d' },
  finding: {
    confidence: '{share} confidence', above: 'above {limit}', below: 'below {limit}', on: { door: 'open for {lasting}', power: 'on for {lasting}' }, off: { door: 'shut for {lasting}', power: 'off for {lasting}' },
    silence: 'silent for {span}', stuck: 'unchanged for {span}', 'fault-value': 'sensor gave {value}', jump: 'jumped to {value}', battery: 'battery at {value}%', clock: 'off by {span}',
  },
  since: { breach: 'in breach since {time}', seen: 'seen at {time}', on: 'since {time}', heard: 'last reading {time}', found: 'found at {time}' },
  switched: { on: { door: 'open', power: 'on' }, off: { door: 'shut', power: 'off' } },
  login: {
    title: 'Sign in', username: 'User name', password: 'Password', submit: 'Sign in', busy: 'Signing in…',
    wrong: 'Wrong user name or password', unreachable: 'The server cannot be reached; please try again', failed: 'Could not sign in: {reason}', tooMany: 'Too many attempts; please wait',
    demo: 'Demo accounts', demoHint: 'A demonstration: one click signs in, all data is simulated',
  },
  notFound: { absent: 'No such page', closed: 'This page is not open to your role', back: 'Back to the start' },
  screen: {
    title: 'Food-safety situation', signOut: 'Sign out', sound: 'Sound', soundOn: 'Sound on', soundOff: 'Sound off', beijing: 'Beijing time', demo: 'Demo data',
    connection: { connecting: 'Connecting', live: 'Live', lost: 'Disconnected', refused: 'Refused', stale: 'Data late' },
    asOf: 'Data as of {time}',
    lostBanner: 'Disconnected from the server for {seconds} s, reconnecting',
    staleBanner: 'Figures have not been updated for {seconds} s and may be out of date',
    unreachable: 'The server cannot be reached; trying again',
    failed: 'No data came',
    failedPart: '{what}: no data came, trying again',
    all: 'Whole city', clear: 'Whole city', filtered: 'Only {name}',
    open: { title: 'Open alerts', today: '{n} new today', yesterday: '{n} by now yesterday', calm: 'No open alerts', more: '{n}% above yesterday', fewer: '{n}% below yesterday', same: 'as yesterday', resolved: '{n} cleared today' },
    figures: {
      title: 'Under supervision', units: 'Units', kinds: 'of {n} kinds', devices: 'Devices online', of: '/ {total}', online: '{share} online',
      offline: '{n} offline', rate: 'Readings / s', rateContext: '{n} in the last hour', ratePanel: 'Readings by hour', noHours: 'No whole hour yet',
    },
    step: { found: 'New', triaged: 'Vet', assigned: 'Sent', accepted: 'Ack', in_progress: 'Fix', submitted: 'Proof', verified: 'Pass', closed: 'End' },
    orders: { title: 'Rectification', total: '{n} in hand', closed: '{n} closed', back: '{n} returned', out: 'rejected {a} · withdrawn {b}', none: 'No orders yet', city: 'whole city' },
    ranks: { districts: 'Districts', kinds: 'Kinds of unit', per: 'alerts per 1,000', units: '{n} units', none: 'No open alerts' },
    stream: {
      title: 'Live alerts', none: 'No open alerts', noneHere: 'No open alerts in {name}', since: 'since {time}', order: 'order',
      review: 'review', fresh: '{n} more new alerts', unnamed: 'Unregistered unit', shown: '{n} in all', count: '{shown} of {n}',
    },
    trend: { title: 'Alerts, last 24 hours', readings: 'Readings, last 24 hours', hour: '{hour}:00', none: 'No alerts in the last 24 hours', peak: 'peak {n} / h', unit: 'per hour' },
    focus: {
      title: 'Newest critical alert', curve: 'Curve', hour: 'last 60 minutes', longer: 'since {time}', none: 'No open alerts', noneDetail: 'The curve and limit of an alert, or its picture, appear here', noReadings: 'No readings', snapshot: 'camera picture', noSnapshot: 'The picture could not be loaded',
      now: 'now', other: 'Newest alert',
    },
    unit: { close: 'Close' },
    inspections: {
      title: 'Remote inspections', none: 'No inspections at the moment', withheld: 'no pictures, for privacy', secret: 'Unannounced', secretWhy: 'secret until the check-in', count: '{shown} / {n}', found: '{n} found', done: '{done}/{total}',
      for: { now: 'just now', second: '{n} s', minute: '{n} min', hour: '{n} h', day: '{n} d' },
      picture: { video: 'Video', stills: 'Stills', text: 'Text only', none: 'No line' },
    },
    map: { sketch: 'Schematic', approval: 'Map approval {number}', units: '{n} units', zoomIn: 'Zoom in', zoomOut: 'Zoom out', whole: 'Whole map', density: 'about {n} units a dot', points: 'one unit a dot', label: 'Districts of Hengshui; choose one to filter', failed: 'The map could not be loaded' },
  },
}
