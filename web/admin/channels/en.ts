import type { channelsZh } from './zh.ts'

export const channelsEn: typeof channelsZh = {
  title: 'Channels', historyTitle: 'Changes of the channels', create: 'Add a channel', pick: 'Choose a channel', pickDetail: 'give it its address and key, then send a test', readonly: 'Only administrators of the whole city change them', saved: 'Saved',
  on: 'On', off: 'Off', ready: 'Set up', lacking: 'Not set: {names}', absent: 'There are none of: {kinds}',
  kind: { webhook: 'Other systems (webhook)', email: 'E-mail', wecom: 'WeCom group', dingtalk: 'DingTalk group', feishu: 'Feishu group', sms: 'SMS', push: 'Browser push' },
  about: {
    webhook: 'Sends signed JSON to an address; the other side knows a repeat by its Idempotency-Key.', email: 'To everybody\'s mailbox, by an SMTP server.', wecom: 'To the robot of a WeCom group.', dingtalk: 'To the robot of a DingTalk group; with the key where it signs.',
    feishu: 'To the robot of a Feishu group; with the key where it checks signatures.', sms: 'To everybody\'s phone, by a gateway called as the template says.', push: 'To browsers that allowed desktop notices; its keys make themselves.',
  },
  field: {
    zh: 'Chinese name', en: 'English name', id: 'Id', enabled: 'Enabled', perMinute: 'At most a minute', timeout: 'Waits for an answer (s)', network: 'May reach', from: 'Sender', method: 'Method', contentType: 'Type', body: 'Body', headers: 'Headers', accepted: 'A good answer holds',
  },
  network: { public: 'public addresses only', private: 'also the office\'s network and this machine' }, smsHint: '{\'{\'}phone{\'}\'}, {\'{\'}text{\'}\'}, {\'{\'}id{\'}\'} and {\'{\'}key{\'}\'} stand for what is sent', acceptedHint: 'Empty: a good status is enough',
  secret: { url: 'Address', key: 'Key', email: { url: 'SMTP server (smtps://user:password{\'@\'}host)' }, wecom: { url: 'Address of the robot' }, dingtalk: { url: 'Address of the robot', key: 'Signing key (optional)' }, feishu: { url: 'Address of the robot', key: 'Signing key (optional)' }, sms: { url: 'Address of the gateway', key: 'Key of the gateway (optional)' }, webhook: { url: 'Address', key: 'Signing key' } },
  set: { stored: 'Set', environment: 'Set (environment)', none: 'Not set', optional: 'Not set, optional' }, keepEmpty: 'Empty leaves it; what you write replaces it', make: 'Make one', clear: 'Clear', clearTitle: 'Clear “{name}”?', clearDetail: 'It can not be brought back; one in the environment holds instead.', secretsLater: 'Address and key come after saving.',
  trial: 'Test', send: 'Send a test', saveFirst: 'Save first, then send a test', toOthers: 'The test goes to the address above', toBrowsers: 'The test goes to your browsers that allowed notices', toMe: 'The test goes to you: {address}', lacks: { phone: 'You have no phone number, so it will be refused; click your name above to give one', email: 'You have no e-mail, so it will be refused; click your name above to give one' },
  again: 'Tried again by itself, for about three minutes', recent: 'Sent last', log: 'All of them', noneSent: 'Nothing was sent by this channel yet',
  drop: 'Delete the channel', dropTitle: 'Delete “{name}”?', dropDetail: 'Policies that use it go on with their next channel; those that have only this one reach nobody.',
}
