import { channelsEn } from './channels/en.ts'
import { dutyEn } from './duty/en.ts'
import { escalationEn } from './escalation/en.ts'
import { silencesEn } from './silences/en.ts'
import type { adminZh } from './zh.ts'

export const adminEn: typeof adminZh = {
  tabs: 'Administration', tab: { rules: 'Rules', units: 'Units', devices: 'Devices', roster: 'Roster', escalation: 'Escalation', channels: 'Channels', contacts: 'Contacts', silences: 'Silences', notices: 'Notices', users: 'Users', audit: 'Audit', 'dead-letters': 'Dead letters' },
  list: { more: 'More', none: 'Nothing matches', failed: 'Not loaded, trying again', loading: 'Loading', search: 'Search', any: 'All', end: '{n} in all' },
  action: { save: 'Save', cancel: 'Cancel', close: 'Close', confirm: 'Confirm', back: 'Back to the list', copy: 'Copy', copied: 'Copied' },
  problem: { unreachable: 'The server is out of reach', forbidden: 'Your role may not do this', duplicate: 'The id is taken', 'too-many-requests': 'A trial of yours is running', unavailable: 'Too busy now, try again soon', other: 'It failed: {detail}' },
  rules: {
    precision: 'Right in {right} of {judged} decided by people in 90 days ({percent} %)',
    title: 'Rules', create: 'New rule', createSeen: 'New camera rule', narrowest: 'Of several rules about one violation the narrowest judges alone: devices, then tags, districts, kinds, profiles; of two alike the newest.', emptyIsNone: 'Empty: not asked', emptyIsAll: 'Empty: everywhere', zonesHint: 'Type a zone, then Enter', cooldownHint: 'The same camera, kind and track within this time is one event', orderSeen: { draft: 'Draft once confirmed', none: 'None' }, pick: 'Choose a rule', pickDetail: 'or make a new one; try it on recorded readings before you save it',
    filter: { metric: 'Metric', type: 'Violation', profile: 'Profile', enabled: 'State', on: 'In force', off: 'Switched off' },
    column: { name: 'Rule', limit: 'Limit', basis: 'Basis', version: 'Version' },
    scope: { deviceIds: 'Devices', profiles: 'Profiles', unitKinds: 'Kinds', districts: 'Districts', tags: 'Tags of units', tagsHint: 'Type a tag of units, then Enter', hint: 'All parts apply together; an empty one is open; give at least one', devicesHint: 'Type a device id, then Enter', devicesMore: '{names} and others, {n} in all', none: 'not limited' },
    status: { verified: 'Verified', unverified: 'Unverified' }, version: 'Version {n}', by: '{author}, {time}', shipped: 'shipped',
    view: { form: 'Form', text: 'Text', history: 'Versions' },
    field: {
      id: 'Id', name: 'Name', metric: 'Metric', scope: 'Scope', levels: 'Levels', severity: 'Severity', side: 'Side', limit: 'Limit', for: 'Lasting', mode: 'Counting', window: 'Window',
      margin: 'Clear margin', clearFor: 'Clear lasting', order: 'Order', basis: 'Kind of basis', document: 'Document', status: 'Checked', type: 'Violation', minConfidence: 'Least confidence (%)', minShare: 'Least share of frames (%)', persist: 'Lasting', cooldown: 'Same event within', hits: 'Hits', hitsWithin: 'Hits within', onlyIn: 'Only in these zones', reviewOnly: 'A person looks first',
    },
    side: { above: 'above', atLeast: 'at least', below: 'below', atMost: 'at most', equals: 'equals' },
    mode: { continuous: 'Continuous', cumulative: 'Cumulative' }, order: { draft: 'Draft when critical', none: 'None' },
    addLevel: 'Add a level', dropLevel: 'Remove this level', durations: 'Write 30s, 45m, 2h or 1d', special: 'This rule uses conditions the form has no fields for ({fields}): change them in the text', onlyText: 'Mend the text before you try or save: {reason}',
    specialField: { process: 'process', changesBy: 'change', suppressWhen: 'tolerance', schedule: 'schedule', upTo: 'upper end', downTo: 'lower end', windows: 'windows', night: 'night', zoneSeverities: 'severity by zone', corroboration: 'second source' },
    unknownDevices: '{n} device is not registered yet: {ids} | {n} devices are not registered yet: {ids}', clearDefault: 'Not written: the default', doubts: 'Saved. Look at this again:', saved: 'Saved as version {n}', saving: 'Saving', save: 'Save', unsaved: 'Not saved', readonly: 'Only administrators save rules',
    enable: 'Switch on', disable: 'Switch off', disableTitle: 'Switch off “{name}”?', disableDetail: 'It raises nothing new; alerts that are open go on until they clear.', enableTitle: 'Switch on “{name}”?', enableDetail: 'Readings that arrive from then on are judged by it.',
    confirm: { title: 'Save the rule', loosens: 'This loosens a limit ({kind}):', untried: 'It has not been tried on recorded readings since it was changed.', sure: 'Save it all the same' },
    loosened: { enabled: 'switched off', limit: 'a looser limit ({before} → {after})', for: 'a longer duration ({before} → {after})', severity: 'the level “{severity}” is gone', scope: 'a smaller scope', tolerance: 'a tolerance is added', basis: 'the basis becomes {after}', mode: 'counted another way', metric: 'another metric' },
    history: { changed: '{field}: {before} → {after}', first: 'First version', same: 'Nothing changed', restore: 'Load this version' },
  },
  trial: {
    title: 'Try it on recorded readings', titleSeen: 'Try it on recorded detections', run: 'Try', again: 'Try again', stop: 'Stop', period: 'Period', days: 'Last {n} d', own: 'Own', from: 'From', to: 'To', devices: 'Devices (all in the scope if empty)',
    idle: 'Choose a period and see how often this rule would have raised an alert', running: '{n} readings read', runningSeen: '{n} detections read', stopped: 'Stopped', stale: 'The rule has changed: this is the result of before',
    would: 'Would raise', were: 'Were raised', inForce: 'Version in force would raise', summary: '{readings} readings · {devices} devices · {seconds} s', sampled: 'The scope covers {covered}; the first {tried} were tried',
    compared: { rule: 'Beside the alerts this rule raised', metric: 'No rule has this id: beside all alerts of the metric', type: 'No rule has this id: beside all alerts of the violation' },
    none: 'It would have raised nothing', noDevices: 'The scope covers no device of yours', noReadings: 'There are no readings in this time', noDetections: 'Nothing was seen in this time', summarySeen: '{readings} detections · {devices} cameras · {seconds} s',
    device: 'Device', readings: 'Readings', new: 'New', both: 'Both', gone: 'No more', listed: 'The latest {n}', curve: 'Curve of {device}', whole: 'Whole period', zoomHint: 'Ctrl and the wheel zoom, dragging moves, a click on an alert zooms in on it', draftLimit: 'Draft limit {limit}',
    more: '{n} more than then', fewer: '{n} fewer than then', same: 'As many as then', open: 'not cleared',
  },
  units: { title: 'Units', id: 'Id', name: 'Name', kind: 'Kind', district: 'District', tag: 'Tag', tags: 'Tags', edit: 'Change', search: 'Id, name, credit code or licence', tagsHint: 'Rules gather units by their tags; what arrives after a change is judged by the new scope', tagsType: 'Type a tag, then Enter', hours: 'Opening hours', hoursHint: 'Empty: nobody said. Rules for opening hours, or for after closing, go by them', noHours: 'These hours can not be read' },
  devices: {
    title: 'Devices', filter: { profile: 'Profile', gateway: 'Gateway' }, column: { id: 'Device', unit: 'Unit', profile: 'Profile', interval: 'Interval', gateway: 'Gateway', status: 'Status', calibration: 'Calibration', at: 'Registered' }, edit: 'Change', due: 'by {day}', silent: 'Silent since {time}', heard: 'No silence seen', neverHeard: 'No reading has come yet', lastHeard: 'Last reading {time}', behindTitle: 'Devices behind it', view: { register: 'Registered', waiting: 'Waiting ({n})' },
    onChange: 'on change', seconds: '{n} s', direct: 'direct', behind: '{n} device | {n} devices', format: 'Format {format}', search: 'Id or place',
    waiting: 'Waiting', waitingDetail: 'Sensing points that gateways speak of and nobody registered', noWaiting: 'Nothing waits to be registered', messages: '{n} message | {n} messages', seen: 'Last {time}', onlyOnline: 'Online; it has told no values yet', onlyOffline: 'Offline; it has told no values yet', register: 'Register',
    dialog: { title: 'Register {source}', unit: 'Unit', unitHint: 'Find by name or id', id: 'Device id', profile: 'Profile', guessed: 'guessed from the readings', place: 'Place', calibratedAt: 'Last calibrated', calibrationDays: 'Every so many days', calibrationHint: 'A reminder comes 30 days before, a device fault once it is overdue; alerts about the food are not touched', submit: 'Register', done: 'Registered', token: 'Token (shown this once)', tokenHint: 'A device behind a gateway rarely needs it: the gateway speaks for it', sample: 'Last readings' },
  },
  roster: {
    title: 'Roster', week: '{from} to {to}', earlier: 'Week before', later: 'Week after', today: 'This week', now: 'On duty now', nobody: 'Nobody', save: 'Save the roster', saved: 'Saved', saving: 'Saving', unsaved: 'Not saved', undo: 'Discard', changed: 'Somebody else has changed the roster: discard and begin again', readonly: 'Only administrators and the centre change the roster', shipped: 'As shipped', version: 'Version {n}', holiday: 'off', workday: 'on',
    teams: 'Teams', shifts: 'Shifts', turns: 'Turns', overrides: 'Overrides', calendar: 'Holidays and make-up workdays', add: 'Add', remove: 'Remove', id: 'Id', name: 'Name', members: 'Members', districts: 'Districts (empty: whole city)', from: 'From', to: 'To', on: 'On', since: 'Since', turnDays: 'Days a turn', order: 'Order of turns', shift: 'Shift', team: 'Team', instead: 'In place of', beside: 'In addition', day: 'Day', kind: 'Kind', note: 'Note', nextDay: 'next day', unknownYear: 'The days off of {year} are not entered yet: counted by the week',
    days: { 'every-day': 'Every day', 'working-days': 'Working days', 'days-off': 'Days off' }, kinds: { holiday: 'Day off', workday: 'Worked' }, swap: { title: '{day} {shift}', who: 'Who has it', instead: 'In place of', hint: 'For this day only; without “in place of” it is in addition', drop: 'Undo the override', put: 'Done' },
  },
  ...dutyEn,
  escalation: escalationEn,
  channels: channelsEn,
  silences: silencesEn,
  notices: {
    title: 'Notices', at: 'Time', person: 'Who', about: 'About', step: 'Step', state: 'State', attempts: 'Attempts', channel: 'Channel', none: 'None yet', repeat: 'may be a repeat', filter: { person: 'User name' },
    states: { queued: 'Waiting', grouped: 'Waiting to go out with another', sending: 'Under way', sent: 'Sent', failed: 'Not delivered', cancelled: 'Cancelled', unsent: 'Not sent: no channel' }, unsent: 'In the last 24 hours {n} notice was not sent: no channel is set up. | In the last 24 hours {n} notices were not sent: no channel is set up.', showUnsent: 'Show them', results: { accepted: 'accepted', refused: 'refused', failed: 'failed', unsure: 'no answer' }, pending: 'no answer recorded', gathered: 'with {count} more', behind: 'in another message', kinds: { alert: 'Alert', order: 'Order', handover: 'Handover', trial: 'Trial', phone: 'Phone' },
  },
  messages: {
    title: 'Raw messages of {name}', open: 'Raw messages', lead: 'The last five, every two seconds; from the memory of the servers, anew after a restart', none: 'No message has come yet', noValues: 'No value that we know', became: 'What it became',
    reading: 'Reading', detection: 'Detection', status: 'Status', refused: 'Not taken', online: 'online', offline: 'offline', noTime: 'without a time: the time received', bytes: '{n} bytes', truncated: 'Only its first 4 KB are kept', nothing: 'Nothing was read from it', untold: 'It is not whole here, so what was read from it can\'t be listed',
    count: '{taken} of {all} items taken',
  },
  reason: {
    unparsable: 'Unreadable', 'too-large': 'Too large', invalid: 'Malformed', 'unknown-device': 'Unknown device', 'no-known-metric': 'No known metric', 'not-a-number': 'Not a number', 'out-of-range': 'Out of range',
    'bad-time': 'Bad time', 'time-too-far-ahead': 'Too far ahead', 'time-before-2000': 'Before 2000', 'conflicting-value': 'Another value at the same time', forbidden: 'Not allowed', 'fault-value': 'Fault value of the sensor',
  },
  users: { title: 'Users', username: 'User name', name: 'Name', role: 'Role', jurisdiction: 'Jurisdiction', mayIssue: 'Issues', yes: 'yes', no: 'no', city: 'City', at: 'Made' },
  audit: { title: 'Audit', at: 'Time', actor: 'Who', action: 'Did', subject: 'To', detail: 'Detail', verify: 'Check the chain', whole: '{n} entries, the chain holds', broken: 'Broken at entry {n}', verifying: 'Checking' },
  deadLetters: { title: 'Dead letters', at: 'Received', type: 'Reason', device: 'Device', address: 'From', payload: 'Payload' },
}
