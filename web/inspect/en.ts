import type { inspectZh } from './zh.ts'

export const inspectEn: typeof inspectZh = {
  title: 'Remote inspection', start: 'Open a remote inspection', plan: 'Open several', board: 'Command board', back: 'Back to the board', open: 'Open an inspection', none: 'No inspections at the moment', unreachable: 'The server is out of reach; trying again', absent: 'No such inspection, or outside your jurisdiction', outline: 'You take no part in this inspection and see the outline only', join: 'Join and watch',
  shelf: { running: 'Running', done: 'Ended', all: 'All', campaign: 'Campaign', anyCampaign: 'All campaigns', tiles: 'Watch {n} side by side', list: 'List' },
  state: { opened: 'Not accepted', accepted: 'On the way', checked_in: 'Arrived', under_way: 'Under way', finished: 'To be signed', signed: 'Signed', cancelled: 'Cancelled' },
  mode: { video: 'Video', stills: 'Weak line · stills', text: 'Weak line · text only' },
  stuck: { unaccepted: 'Not accepted yet', 'not-there': 'Not there after an hour', 'check-in': 'Check-in in doubt', quiet: 'Quiet for 15 minutes', 'no-picture': 'No video', unsigned: 'Not signed yet' },
  where: { title: 'Who is where' },
  board1: { who: 'Inspector', progress: '{done}/{total} items', failed: '{n} failed', stills: '{n} still | {n} stills', orders: '{n} order | {n} orders', unannounced: 'Unannounced', commander: 'Led by {name}', none: 'Going well' },
  make: {
    unit: 'Unit', unitHint: 'Name, id or credit code', reason: 'Reason', inspectors: 'Inspectors', free: 'free', busy: '{n} running', near: '{metres} away', checklist: 'Checklist', unannounced: 'Unannounced (hidden from the unit until the check-in)', campaign: 'Campaign (may be empty)',
    submit: 'Open', cancel: 'Cancel', noInspector: 'No inspector in that district', failed: 'Not opened: {reason}', fromAlert: 'From an alert', fromOrder: 'From an order',
  },
  planning: {
    campaign: 'Campaign', units: 'Units (several)', who: 'Inspector', nobody: 'No inspector in that district', opened: 'Opened', submit: 'Open {n}', hint: 'Inspectors are suggested by who is free and near; change them at will', ended: '{done} opened, {failed} not', most: 'At most {n} units at once', close: 'Done',
  },
  assign: { title: 'Send another inspector', instead: 'Replace', add: 'Add, replace nobody', from: 'Takes over from', submit: 'Send', on: 'on this inspection', last: 'last check-in {time}', never: 'never checked in', none: 'No other inspectors' },
  recording: {
    ask: 'Ask to record', stop: 'Stop recording', asked: 'Asked to record; waiting for leave', refused: 'The inspector gives no leave to record', on: 'Recording', waiting: 'Leave given; waiting for the picture', kept: 'Recording {from}–{to} · {size} MB', hashed: 'recording kept {hash}', problem: 'Not recording: {reason}',
    question: 'The centre asks to record picture and sound as evidence, for those who take part in the inspection alone. Tell the people around you first.', give: 'Agree to record', deny: 'Do not record',
  },
  party: { inspector: 'Inspector', commander: 'Commander', watcher: 'Watching', office: 'Centre', unit: 'Unit', outsider: '—' },
  reach: { connecting: 'Connecting', live: 'Connected', lost: 'Line lost, coming back', refused: 'Not open' },
  picture: { waiting: 'Waiting for the inspector\'s camera', frozen: 'Picture of {time}', mending: 'Video lost, trying another way', sound: 'Sound on', watching: 'Watching: {names}', nobody: 'Nobody watches' },
  ask: { still: 'Full still', front: 'Front camera', back: 'Back camera', 'torch-on': 'Torch on', 'torch-off': 'Torch off', speak: 'Speak', mute: 'Stop speaking', noMicrophone: 'No microphone', point: 'Point', pointHint: 'Such as: show me the thermometer', send: 'Send' },
  asked: { still: 'Please take a full still', front: 'Please use the front camera', back: 'Please use the back camera', 'torch-on': 'Please turn the torch on', 'torch-off': 'Please turn the torch off' },
  list: { title: 'Checklist', push: 'Push', pushed: 'Please check: {item}', pass: 'Pass', fail: 'Fail', 'not-applicable': 'n/a', note: 'Note', reading: 'Measured', standard: 'Standard broken', photo: 'Photo', range: 'Wanted {range}', out: 'Out of range', save: 'Save', by: '{name} {time}', left: '{n} item without a result | {n} items without a result', wants: 'photo wanted', beside: 'Note something else', what: 'What is wrong', severity: 'How grave' },
  findings: { title: 'Findings', none: 'None so far', order: 'Make an order', ordered: 'Order made' },
  stills: { title: 'Stills and evidence', none: 'No stills yet', pending: 'Still on its way', draw: 'Draw on the still', clear: 'Clear', give: 'Send back', hash: 'Hash', from: 'Taken {time}', returned: 'The centre drew on your still', close: 'Close' },
  talk: { title: 'Log', message: 'Message', send: 'Send', joined: 'came', left: 'left', still: 'Still {n}', mode: 'Line: {mode}', drawing: 'drew on a still', order: 'made an order', result: '{item}: {result}', finding: 'Finding: {title}', comparison: 'Compared: probe {probe}, sensor {sensor}', sensorAt: ' ({time})', push: 'Pushed: {item}', pointer: 'Pointed: {text}', late: 'after the signatures', nothing: 'no reading' },
  unit: { title: 'The unit', sensors: 'Live readings', alerts: 'Open alerts', orders: 'Past orders', none: 'None', probe: 'Probe', compare: 'Compare', differs: ', differs by {n}', noReading: 'No recent reading', pick: 'Pick a sensor' },
  finish: { record: 'Record (PDF)', cancel: 'Cancel', cancelAsk: 'Why is this inspection cancelled?', invite: 'Invite', inviteAsk: 'Invite whom (user name)?', assign: 'Send another', override: 'Accept the check-in', overrideAsk: 'Why is the check-in accepted?' },
  checkIn: { holds: 'Check-in holds', fails: 'Check-in in doubt', reasons: { 'in-time': 'in time', 'reported-late': 'sent later', 'at-the-unit': 'at the unit', 'too-far': '{metres} m away', 'too-vague': 'place known to {accuracy} m' } },
  phone: {
    mine: 'My inspections', none: 'No inspections for you', accept: 'Accept', checkIn: 'Check in', locating: 'Finding the place…', noPlace: 'Without the place there is no check-in', begin: 'Begin', finish: 'Finish', resume: 'Go on', sign: 'Sign', live: 'Open the camera', stop: 'Close the camera',
    noneOfUnit: 'No inspections of this unit', noStill: 'No still was taken: the camera is closed', cannot: { still: 'No still: the camera is closed', front: 'There is no front camera', back: 'There is no back camera', 'torch-on': 'There is no torch, or it can\'t be turned on', 'torch-off': 'There is no torch' }, reply: 'The phone answers: {text}', openFirst: '{asked}: open the camera first',
    notice: 'The centre sees and hears you once connected; nothing is recorded without your leave but the stills you take', inspector: 'Inspector\'s signature', unitPerson: 'Signature for the unit', name: 'Name', position: 'Position', refuse: 'The unit refuses to sign', why: 'Why', clear: 'Again', submit: 'Submit', done: 'The inspection is done', saved: 'Kept here; sent when the line is back', shoot: 'Still', pending: '{n} to send', watchers: '{n} watching', looked: 'Seen', hear: 'Centre', tick: 'Checklist', picture: 'Picture', talk: 'Messages',
  },
}
