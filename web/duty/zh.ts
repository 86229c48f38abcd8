/** The words of the duty desk. */
export const dutyZh = {
  title: '值班台', tab: '明鉴 值班',
  queue: { label: '预警队列', count: '{shown} / {all} 条', loading: '已载入 {n} 条，仍在载入…', failed: '没有取全，正在重试（已有 {n} 条）', selected: '已选 {n} 条', clear: '取消选择', due: '{time} 前应处置', late: '超时 {span}', order: '有整改单', review: '待复核', taken: '{age}已接手', times: '{n} 次', silenced: '静默至 {time}', mark: '选择', sending: '提交中' },
  empty: { calm: '目前没有待处置的预警', calmDetail: '新预警到达时会出现在这里，并按紧急程度排序', filtered: '没有符合筛选条件的预警', reset: '清除筛选', failed: '连不上服务器，预警没有取到', retrying: '正在重试' },
  filter: { label: '筛选', search: '搜索单位、位置、设备（按 /）', state: '状态', district: '区县', kind: '业态', subject: '类型', review: '待复核', any: '全部', save: '保存筛选', saved: '常用', name: '给这个筛选起个名字', remove: '删除', reset: '清除', unknown: '未登记' },
  action: { acknowledge: '我来处理', join: '我也参与', escalate: '立即上报', resolve: '办结', dismiss: '排除', confirm: '确认属实', comment: '备注', order: '拟整改单', undo: '撤销', close: '关闭', help: '快捷键', cancel: '取消', send: '提交', more: '更多' },
  done: { acknowledge: '已接手 {n} 条', join: '已参与 {n} 条', escalate: '已上报 {n} 条', resolve: '已办结 {n} 条', dismiss: '已排除 {n} 条', confirm: '已确认 {n} 条', comment: '已备注 {n} 条', undone: '已撤销，没有提交', ordered: '已拟整改单', joined: '已并入整改单', nothing: '选中的预警现在不能这样处理', some: '其中 {n} 条现在不能这样处理，已略过' },
  tray: { label: '正在提交的操作', until: '{n} 秒后提交', failed: '“{action}”没有成功：{reason}', retry: '再试', drop: '知道了' },
  problem: { unreachable: '连不上服务器', conflict: '预警现在的状态不允许（{state}）', conflictPlain: '现在的状态不允许：{detail}', 'not-found': '找不到，或不在管辖范围', forbidden: '没有这个权限', 'outside-jurisdiction': '不在管辖范围', 'not-authenticated': '登录已失效，请重新登录', 'too-many-requests': '操作太频繁，请稍后', unavailable: '服务暂时不可用', internal: '服务器出错', invalid: '内容不合要求：{detail}', other: '{detail}' },
  why: { mistaken: '误报', 'false-positive': '误报', normal: '正常作业（进货、除霜、清洗）', device: '设备故障或未校准', duplicate: '重复预警', handled: '现场已处理', permitted: '允许的情形', unclear: '画面看不清', other: '其他原因' },
  reason: { title: '排除预警', many: '排除 {n} 条预警', hint: '排除的原因会记入时间线；“误报”“设备故障”计入摄像机的误报', label: '原因', note: '补充说明（可不填）', other: '其他原因' },
  comment: { title: '备注', label: '写给接手的人', empty: '请先写内容' },
  order: {
    title: '整改单', make: '新拟一张', join: '并入已有整改单', name: '标题', fact: '发现的事实', items: '整改要求，每行一项', none: '该单位没有在办的整改单', submit: '拟单', joinSubmit: '并入', link: '打开整改单',
    already: '已在整改单中：{name}', noUnit: '这个设备没有登记单位，不能拟整改单', numberless: '未编号', fromAlerts: '依据 {n} 条预警', deadline: '期限 {time}', overdue: '已逾期', action: { triage: '研判通过', issue: '交办', escalate: '督办', reject: '不予立项' }, escalated: '督办 {n} 级', why: '请说明原因',
    unloaded: '整改单没有取到', refused: { 'issuing-right': '没有签发权限', 'review-pending': '识别结果须先由人复核确认', 'finding-dismissed': '识别结果已被排除，请不予立项', 'illegal-transition': '整改单现在的状态不允许', role: '您的角色不能这样做', 'same-person': '验收人不能是交办或整改的人' },
  },
  story: {
    pick: '选择一条预警', pickDetail: 'j / k 上下移动，Enter 打开，? 查看全部快捷键', loading: '正在载入', absent: '这条预警不存在，或不在管辖范围', failed: '没有取到，正在重试', back: '返回队列',
    measured: '最不利值', limit: '限值', beyond: '超出 {n}', short: '低出 {n}', opened: '报警 {time}', lasting: '已持续 {lasting}', lasted: '持续 {lasting}', until: '于 {time} 恢复', eased: '现为{severity}', affected: '其后 {n} 台设备同时失联',
    curve: '曲线', breach: '越限', evidence: '证据：{from} 至 {to}，共 {n} 个读数', picture: '现场画面', unit: '单位', unregistered: '没有登记单位', address: '地址', noContacts: '没有登记联系人', grade: '{grade} 级', officer: '监管员 {name}', district: '区县', device: '设备 {id}',
    others: '同一单位当前预警', noOthers: '没有其他未结预警', earlier: '近 30 天类似预警', noEarlier: '近 30 天没有类似预警', relation: { rule: '同规则', device: '同设备', unit: '同单位' }, more: '还有 {n} 条',
    rule: '规则与依据', ruleVersion: '第 {n} 版', byCatalogue: '摄像头识别项，须由人复核；识别结果本身不是执法结论', byPlatform: '设备状况由平台判定，不涉及法定限值', ruleFailed: '规则没有取到', basis: '依据', document: '文件', clause: '条款', unverified: '依据文本未经核对，仅供参考', noBasis: '没有写明依据',
    orders: '整改单', noOrders: '还没有整改单', timeline: '时间线', now: '当前',
  },
  ruleSays: { level: '{subject}{side}，{for}：{severity}', above: '高于 {limit}', atLeast: '不低于 {limit}', below: '低于 {limit}', atMost: '不高于 {limit}', equals: '等于 {limit}', change: '在 {span}内变化超过 {limit}', atOnce: '立即', lasting: '持续 {span}', cumulative: '{window}内累计 {span}', open: '打开', shut: '关闭', on: '通电', off: '断电', clear: '回到限值内 {margin} 并保持 {span}后恢复', clearPlain: '回到限值内 {span}后恢复', clearNow: '回到限值内即恢复', schedule: '只在规定时段内判定', opening: '只在营业时间内判定', closed: '只在打烊后判定' },
  event: {
    opened: '报警', escalated: '升级', eased: '减轻', updated: '更新', cleared: '恢复正常', reopened: '重新打开', corrected: '更正', withdrawn: '撤回', acknowledged: '接手处理', joined: '参与处理', 'sent-up': '上报', resolved: '办结', dismissed: '排除', confirmed: '确认属实', commented: '备注',
    'order-drafted': '拟整改单', 'order-joined': '列入整改单', returned: '无人跟进，退回待处置', told: '通知',
  },
  told: { sent: '{person}：{channel} 已送达', queued: '{person}：等待发送', grouped: '{person}：等待与同类预警一并发送', sending: '{person}：正在发送', failed: '{person}：未能送达', cancelled: '{person}：已取消', unsent: '未发送：没有设置通知渠道', repeat: '可能重复', gathered: '与同类预警合并为一条' },
  handover: {
    title: '交接班', link: '交接班', list: '交接记录', begin: '写交接', print: '打印', empty: '还没有交接记录', pick: '还没有交接记录，点“写交接”开始', sheet: '值班交接记录', shift: '班次', shiftHint: '如：11 月 22 日 白班', notes: '交接事项', notesHint: '需要接班人留意的情况、未办完的事、已联系的人', noNotes: '没有另外的交接事项',
    write: '保存', signOut: '交班签字', takeBack: '收回签字', signIn: '接班签字', waiting: '等待接班人签字', state: { draft: '草稿', offered: '待接班', accepted: '已交接' }, asOf: '截至 {time}（交班签字时）', asOfNow: '截至 {time}（签字前随时更新）', more: '清单过长，仅列出最新 500 条',
    alerts: '未结预警 {n} 条', orders: '在办整改单 {n} 张', faults: '设备故障 {n} 条', overdue: '逾期 {n}', none: '没有', rest: '另有 {n} 条，见值班台', numberless: '未编号', due: '期限 {time}', outgoing: '交班人', incoming: '接班人',
  },
  by: { rule: '规则判定', system: '系统', you: '{name}（我）' },
  bell: { label: '提醒', sound: '声音', on: '声音开', off: '声音关', muted: '静音至 {time}', mute: '静音 {n} 分钟', unmute: '恢复声音', waiting: '点一下页面即可出声', notices: '桌面通知', allow: '允许桌面通知', allowed: '桌面通知已开', denied: '浏览器拒绝了桌面通知' },
  notice: { title: '{severity}预警：{unit}' },
  help: {
    title: '快捷键', or: '或',
    command: {
      next: '下一条', previous: '上一条', top: '第一条', bottom: '最后一条', pageDown: '下一页', pageUp: '上一页', open: '打开', close: '关闭、取消', acknowledge: '我来处理', comment: '备注', dismiss: '排除（要写原因）', confirm: '确认属实', order: '拟整改单', mark: '选择', markRange: '选择一段', markAll: '全选或全不选', search: '搜索', help: '快捷键', undo: '撤销最近一次',
    },
    bulk: '选择多条后，接手与排除对全部所选生效；提交前 {n} 秒内可以撤销。',
  },
}
