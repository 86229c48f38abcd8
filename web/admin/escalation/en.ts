import type { escalationZh } from './zh.ts'

export const escalationEn: typeof escalationZh = {
  title: 'Escalation policies', historyTitle: 'Changes of the policies', create: 'New policy', pick: 'Choose a policy', pickDetail: 'or make a new one: who is told, after how long, by which channels', none: 'There is no policy: alerts stand on the desk, and nobody is told',
  lead: 'From the top: the first that fits severity and district acts', untold: 'Severities without a policy for the whole city: {severities}; such alerts only stand on the desk', readonly: 'Only administrators and the centre of the whole city change them', everywhere: 'Whole city', everybody: 'All of {role}',
  who: { 'on-duty': 'On duty', 'on-duty-city': 'On duty, city', officer: 'Officer of the unit' }, group: { duty: 'By roster and charge', team: 'Teams', role: 'Roles', user: 'People' },
  field: {
    name: 'Name', id: 'Id', severities: 'Severities', districts: 'Districts (empty: whole city)', steps: 'Up the line', after: 'After the step before', afterAlert: 'After the alert', who: 'Who', channels: 'Channels (in turn, until one has it)', acknowledgements: 'Stops at so many', remind: 'Reminders', every: 'Every', most: 'At most', group: 'One message for many', within: 'At most one every', by: 'By',
  },
  stepsHint: 'It goes no further once enough people have it in hand; given back without progress, it goes on at once', step: 'Step {n}', sinceNow: 'with the alert', since: '{span} after the alert', atOnce: 'At once', afterwards: 'After {span}', needed: '{n} must take it', every: 'then every {span}', most: 'at most {n} times',
  remindHint: 'After the last step, until somebody takes it', addStep: 'Add a step', dropStep: 'Remove this step', earlier: 'Up', later: 'Down', unready: 'Not set up, or switched off: {names}', notReady: '{name} (not set up)',
  groupHint: 'In a storm those of a group go out as one; gas and fire always by themselves', part: { unit: 'unit', rule: 'rule', district: 'district' }, grouped: 'by {by}, at most one every {span}',
  drop: 'Delete the policy', dropTitle: 'Delete “{name}”?', dropDetail: 'Alerts that are on their way up follow the next policy that fits, from its first step; where none fits, nobody is told.',
}
