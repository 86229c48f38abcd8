import type { silencesZh } from './zh.ts'

export const silencesEn: typeof silencesZh = {
  title: 'Silences', create: 'New silence', lead: 'Nobody is told during a silence; alerts are raised and drafted into orders all the same. Gas and fire are never silenced.', view: { active: 'Under way', all: 'All' }, none: 'Nothing is silenced now', noneDetail: 'Silence a repair, a cleaning or a closure; it ends by itself',
  column: { scope: 'What', time: 'When', reason: 'Why', author: 'Who', state: 'State' },
  state: { coming: 'not begun', active: 'under way', over: 'over', ended: 'ended early by {name}, {time}' }, platform: 'the platform',
  part: { units: 'Units', devices: 'Devices', types: 'Kinds of alert', rules: 'Rules' }, find: { units: 'Find by name or id', devices: 'Find by id or place', types: 'Choose kinds', rules: 'Choose rules' },
  scopeHint: 'All parts must fit; give at least one', from: 'From', fromHint: 'Empty: from now on', until: 'Until', untilHint: '31 days at most', reason: 'Reason', reasonHint: 'For example: cold store under repair, the technician is there',
  ends: { hour: '1 hour', hours: '4 hours', morning: 'until 8 in the morning', day: '1 day', week: '7 days' }, submit: 'Silence',
  end: 'End', endTitle: 'End the silence early?', endDetail: 'Alerts from then on are told as ever.', more: 'and {n} more',
}
