import type { dutyZh } from './zh.ts'

export const dutyEn: typeof dutyZh = {
  contacts: { title: 'Contacts', name: 'Name', username: 'User name', edit: 'Change', unreached: '{n} people have neither phone nor e-mail: only browser push and group robots reach them' },
  history: {
    open: 'Changes', reset: 'Put the shipped one back', resetDetail: 'What was shipped holds again; what holds now stays among the changes.', added: 'added', removed: 'removed', order: 'Order',
    outdated: 'Somebody else has changed it; yours was not saved.', reread: 'Read it again', again: 'Try again',
  },
  duration: { s: 'seconds', m: 'minutes', h: 'hours', d: 'days' },
  fault: {
    noChannel: 'There is no channel “{name}”', noTeam: 'The roster has no team “{name}”', taken: 'The id “{name}” is taken',
    field: {
      id: 'Small letters, digits and dashes, first a letter, at most 32', name: '1 to 100 characters', zh: '1 to 100 characters', en: '1 to 100 characters', severities: 'Choose at least one', districts: 'Not a district of this city',
      after: 'At most 30 days', within: '1 second to 1 hour', by: 'Choose at least one', every: '1 minute to 30 days', who: 'Choose 1 to 20', channels: 'Choose 1 to 10 channels', acknowledgements: '1 to 20 people', most: '1 to 1000 times',
      perMinute: '1 to 100000', timeout: '1 to 10 seconds', from: 'An e-mail channel needs a sender', url: 'Not an address: write https://…, or smtps://user:password{\'@\'}host for mail',
      key: 'Not empty, at most 2000 characters', body: 'At most 10000 characters', headers: 'One a line, written “name: value”', accepted: 'At most 200 characters',
    },
  },
}
