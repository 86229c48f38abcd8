/** The words of the escalation policies. */
export const escalationZh = {
  title: '升级策略', historyTitle: '升级策略的修改记录', create: '新建策略', pick: '选择一条策略', pickDetail: '或新建一条：谁、过多久、通过什么渠道被通知', none: '没有策略：预警只出现在值班台，不会主动通知任何人',
  lead: '自上而下，第一条符合级别和区县的策略起作用', untold: '没有全市策略的级别：{severities}；这些预警只出现在值班台', readonly: '只有全市的管理员和指挥中心能改', everywhere: '全市', everybody: '全体{role}',
  who: { 'on-duty': '当班人员', 'on-duty-city': '全市当班人员', officer: '单位的责任检查员' }, group: { duty: '按排班和责任', team: '班组', role: '角色', user: '人员' },
  field: {
    name: '名称', id: '编号', severities: '预警级别', districts: '区县（留空为全市）', steps: '逐级通知', after: '上一步之后', afterAlert: '预警之后', who: '通知谁', channels: '渠道（依次尝试，送达为止）', acknowledgements: '几人接手才停', remind: '反复提醒', every: '每隔', most: '最多几次', group: '合并通知', within: '同组最多每', by: '按什么合并',
  },
  stepsHint: '有足够的人接手，就不再往下通知；到时没有进展会退回并立即继续', step: '第 {n} 步', sinceNow: '预警时立即', since: '预警后 {span}', atOnce: '立即', afterwards: '{span}后', needed: '须 {n} 人接手', every: '此后每 {span}提醒', most: '最多 {n} 次',
  remindHint: '最后一步之后，直到有人接手', addStep: '加一步', dropStep: '去掉这一步', earlier: '上移', later: '下移', unready: '未设置好或已停用：{names}', notReady: '{name}（未设置好）',
  groupHint: '预警成批时，同组的并成一条；燃气和烟火总是单独通知', part: { unit: '单位', rule: '规则', district: '区县' }, grouped: '按{by}合并，每 {span}最多一条',
  drop: '删除策略', dropTitle: '删除“{name}”？', dropDetail: '正在升级的预警改用下一条符合的策略，从它的第一步开始；没有符合的就不再通知。',
}
