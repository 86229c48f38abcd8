import type { phoneZh } from './zh.ts'

export const phoneEn: typeof phoneZh = {
  title: { orders: 'Orders', order: 'Order to correct', proof: 'Take proof', outbox: 'To send', me: 'Me' },
  page: { orders: 'Orders', outbox: 'To send', me: 'Me' },
  back: 'Back',
  line: { connecting: 'Connecting', live: 'Online', lost: 'Offline', refused: 'Signed out', cut: 'No network. What you do is kept on this phone and sent by itself when the line is back' },
  unreachable: 'The server can\'t be reached; trying again',
  shelf: { todo: 'To do', sent: 'Handed in', closed: 'Closed' },
  empty: { todo: 'Nothing to put right', sent: 'Nothing waits for an officer', closed: 'No order closed yet' },
  due: { late: '{left} overdue', left: '{left} left', at: 'due {time} (Beijing time)', extended: 'extended' },
  order: {
    items: '{n} items', pending: '{n} to send', more: 'Only the latest {n} are shown', why: 'Why this must be put right', picture: 'Picture of the scene', basis: 'Basis: {basis}',
    todo: 'What to put right', proven: 'Has a photo that holds', unproven: 'No photo that holds yet', photograph: 'Take proof', again: 'Take again', gone: 'There is no such order, or it is not your unit\'s',
    returned: 'Sent back: put it right again', returnedAt: 'Sent back {time}', escalated: 'Under supervision (level {n})', from: 'Issued by {office} on {time}', history: 'History',
    refusedPhoto: 'This photo did not pass', heldPhoto: 'This photo passed', overridden: 'Accepted by an officer: {reason}',
    next: { accept: 'Acknowledge receipt', start: 'Start work', submit: 'Hand in' }, restart: 'Work on it again', sending: { accept: 'Sending the receipt…', start: 'Sending…', submit: 'Handing in…' },
    missing: '{n} items still lack a photo that holds; then it can be handed in', drop: 'Understood',
    waits: { submitted: 'Handed in; an officer will verify it', verified: 'Verified; about to be closed', closed: 'Closed: all is put right' },
  },
  event: {
    issued: 'Issued', accepted: 'Received', served: 'Served', started: 'Work started', submitted: 'Handed in', returned: 'Sent back', verified: 'Verified', closed: 'Closed', reopened: 'Opened again',
    extended: 'Extended', escalated: 'Supervised', 'case-filed': 'Case filed', commented: 'Comment', attached: 'Attachment', 'photo-taken': 'Photo passed', 'photo-refused': 'Photo refused', 'check-overridden': 'Photo accepted by an officer',
  },
  entry: {
    none: 'Nothing to send', nonePlain: 'Photos and what you do are kept here first and sent in order when there is a line',
    waiting: 'Waiting for the line', sending: 'Sending {share}', sent: 'Arrived {time}', refused: 'Not taken', at: 'Done {time}', retry: 'Send again', remove: 'Delete', open: 'See the order',
    removeAsk: 'It has not arrived. Delete it?', sendNow: 'Send now', photo: 'Photo: {item}',
  },
  me: {
    unit: 'Unit', role: 'Role', username: 'User name', theme: 'Appearance', dark: 'Dark', light: 'Light', language: 'Language', signOut: 'Sign out',
    unsent: '{n} things have not arrived. After signing out they go on only when the same account signs in again. Sign out?',
    install: 'Install', installHow: 'iPhone: tap Share in the browser, then "Add to Home Screen". Android: open the browser\'s menu, then "Install app" or "Add to Home screen". It then opens without a line too.',
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
    },
    subject: { 'unknown-item': 'The photo names an item that is not in this order.', 'wrong-word': 'The word is not the one given for this photo. Take it again with the word on the screen.' },
    face: {
      'no-face-no-witness': 'There is neither a portrait nor a second person. Take the portrait, or have another registered person witness.', 'witness-is-the-same': 'The witness has the same phone number as the photographer. Choose another registered person.',
      'witness-not-bound': 'The witness\'s phone number is not registered for your unit.', 'wrong-witness-code': 'The witness\'s code is wrong. Get a new word.',
    },
    tamper: {
      'same-file': 'This photo was handed in before. Take a new one on site.', 'editing-software': 'The photo was edited with {software}. Take a new one and leave it as it is.', 'changed-after': 'The photo was changed after it was taken. Take a new one on site.',
      're-encoded': 'The photo was saved anew and is not the camera\'s own. Take it with this page\'s camera.', 'looks-like': 'This photo is nearly the same as an earlier one. Take the scene as it is now, from another angle.', 'other-bytes': 'What arrived is not what the phone took. Take it again.',
    },
    'upload-expired': 'More than 10 minutes passed from getting the word to the photo\'s first byte. Get a new word and take it again.',
    'photos-missing': 'Some items still lack a photo that holds. Take them, then hand in.', 'illegal-transition': 'The order has moved on and this step is not needed any more. Open it to see.',
    'not-found': 'There is no such order, or it is not your unit\'s.', forbidden: 'Your account may not do this.', role: 'Your account may not do this.', 'outside-jurisdiction': 'This order is not your unit\'s.',
    'bytes-lost': 'The photo is gone from this phone (the system may have cleared it). Take it again.', invalid: 'It is not as it has to be: do it once more.', other: 'The server did not take it: {detail}',
  },
}
