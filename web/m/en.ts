import type { phoneZh } from './zh.ts'

export const phoneEn: typeof phoneZh = {
  title: { inspections: 'Inspections', inspection: 'Inspection', orders: 'Orders', order: 'Order to correct', proof: 'Take proof', outbox: 'To send', me: 'Me' },
  page: { inspections: 'Inspect', orders: 'Orders', outbox: 'To send', me: 'Me' },
  back: 'Back',
  line: { connecting: 'Connecting', live: 'Online', lost: 'Offline', refused: 'Signed out', cut: 'No network. What you do is kept on this phone and sent by itself when the line is back' },
  unreachable: 'The server can\'t be reached; trying again',
  state: { assigned: 'To acknowledge', accepted: 'To start', in_progress: 'At work', returned: 'Sent back', submitted: 'To be verified', verified: 'To be closed', closed: 'Closed' },
  kept: 'Offline: this is as of {time}',
  shelf: { todo: 'To do', sent: 'Handed in', closed: 'Closed' },
  empty: { todo: 'Nothing to put right', sent: 'Nothing waits for an officer', closed: 'No order closed yet' },
  due: { late: '{left} overdue', left: '{left} left', at: 'due {time} (Beijing time)', extended: 'extended' },
  order: {
    items: 'items: {n}', pending: 'to send: {n}', more: 'Only the latest {n} are shown', why: 'Why this must be put right', picture: 'Picture of the scene', basis: 'Basis: {basis}',
    todo: 'What to put right', proven: 'Has a photo that holds', unproven: 'No photo that holds yet', photograph: 'Take proof', again: 'Take again', gone: 'There is no such order, or it is not your unit\'s',
    returned: 'Sent back: put it right again', returnedAt: 'Sent back {time}', escalated: 'Under supervision (level {n})', from: 'Issued {time}', history: 'History',
    refusedPhoto: 'This photo did not pass', heldPhoto: 'This photo passed', overridden: 'Accepted by an officer: {reason}',
    next: { accept: 'Acknowledge receipt', start: 'Start work', submit: 'Hand in' }, restart: 'Work on it again', sending: { accept: 'Sending the receipt…', start: 'Sending…', submit: 'Handing in…' },
    missing: 'Items that still lack a photo that holds: {n}', drop: 'Understood',
    waits: { submitted: 'Handed in; an officer will verify it', verified: 'Verified; about to be closed', closed: 'Closed: all is put right' },
  },
  event: {
    issued: 'Issued', accepted: 'Received', served: 'Served', started: 'Work started', submitted: 'Handed in', returned: 'Sent back', verified: 'Verified', closed: 'Closed', reopened: 'Opened again',
    extended: 'Extended', escalated: 'Supervised', 'case-filed': 'Case filed', commented: 'Comment', attached: 'Attachment', 'photo-taken': 'Photo passed', 'photo-refused': 'Photo refused', 'check-overridden': 'Photo accepted by an officer',
  },
  entry: {
    none: 'Nothing to send', nonePlain: 'Photos and what you do are kept here first and sent in order when there is a line',
    waiting: 'Waiting for the line', sending: 'Sending {share}', sent: 'Arrived {time}', refused: 'Not taken', at: 'Done {time}', retry: 'Send again', remove: 'Delete', open: 'See the order', openInspection: 'See the inspection',
    removeAsk: 'It has not arrived. Delete it?', sendNow: 'Send now', photo: 'Photo: {item}',
  },
  me: {
    unit: 'Unit', role: 'Role', username: 'User name', theme: 'Appearance', dark: 'Dark', light: 'Light', language: 'Language', signOut: 'Sign out',
    unsent: 'Not yet arrived: {n}. After signing out they go on only when the same account signs in again. Sign out?',
    install: 'Install', installHow: 'iPhone: tap Share in the browser, then "Add to Home Screen". Android: open the browser\'s menu, then "Install app" or "Add to Home screen". It then opens without a line too.',
  },
  proof: {
    subject: 'What is to be proven', phone: 'This phone\'s number', choose: 'Choose', phoneWhy: 'Only numbers registered for your unit',
    noContacts: 'No phone number is registered for your unit, so no proof can be taken. Ask your bureau to register one.',
    who: 'How the photographer is shown', face: 'My portrait with the front camera', faceWhy: 'Kept for the officer to compare; no machine recognises faces', witness: 'No face: a second person witnesses', witnessWhy: 'Another registered person is present and confirms', noWitness: 'Only one number is registered for your unit',
    how: { 1: 'You get a word: write it on paper and have it in the picture with the scene', 2: 'The phone asks for camera and location: choose "Allow"', 3: 'The word holds for 10 minutes; without a line the photo is kept and sent later' },
    begin: 'Get the word, open the camera', beginning: 'Getting the word…', show: 'Write this word on paper and have it in the picture', portraitHow: 'Take your face from the front, the scene behind you', left: 'the word holds for {time}',
    preview: 'The photo just taken', shoot: 'Take the photo', retake: 'Retake', use: 'Use it', word: 'Type the word in the picture: {word}', wordWrong: 'This is not the word', caption: 'Caption (optional)', captionHint: 'such as: door seal replaced, temperature back to normal',
    witnessCode: 'The code of the second person', witnessHow: { sms: 'Sent to their own phone {number}; they tell it once they have seen the scene', officer: 'An officer calls {number} and reads it out; else call the office, or show yourself' }, code: 'One-time code {code}', send: 'Hand in the photo', sendHow: 'It is kept on this phone and sent in pieces; neither a cut line nor a closed page loses it.',
    expired: 'The word has expired', expiredHow: 'The photo must start to arrive within 10 minutes of the word. The one just taken was not handed in: get a new word.', restart: 'Get a new word',
  },
  bind: {
    title: 'Bind this phone', why: 'Only photos of a phone bound to a registered number count; once is enough', ask: 'Bind this phone', again: 'Get another code', code: 'Code', confirm: 'Bind',
    how: { sms: 'A code was sent to {number} as a text message; it holds for 10 minutes', officer: 'An officer will call {number} and read out the code, or call your bureau; it holds for 10 minutes' },
  },
  camera: {
    off: 'The camera is off', asking: 'Opening the camera: choose "Allow"', live: '', denied: 'The camera is not allowed. iPhone: Settings → Safari → Camera → Allow. Android: tap the icon left of the address → Permissions → Camera → Allow. Then try again.',
    missing: 'No camera was found', busy: 'Another app holds the camera: close it and try again', insecure: 'This page did not come over HTTPS, so the browser keeps the camera from it. Tell your administrator.', again: 'Try again',
  },
  place: {
    asking: 'Finding where you are: choose "Allow"…', denied: 'The location is not allowed, so no proof can be taken. iPhone: Settings → Privacy & Security → Location Services → Safari Websites → While Using. Android: tap the icon left of the address → Permissions → Location → Allow.',
    unavailable: 'The phone gives no position: turn on location services', timeout: 'No position within 20 s: go to a window or outside', again: 'Find again',
    vague: 'The position is known to about {accuracy} m; more than 50 m is refused. Go to a window or outside and wait.', far: 'You are about {metres} m from the registered place; more than 200 m is refused.', good: 'Position within {accuracy} m · {metres} m from the registered place',
  },
  refused: {
    time: {
      'upload-expired': 'More than 10 minutes passed from getting the word to the photo\'s first byte. Get a new word and take it again.', 'no-exif-time': 'The photo tells no time. Take it with this page\'s camera.',
      'before-issue': 'The photo is older than the order. Take a new one on site.', 'time-off': 'The photo\'s time is {seconds} s off the upload, more than 5 minutes. Take a new one on site.',
    },
    place: {
      'too-vague': 'The position was known to about {accuracy} m only; 50 m is needed. Go to a window or outside, wait, and take it again.', 'too-far': 'Taken about {metres} m from the registered place; 200 m is the most. Take it at your unit.',
      'exif-elsewhere': 'The file tells of a place about {metres} m away. Take it at your unit.',
    },
    phone: {
      'not-bound': 'This phone number is not registered for your unit. Use a registered one, or have it registered.', 'other-phone': 'The photo came from another phone than the word. Use one phone for both.', 'wrong-code': 'The one-time code is wrong. Get a new word and take it again.',
      'browser-not-bound': 'This phone is bound to no number of your unit. Bind it, then take the photo again.', 'bound-to-other': 'This phone is bound to another number. Choose that one, or bind it anew.',
    },
    subject: { 'unknown-item': 'The photo names an item that is not in this order.', 'wrong-word': 'The word is not the one given for this photo. Take it again with the word on the screen.' },
    face: {
      'no-face-no-witness': 'There is neither a portrait nor a second person. Take the portrait, or have another registered person witness.', 'witness-is-the-same': 'The witness has the same phone number as the photographer. Choose another registered person.',
      'witness-not-bound': 'The witness\'s phone number is not registered for your unit.', 'wrong-witness-code': 'The witness\'s code is wrong. Get a new word.',
      'portrait-too-small': 'The portrait is too small ({width}×{height}): at least 480 pixels on the shorter side. Take it again.', 'portrait-blank': 'The portrait shows nothing. Uncover the lens and take it again.', 'portrait-is-the-scene': 'The portrait is the photo of the scene. Take yourself with the front camera.', 'portrait-used': 'This portrait was sent before. Take it anew.',
    },
    tamper: {
      'same-file': 'This photo was handed in before. Take a new one on site.', 'editing-software': 'The photo was edited with {software}. Take a new one and leave it as it is.', 'changed-after': 'The photo was changed after it was taken. Take a new one on site.',
      'not-live': 'This photo comes from an album. Take it now, with this page\'s camera.', 'too-small': 'The photo is too small ({width}×{height}): at least 480 pixels on the shorter side. Take it again.', blank: 'The photo shows nothing. Uncover the lens and take it again.',
      're-encoded': 'The photo was saved anew and is not the camera\'s own. Take it with this page\'s camera.', 'looks-like': 'This photo is nearly the same as an earlier one. Take the scene as it is now, from another angle.', 'other-bytes': 'What arrived is not what the phone took. Take it again.',
    },
    'upload-expired': 'More than 10 minutes passed from getting the word to the photo\'s first byte. Get a new word and take it again.',
    'code-wrong': 'The code is wrong: look again.', 'code-expired': 'The code has expired: get another.', 'code-spent': 'Too many wrong codes: get another.', 'code-over': 'This code holds no more: get another.', 'too-many-requests': 'Too often: try again in an hour.', 'not-registered': 'This number is not registered for your unit.',
    'photos-missing': 'Some items still lack a photo that holds. Take them, then hand in.', 'illegal-transition': 'The order has moved on and this step is not needed any more. Open it to see.',
    'not-found': 'There is no such order, or it is not your unit\'s.', forbidden: 'Your account may not do this.', role: 'Your account may not do this.', 'outside-jurisdiction': 'This order is not your unit\'s.',
    inspection: {
      'illegal-transition': 'The inspection has moved on and this step is not needed any more.', cancelled: 'The inspection is cancelled and takes nothing more.', 'not-found': 'There is no such inspection, or it lies outside your jurisdiction.', forbidden: 'You take no part in this inspection.', role: 'You take no part in this inspection.',
      'items-unanswered': 'Some items have no result yet: give them one, then finish and sign.', conflict: 'The inspection has moved on. Open it to see.',
    },
    'bytes-lost': 'The photo is gone from this phone (the system may have cleared it). Take it again.', invalid: 'It is not as it has to be: do it once more.', 'no-line': 'There is no line, and the word comes from the server. Go where there is a signal.', 'no-room': 'The phone has no room for the photo: free some storage.', other: 'The server did not take it: {detail}',
  },
}
