import type { ordersZh } from './zh.ts'

export const ordersEn: typeof ordersZh = {
  title: 'Orders', tab: 'Mingjian orders',
  list: { label: 'Orders', count: '{shown} of {all}', loading: 'Loading…', failed: 'Could not be loaded, trying again', more: 'Load more', absent: 'There is no such order in your jurisdiction', due: 'by {time}', left: '{span} left', late: 'late by {span}', undue: 'no deadline yet', escalated: 'escalated {n}', case: 'case filed', handed: 'handed in {age}' },
  empty: { calm: 'There are no orders yet', calmDetail: 'Critical alerts draft them by themselves; press n to make one by hand', filtered: 'No order fits the filter', reset: 'Clear filter', failed: 'The server is out of reach, no orders could be loaded', retrying: 'Trying again' },
  filter: { label: 'Filter', search: 'Search number, unit, title (press /)', district: 'District', all: 'All districts', overdue: 'Overdue', mine: 'Mine', reset: 'Clear', group: { drafts: 'To issue', out: 'Under way', verify: 'To verify', close: 'To close', done: 'Closed', dropped: 'Dropped' } },
  action: { new: 'New', help: 'Keys', cancel: 'Cancel', close: 'Close', back: 'Back to the list', figures: 'Funnel', send: 'Send', print: 'Print notice', pack: 'Evidence pack', open: 'Open alert' },
  funnel: { title: 'Funnel', period: { week: '7 days', month: '30 days', year: 'This year', all: 'All' }, step: { found: 'Found', assigned: 'Assigned', accepted: 'Accepted', rectified: 'Rectified', verified: 'Verified', closed: 'Closed' }, share: '{share} of found', states: 'Now', overdue: '{n} overdue', none: 'No orders in this period', of: 'by when they were found', closing: 'closed' },
  step: { found: 'Found', triaged: 'Triaged', assigned: 'Assigned', accepted: 'Accepted', in_progress: 'Rectifying', submitted: 'Submitted', verified: 'Verified', closed: 'Closed', returned: 'Returned', rejected: 'Rejected', withdrawn: 'Withdrawn' },
  phones: {
    title: 'Phones for proof', bound: 'bound {time}', by: 'code read out by {name}', asked: { sms: 'asked {time}, code sent as a text message', officer: 'asked {time}' }, readOut: 'Show the code', end: 'End',
    how: 'Call the registered number itself and read the code out; the log keeps who had it',
  },
  part: { what: 'What to put right', path: 'Progress', unit: 'Unit', alerts: 'Alerts it came from', photos: 'Proof', timeline: 'Timeline', paper: 'Papers' },
  what: {
    fact: 'What was found', items: 'What to put right', basis: 'Basis', noBasis: 'No basis is given', unverified: 'the text of the basis has not been verified', deadline: 'Deadline', extended: 'extended to {time} (was {time2})', source: 'Source', signer: 'Signed by', officers: 'Officers', issued: 'Issued', served: 'Served', receiver: 'received by {name}', watcher: 'Watched by', caseId: 'Case', none: 'none',
    numberless: 'no number yet', noFact: 'not written', waiting: 'set when issued', moment: 'Beijing time',
  },
  source: { alert: 'Alert', inspection: 'Inspection', complaint: 'Complaint', sampling: 'Sampling', manual: 'By hand' },
  service: { accepted: 'accepted on the platform', 'in-person': 'in person', left: 'left at the place', mailed: 'by mail', published: 'by publication' },
  alert: { none: 'No alert belongs to it; a person made it', absent: 'The alert could not be loaded', more: '{n} more alerts', back: 'readings back in range {time}', still: 'readings are still out of range: it can\'t be verified yet', state: '{state}' },
  photo: {
    none: 'No photos yet', noneDetail: 'What the unit uploads is checked here', holds: 'proves its item', fails: 'proves nothing', item: 'Item: {text}', word: 'word “{word}”', at: 'received {time}', portrait: 'portrait', original: 'original', override: 'Answer for it', overrideTitle: 'Answer for “{check}”', overrideWhy: 'Why? The reason is kept with your name', overridden: '{by} answers for it: {reason}', missing: 'No valid photo yet: {items}',
    check: { time: 'Time', place: 'Place', phone: 'Phone', subject: 'Subject', face: 'Person', tamper: 'Original' },
    status: { pass: 'passed', fail: 'failed', overridden: 'overridden' },
    witness: { ask: 'Codes for second persons', none: 'No photo awaits one, or the code went out as a text message', call: 'Call {phone} and read out {code} (good until {time})' },
    reason: {
      'in-time': '{seconds} s from receipt', live: 'taken by the page\'s camera', 'time-off': '{seconds} s from receipt', 'no-exif-time': 'no time of the shot', 'before-issue': 'taken before the order', 'upload-expired': 'upload had expired',
      'at-the-unit': '{metres} m from the unit', 'too-far': '{metres} m from the unit, over 200 m', 'too-vague': 'position good to {accuracy} m only', 'exif-elsewhere': 'the file tells of a place {metres} m away',
      bound: 'bound to a registered number', 'browser-not-bound': 'this phone is bound to no number', 'bound-to-other': 'bound to another number', 'not-bound': 'no phone of the unit', 'other-phone': 'not the phone that asked', 'wrong-code': 'wrong one-time code',
      'word-given': 'word given, see the picture', 'wrong-word': 'wrong word', 'unknown-item': 'no item of this order',
      'portrait-kept': 'portrait kept, compare it', 'second-witness': 'second witness', 'no-face-no-witness': 'neither face nor witness', 'witness-is-the-same': 'witness has the same number', 'witness-not-bound': 'witness is not registered', 'wrong-witness-code': 'wrong code of the witness',
      'portrait-too-small': 'portrait of only {width}×{height}', 'portrait-blank': 'portrait shows nothing', 'portrait-is-the-scene': 'the scene sent as the portrait', 'portrait-used': 'portrait was used before',
      'not-live': 'from an album, not taken live', 'too-small': 'only {width}×{height}; the shorter side needs 480', blank: 'shows nothing',
      unaltered: 'no sign of change', 'same-file': 'the same file as an earlier photo', 'editing-software': 'edited with {software}', 'changed-after': 'changed {seconds} s after the shot', 're-encoded': 'not a camera\'s original', 'looks-like': 'almost the same as an earlier photo (differs by {distance}), be it mirrored, turned, inverted or cut',
    },
  },
  deed: { triage: 'Triage', reject: 'Reject', issue: 'Issue', serve: 'Serve', submit: 'Submit for it', return: 'Return', verify: 'Verify', close: 'Close', reopen: 'Reopen', extend: 'Extend', escalate: 'Escalate', 'file-case': 'File case', comment: 'Comment' },
  form: {
    hint: {
      triage: 'Check severity, basis and facts; then it can be issued', reject: 'No case: the order ends here', issue: 'It gets its number and goes out to the unit; it can\'t be taken back', serve: 'Where the unit has not accepted on the platform', submit: 'Where photos are missing you answer for it by name', return: 'One reason a line; the unit sees them',
      verify: 'Whoever issued or rectified may not verify; a sensor\'s readings must have been back in range for the set time', close: 'After this it can only be reopened', reopen: 'It has happened again', extend: 'Only to later, approved by someone who may issue', escalate: 'One level up, with a watcher if named', 'file-case': 'Handed over with the evidence pack; the number of the case stays', comment: 'Goes into the timeline; the unit sees it too',
    },
    officer: { name: 'Name', certificate: 'Certificate' },
    field: { severity: 'Severity', basis: 'Document', basisKind: 'Kind of basis', fact: 'What was found', note: 'Words', reason: 'Reason', items: 'What to put right, one a line', deadline: 'Deadline (else by severity)', officers: 'Two officers, as printed on the notice', method: 'How it was served', receiver: 'Received by', override: 'Why you answer for it', reasons: 'Reasons, one a line', extendedTo: 'Extended to', approver: 'Approver\'s user name (none if you may issue)', watcher: 'Watcher\'s user name', caseId: 'Number of the case' },
    final: 'I have checked it and know it can\'t be taken back', missing: 'Still to be filled in: {fields}', done: '{deed}: done',
  },
  new: { title: 'New order', source: 'Source', sourceId: 'Number of the inspection or complaint', unit: 'Unit', unitHint: 'Type the unit\'s name', name: 'What is wrong', severity: 'Severity', fact: 'What was found', items: 'What to put right, one a line', basis: 'Document', submit: 'Make order', done: 'Order drafted', none: 'No such unit' },
  refused: {
    'issuing-right': 'you have no right to issue', role: 'your role may not do this', 'same-person': 'who issued or rectified it may not verify it', 'illegal-transition': 'the state of the order doesn\'t allow it, see how it stands', 'review-pending': 'what the camera saw must be reviewed by a person first', 'finding-dismissed': 'what the camera saw was dismissed: reject the order', 'basis-missing': 'say on what it stands', 'unit-missing': 'the order has no unit', 'items-missing': 'say what to put right', 'officers-missing': 'name two officers with their certificates',
    'deadline-past': 'the deadline must lie ahead', 'deadline-too-far': 'a deadline lies at most 180 days ahead', 'photos-missing': 'an item has no valid photo yet', 'override-needed': 'submitting for a unit needs your word', 'override-officer': 'only an officer may answer for it', 'out-of-range': 'the readings have not been back in range for the set time', 'not-later': 'must be later than the deadline', approver: 'someone who may issue must approve: give the user name', 'level-not-higher': 'the level must be higher', 'watcher-unknown': 'there is no such officer', 'case-filed': 'a case was filed already',
  },
  event: {
    found: 'found', triaged: 'triaged', rejected: 'rejected', withdrawn: 'withdrawn', issued: 'issued', accepted: 'accepted', served: 'served', started: 'started', submitted: 'submitted', returned: 'returned', verified: 'verified', closed: 'closed', reopened: 'reopened', extended: 'extended', escalated: 'escalated', 'case-filed': 'case filed', commented: 'comment', attached: 'attached',
    'photo-taken': 'photo uploaded', 'photo-refused': 'photo refused', 'check-overridden': 'check overridden', 'alert-joined': 'alert joined', 'alert-withdrawn': 'alert withdrawn', reminded: 'reminder',
  },
  reminder: { 50: 'half the time is gone', 80: 'the deadline is near', 100: 'the deadline has come' },
  help: { title: 'Keys', command: { next: 'next', previous: 'previous', open: 'open', close: 'close', search: 'search', new: 'new order', deed: 'the first thing to do', comment: 'comment', print: 'print the notice', help: 'keys' } },
}
