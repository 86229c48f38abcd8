import type { dutyZh } from './zh.ts'

export const dutyEn: typeof dutyZh = {
  title: 'Duty desk', tab: 'Mingjian duty',
  queue: { label: 'Queue of alerts', count: '{shown} of {all}', loading: '{n} loaded, more coming…', failed: 'Not all could be loaded, trying again ({n} so far)', selected: '{n} selected', clear: 'Clear selection', due: 'act by {time}', late: 'late by {span}', order: 'has order', review: 'to review', taken: 'taken {age}', times: '{n}×', assigned: 'assigned to {name}', silenced: 'silenced to {time}', mark: 'Select', sending: 'sending' },
  empty: { calm: 'No alert is waiting', calmDetail: 'New alerts appear here, the most urgent first', filtered: 'No alert fits the filter', reset: 'Clear filter', failed: 'The server is out of reach, no alerts could be loaded', retrying: 'Trying again' },
  filter: { label: 'Filter', search: 'Search unit, place, device (press /)', state: 'State', district: 'District', kind: 'Kind', subject: 'Type', review: 'To review', mine: 'Mine', any: 'All', save: 'Save filter', saved: 'Saved', name: 'A name for this filter', remove: 'Remove', reset: 'Clear', unknown: 'unregistered' },
  action: { acknowledge: 'I take it', join: 'I help', assign: 'Assign', escalate: 'Send up now', resolve: 'Resolve', dismiss: 'Dismiss', confirm: 'Confirm', comment: 'Comment', order: 'Make order', undo: 'Undo', close: 'Close', help: 'Keys', cancel: 'Cancel', send: 'Send', more: 'More' },
  done: { acknowledge: 'Took {n}', join: 'Joined {n}', assign: 'Assigned {n}', escalate: 'Sent up {n}', resolve: 'Resolved {n}', dismiss: 'Dismissed {n}', confirm: 'Confirmed {n}', comment: 'Commented on {n}', undone: 'Undone, nothing was sent', ordered: 'Order drafted', joined: 'Joined to the order', nothing: 'This can’t be done to what is selected', some: '{n} of them can’t be treated so now and were left out' },
  tray: { label: 'Actions on their way', until: 'sent in {n} s', failed: '“{action}” failed: {reason}', retry: 'Try again', drop: 'Understood' },
  problem: { unreachable: 'the server is out of reach', conflict: 'the state of the alert doesn’t allow it ({state})', conflictPlain: 'the present state doesn’t allow it: {detail}', 'not-found': 'not found, or outside your jurisdiction', forbidden: 'you may not do this', 'outside-jurisdiction': 'outside your jurisdiction', 'not-authenticated': 'you are signed out, sign in again', 'too-many-requests': 'too many requests, wait a little', unavailable: 'the service is not available now', internal: 'the server failed', invalid: 'not valid: {detail}', other: '{detail}' },
  why: { mistaken: 'False positive', 'false-positive': 'False positive', normal: 'Normal work (delivery, defrost, cleaning)', device: 'Device faulty or not calibrated', duplicate: 'Duplicate', handled: 'Handled on site', permitted: 'Permitted', unclear: 'The picture is unclear', other: 'Another reason' },
  reason: { title: 'Dismiss alert', many: 'Dismiss {n} alerts', hint: 'The reason goes into the timeline; a false positive or a faulty device counts against the camera', label: 'Reason', note: 'More words (optional)', other: 'Another reason' },
  assign: { title: 'Assign alerts: {n}', hint: 'Officers in whose jurisdiction it lies; they are told once, and until they take it the alert still goes up the line', who: 'Assign to', nobody: 'There is nobody to assign to', me: ' (you)' },
  comment: { title: 'Comment', label: 'For whoever takes over', empty: 'Write something first' },
  order: {
    title: 'Order', make: 'Make a new one', join: 'Join an order', name: 'Title', fact: 'What was found', items: 'What to put right, one a line', none: 'The unit has no running order', submit: 'Make order', joinSubmit: 'Join', link: 'Open order',
    already: 'Already in an order: {name}', noUnit: 'The device belongs to no registered unit: no order can be made', numberless: 'no number yet', fromAlerts: 'from {n} alerts', deadline: 'due {time}', overdue: 'overdue', toIssue: 'Go and issue', action: { triage: 'Triage', escalate: 'Escalate', reject: 'Reject' }, escalated: 'escalated to {n}', why: 'Say why',
    unloaded: 'The orders could not be loaded', refused: { 'issuing-right': 'you have no right to issue', 'review-pending': 'what the camera saw must be reviewed by a person first', 'finding-dismissed': 'what the camera saw was dismissed: reject the order', 'illegal-transition': 'the state of the order doesn’t allow it', role: 'your role may not do this', 'same-person': 'who issued or rectified it may not verify it' },
  },
  story: {
    pick: 'Choose an alert', pickDetail: 'j / k move, Enter opens, ? shows all keys', loading: 'Loading', absent: 'There is no such alert in your jurisdiction', failed: 'Could not be loaded, trying again', back: 'Back to the queue',
    measured: 'Worst value', limit: 'Limit', beyond: 'over by {n}', short: 'under by {n}', opened: 'raised {time}', lasting: 'for {lasting}', lasted: 'lasted {lasting}', until: 'back in range {time}', eased: 'now {severity}', affected: '{n} devices behind it are silent too',
    curve: 'Curve', breach: 'breach', evidence: 'Evidence: {from} to {to}, {n} readings', picture: 'Picture', unit: 'Unit', unregistered: 'No unit registered', address: 'Address', noContacts: 'No contacts registered', grade: 'grade {grade}', officer: 'officer {name}', district: 'District', device: 'device {id}',
    others: 'Open alerts of the unit', noOthers: 'No other open alert', earlier: 'Similar in the last 30 days', noEarlier: 'Nothing similar in the last 30 days', relation: { rule: 'same rule', device: 'same device', unit: 'same unit' }, more: '{n} more',
    rule: 'Rule and basis', ruleVersion: 'version {n}', byCatalogue: 'Seen by a camera; a person must review it. A detection by itself is no finding of law', byPlatform: 'The state of a device, judged by the platform; no legal limit is concerned', ruleFailed: 'The rule could not be loaded', precision: 'Precision', precisionSays: 'this version was right in {right} of {judged} that people decided on in 90 days', basis: 'Basis', document: 'Document', clause: 'Clause', unverified: 'The text of the basis has not been verified; for orientation only', noBasis: 'No basis is given',
    orders: 'Orders', noOrders: 'No order yet', timeline: 'Timeline', now: 'now',
  },
  ruleSays: { level: '{subject} {side}, {for}: {severity}', above: 'above {limit}', atLeast: 'at least {limit}', below: 'below {limit}', atMost: 'at most {limit}', equals: 'equal to {limit}', change: 'changes by more than {limit} within {span}', atOnce: 'at once', lasting: 'for {span}', cumulative: '{span} in all within {window}', open: 'open', shut: 'shut', on: 'on', off: 'off', clear: 'clears after {span} inside the limit by {margin}', clearPlain: 'clears after {span} inside the limit', clearNow: 'clears once inside the limit', schedule: 'judged only at set times', opening: 'judged only while the unit is open', closed: 'judged only while the unit is closed',
    cooling: 'cooling from {from}: {stages}, or else: {severity}', stage: 'to {to} within {span}', batch: 'rises above {start} and does not reach {reach}{hold}: {severity}', hold: ' for {span}',
    defrost: '{subject} still {side} {span} after a defrost began, or more than {perDay} defrosts a day: {severity}', 'degree-minutes': '{subject} {side} by more than {budget} degree-minutes within {window}: {severity}', 'mean-kinetic': 'mean kinetic {subject} of {window} {side}: {severity}',
  },
  event: {
    opened: 'raised', escalated: 'escalated', eased: 'eased', updated: 'updated', cleared: 'cleared', reopened: 'reopened', corrected: 'corrected', withdrawn: 'withdrawn', acknowledged: 'taken', joined: 'joined', assigned: 'assigned to {name}', 'sent-up': 'sent up the line', resolved: 'resolved', dismissed: 'dismissed', confirmed: 'confirmed', commented: 'comment',
    'order-drafted': 'order drafted', 'order-joined': 'joined to order', returned: 'nothing followed, open again', told: 'told',
  },
  told: { sent: '{person}: {channel} has it', queued: '{person}: waiting', grouped: '{person}: waiting to go out with others of its kind', sending: '{person}: under way', failed: '{person}: not delivered', cancelled: '{person}: cancelled', unsent: 'not sent: no channel is set up', repeat: 'may be a repeat', gathered: 'in one message with others of its kind' },
  handover: {
    title: 'Handover', link: 'Handover', list: 'Handovers', begin: 'New handover', print: 'Print', empty: 'No handovers yet', pick: 'No handovers yet: begin a new one', sheet: 'Handover of the desk', shift: 'Shift', shiftHint: 'Such as 22 November, day', notes: 'Notes', notesHint: 'What the next officer should know, what is under way, who has been called', noNotes: 'No further notes',
    write: 'Save', signOut: 'Sign out', takeBack: 'Take back', signIn: 'Sign in', waiting: 'Waiting for the incoming officer', state: { draft: 'Draft', offered: 'Offered', accepted: 'Handed over' }, asOf: 'As of {time}, when signed out', asOfNow: 'As of {time}; it follows until signed', more: 'Too long: the newest 500 are listed',
    alerts: 'Open alerts: {n}', orders: 'Running orders: {n}', faults: 'Device faults: {n}', overdue: '{n} overdue', none: 'None', rest: '{n} more on the desk', numberless: 'No number', due: 'Due {time}', outgoing: 'Outgoing', incoming: 'Incoming',
  },
  by: { rule: 'rule', system: 'system', you: '{name} (you)' },
  bell: { label: 'Attention', sound: 'Sound', on: 'Sound on', off: 'Sound off', muted: 'Muted until {time}', mute: 'Mute for {n} min', unmute: 'Unmute', waiting: 'Click the page to allow sound', notices: 'Notices', allow: 'Allow desktop notices', allowed: 'Desktop notices on', denied: 'The browser refuses desktop notices' },
  notice: { title: '{severity} alert: {unit}' },
  help: {
    title: 'Keys', or: 'or',
    command: {
      next: 'next', previous: 'previous', top: 'first', bottom: 'last', pageDown: 'page down', pageUp: 'page up', open: 'open', close: 'close, cancel', acknowledge: 'take it', join: 'help with it', assign: 'assign', comment: 'comment', dismiss: 'dismiss (with a reason)', confirm: 'confirm', resolve: 'resolve', escalate: 'send up now', order: 'make an order', inspect: 'inspect by video', mark: 'select', markRange: 'select a range', markAll: 'select all or none', unmark: 'select none', mine: 'mine only', handover: 'handover', search: 'search', help: 'keys', undo: 'undo the last',
    },
    bulk: 'With several selected these act on all of them (comment and inspection on one); within {n} seconds it can be undone.',
  },
}
