import { channelsZh } from './channels/zh.ts'
import { dutyZh } from './duty/zh.ts'
import { escalationZh } from './escalation/zh.ts'
import { silencesZh } from './silences/zh.ts'

/** The words of the administration. */
export const adminZh = {
  tabs: '管理', tab: { rules: '规则', units: '单位', devices: '设备', roster: '排班', escalation: '升级', channels: '渠道', contacts: '联系方式', silences: '静默', notices: '通知', users: '用户', audit: '审计', 'dead-letters': '死信' },
  list: { more: '再取一些', none: '没有符合条件的内容', failed: '没有取到，正在重试', loading: '正在载入', search: '搜索', any: '全部', end: '共 {n} 条' },
  action: { save: '保存', cancel: '取消', close: '关闭', confirm: '确认', back: '返回列表', copy: '复制', copied: '已复制' },
  problem: { unreachable: '连不上服务器', forbidden: '您的角色不能这样做', duplicate: '这个编号已被占用', 'too-many-requests': '您已有一次试算在进行', unavailable: '现在忙不过来，请稍后再试', other: '没有成功：{detail}' },
  rules: {
    precision: '近 90 天由人判定 {judged} 次，属实 {right} 次（{percent}%）',
    title: '规则', create: '新建规则', createSeen: '新建识别规则', narrowest: '同一类问题有多条规则时，只按范围最窄的一条判定：设备、标签、区县、业态、监测点类型；同样窄取最新的一条。', emptyIsNone: '留空为不要求', emptyIsAll: '留空为各处', zonesHint: '输入区域，回车添加', cooldownHint: '同一摄像头、同类、同一目标在此期间算一次', orderSeen: { draft: '确认属实后拟单', none: '不拟单' }, pick: '选择一条规则', pickDetail: '或新建一条；保存前可以先用历史读数试算',
    filter: { metric: '指标', type: '识别类型', profile: '监测点类型', enabled: '启用', on: '启用中', off: '已停用' },
    column: { name: '规则', limit: '限值', basis: '依据', version: '版本' },
    scope: { deviceIds: '设备', profiles: '监测点类型', unitKinds: '业态', districts: '区县', tags: '单位标签', tagsHint: '输入单位标签，回车添加', hint: '各项同时满足；留空即不限，至少填一项', devicesHint: '输入设备编号，回车添加', devicesMore: '{names} 等 {n} 台', none: '未限定' },
    status: { verified: '已核实', unverified: '未核实' }, version: '第 {n} 版', by: '{author} 于 {time}', shipped: '随版本提供',
    view: { form: '表单', text: '文本', history: '版本' },
    field: {
      id: '编号', name: '名称', metric: '指标', scope: '适用范围', levels: '级别', severity: '级别', side: '方向', limit: '限值', for: '持续', mode: '计时方式', window: '累计窗口',
      margin: '恢复余量', clearFor: '恢复持续', order: '整改单', basis: '依据类别', document: '依据文件', status: '核实', type: '识别类型', minConfidence: '可信度下限（%）', minShare: '命中帧占比下限（%）', persist: '持续', cooldown: '合并时间', hits: '命中次数', hitsWithin: '在多久之内', onlyIn: '只在这些区域', reviewOnly: '先由人查看',
    },
    side: { above: '高于', atLeast: '不低于', below: '低于', atMost: '不高于', equals: '等于' },
    mode: { continuous: '连续', cumulative: '累计' }, order: { draft: '严重时拟单', none: '不拟单' },
    addLevel: '加一级', dropLevel: '去掉这一级', durations: '写作 30s、45m、2h、1d', special: '这条规则用到表单里没有的条件（{fields}），请在“文本”中修改', onlyText: '文本有误，改好后才能试算和保存：{reason}',
    specialField: { process: '过程', changesBy: '变化量', suppressWhen: '容许', schedule: '时段', upTo: '上端', downTo: '下端', windows: '时间窗', night: '夜间', zoneSeverities: '分区域级别', corroboration: '第二来源' },
    unknownDevices: '有 {n} 台设备尚未登记：{ids}', clearDefault: '规则未写，按默认', doubts: '已保存，但请再核对：', saved: '已保存为第 {n} 版', saving: '正在保存', save: '保存', unsaved: '未保存', readonly: '只有管理员能保存规则',
    enable: '启用', disable: '停用', disableTitle: '停用“{name}”？', disableDetail: '停用后不再产生新预警；已有的预警会继续到恢复。', enableTitle: '启用“{name}”？', enableDetail: '启用后到达的读数按它判定。',
    confirm: { title: '保存规则', loosens: '这次修改放宽了{kind}：', untried: '修改后还没有用历史读数试算过。', sure: '仍然保存' },
    loosened: { enabled: '规则停用', limit: '限值放宽（{before} → {after}）', for: '持续时间变长（{before} → {after}）', severity: '少了“{severity}”一级', scope: '适用范围变小', tolerance: '增加了容许条件', basis: '依据改为{after}', mode: '计时方式改变', metric: '指标改变' },
    history: { changed: '{field}：{before} → {after}', first: '初版', same: '内容没有变化', restore: '载入这一版' },
  },
  trial: {
    title: '用历史读数试算', titleSeen: '用历史识别记录试算', run: '试算', again: '重新试算', stop: '停止', period: '时段', days: '近 {n} 天', own: '自选', from: '从', to: '到', devices: '设备（留空为范围内全部）',
    idle: '选好时段，看看这条规则本来会报多少警', running: '已读 {n} 个读数', runningSeen: '已读 {n} 条识别记录', stopped: '已停止', stale: '规则已改动，下面是改动前的结果',
    would: '会报', were: '当时报过', inForce: '现行版本会报', summary: '{readings} 个读数 · {devices} 台设备 · {seconds} 秒', sampled: '范围内共 {covered} 台，只试算了前 {tried} 台',
    compared: { rule: '与这条规则当时的预警对照', metric: '没有同名规则，与同一指标的全部预警对照', type: '没有同名规则，与同一识别类型的全部预警对照' },
    none: '这段时间一条也不会报', noDevices: '范围内没有您管辖的设备', noReadings: '这段时间没有读数', noDetections: '这段时间没有识别记录', summarySeen: '{readings} 条识别记录 · {devices} 路摄像头 · {seconds} 秒',
    device: '设备', readings: '读数', new: '新增', both: '都有', gone: '不再报', listed: '列出最近 {n} 条', curve: '{device} 的曲线', whole: '看整段', zoomHint: '按住 Ctrl 滚轮缩放，拖动平移，点预警即放大', draftLimit: '草案限值 {limit}',
    more: '比当时多 {n}', fewer: '比当时少 {n}', same: '与当时一样多', open: '未恢复',
  },
  units: { title: '单位', id: '编号', name: '名称', kind: '业态', district: '区县', tag: '标签', tags: '标签', edit: '修改', search: '编号、名称、信用代码或许可证', tagsHint: '规则可以按标签圈定单位；改动后到达的读数即按新范围判定', tagsType: '输入标签，回车添加', hours: '营业时间', hoursHint: '留空为不知；按营业时间或打烊后判定的规则以此为准', noHours: '看不懂这个营业时间' },
  devices: {
    title: '设备', filter: { profile: '类型', gateway: '网关' }, column: { id: '设备', unit: '单位', profile: '类型', interval: '间隔', gateway: '网关', status: '状态', calibration: '校准', at: '登记' }, edit: '修改', due: '{day} 前', silent: '失联，自 {time}', heard: '未见失联', neverHeard: '还没有收到过读数', lastHeard: '最近读数 {time}', behindTitle: '网关后的设备', view: { register: '已登记', waiting: '待登记（{n}）' },
    onChange: '变化时', seconds: '{n} 秒', direct: '直连', behind: '{n} 台设备', format: '格式 {format}', search: '编号或位置',
    waiting: '待登记', waitingDetail: '网关已经收到、还没有人登记的监测点', noWaiting: '没有待登记的监测点', messages: '{n} 条消息', seen: '最近 {time}', onlyOnline: '在线，尚未上报数值', onlyOffline: '离线，尚未上报数值', register: '登记',
    dialog: { title: '登记 {source}', unit: '所在单位', unitHint: '输入名称或编号查找', id: '设备编号', profile: '监测点类型', guessed: '按读数推测', place: '位置', calibratedAt: '上次校准', calibrationDays: '校准周期（天）', calibrationHint: '到期前 30 天提醒，过期后报设备故障；不影响食品预警', submit: '登记', done: '已登记', token: '令牌（只显示这一次）', tokenHint: '网关后的设备由网关代为发送，一般用不到', sample: '最近读数' },
  },
  roster: {
    title: '值班排班', week: '{from} 至 {to}', earlier: '上一周', later: '下一周', today: '本周', now: '现在值班', nobody: '无人值班', save: '保存排班', saved: '已保存', saving: '正在保存', unsaved: '未保存', undo: '放弃修改', changed: '他人已改过排班，请放弃修改后重来', readonly: '只有管理员和指挥中心能改排班', shipped: '出厂排班', version: '第 {n} 版', holiday: '休', workday: '班',
    teams: '班组', shifts: '班次', turns: '轮值', overrides: '换班', calendar: '节假日与调休', add: '添加', remove: '删除', id: '编号', name: '名称', members: '成员', districts: '区县（留空为全市）', from: '开始', to: '结束', on: '哪些天', since: '起始日', turnDays: '每班天数', order: '轮值顺序', shift: '班次', team: '班组', instead: '替换', beside: '加派', day: '日期', kind: '类别', note: '说明', nextDay: '次日', unknownYear: '{year} 年的放假安排尚未录入，按周一至周五计',
    days: { 'every-day': '每天', 'working-days': '工作日', 'days-off': '休息日' }, kinds: { holiday: '放假', workday: '上班' }, swap: { title: '{day} {shift}', who: '由谁值班', instead: '代替', hint: '只改这一天；不选“代替”即为加派', drop: '取消换班', put: '确定' },
  },
  ...dutyZh,
  escalation: escalationZh,
  channels: channelsZh,
  silences: silencesZh,
  notices: {
    title: '通知记录', at: '时间', person: '通知谁', about: '事由', step: '步骤', state: '结果', attempts: '各次发送', channel: '渠道', none: '尚未发送', repeat: '可能重复', filter: { person: '用户名' },
    states: { queued: '等待发送', grouped: '等待合并发送', sending: '正在发送', sent: '已送达', failed: '未能送达', cancelled: '已取消', unsent: '未发送：未设渠道' }, unsent: '过去 24 小时有 {n} 条通知未发送：没有设置可用的渠道。', showUnsent: '查看', results: { accepted: '对方已收', refused: '无法送达', failed: '未送到', unsure: '没有答复' }, pending: '没有记录答复', gathered: '合并 {count} 条', behind: '随另一条发出', kinds: { alert: '预警', order: '整改单', handover: '交接班', trial: '测试', phone: '手机绑定' },
  },
  messages: {
    title: '{name} 的原始消息', open: '原始消息', lead: '最近五条，每两秒更新；来自各服务器的内存，重启后从头记起', none: '还没有来过消息', noValues: '没有可识别的数值', became: '变成了什么',
    reading: '读数', detection: '识别事件', status: '状态', refused: '未采用', online: '在线', offline: '离线', noTime: '未带时间，以收到时间为准', bytes: '{n} 字节', truncated: '只保留了开头 4 KB', nothing: '没有读出任何内容', untold: '内容不完整，这里无法列出读出了什么',
    count: '{all} 项，采用 {taken} 项',
  },
  reason: {
    unparsable: '无法解析', 'too-large': '过大', invalid: '格式不对', 'unknown-device': '设备未登记', 'no-known-metric': '没有认识的指标', 'not-a-number': '不是数字', 'out-of-range': '超出量程',
    'bad-time': '时间不对', 'time-too-far-ahead': '时间超前过多', 'time-before-2000': '时间早于 2000 年', 'conflicting-value': '同一时刻数值不一致', forbidden: '无权发送', 'fault-value': '传感器故障值',
  },
  users: { title: '用户', username: '用户名', name: '姓名', role: '角色', jurisdiction: '管辖', mayIssue: '签发权', yes: '有', no: '无', city: '全市', at: '建立' },
  audit: { title: '审计', at: '时间', actor: '谁', action: '做了什么', subject: '对象', detail: '内容', verify: '核对全链', whole: '{n} 条，全链完整', broken: '第 {n} 条起对不上', verifying: '正在核对' },
  deadLetters: { title: '死信', at: '收到', type: '原因', device: '设备', address: '来自', payload: '内容' },
}
