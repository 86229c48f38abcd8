import { adminZh } from '../admin/zh.ts'
import { contactZh } from '../contact/zh.ts'
import { deskZh } from '../desk/zh.ts'
import { dutyZh } from '../duty/zh.ts'
import { inspectZh } from '../inspect/zh.ts'
import { phoneZh } from '../m/zh.ts'
import { ordersZh } from '../orders/zh.ts'
import { unitsZh } from '../units/zh.ts'

/** Every word of the interface in Chinese; English mirrors its shape. The words of a page lie with the page. */
export const zh = {
  admin: adminZh,
  contact: contactZh,
  desk: deskZh,
  duty: dutyZh,
  inspect: inspectZh,
  m: phoneZh,
  units: unitsZh,
  orders: ordersZh,
  brand: '明鉴',
  system: '食品安全实时指挥平台',
  language: 'English',
  weekday: ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六'],
  date: '{year}年{month}月{day}日',
  severity: { critical: '严重', major: '较重', minor: '一般', info: '提示' },
  alertState: { open: '待处置', acknowledged: '处理中', resolved: '已恢复', dismissed: '已排除', withdrawn: '已撤回' },
  orderState: {
    found: '发现', triaged: '研判', rejected: '不予立项', withdrawn: '撤回', assigned: '交办', accepted: '签收',
    in_progress: '整改', submitted: '上传', returned: '退回', verified: '验收', closed: '销号',
  },
  kind: {
    catering: '餐饮服务', canteen: '单位食堂', 'central-kitchen': '中央厨房', 'group-meal': '集体配餐', retail: '食品销售',
    market: '农贸市场', 'cold-store': '冷库', producer: '食品生产', workshop: '小作坊',
  },
  role: { admin: '管理员', centre: '指挥中心', duty: '值班', inspector: '检查员', enterprise: '企业' },
  metric: {
    temperature: '温度', humidity: '湿度', door: '门', gas_lel: '可燃气体', nh3: '氨', co: '一氧化碳', co2: '二氧化碳',
    chlorine: '有效氯', battery: '电量', power: '供电',
  },
  fault: { silence: '设备失联', 'fault-value': '故障值', stuck: '读数不变', jump: '读数突变', battery: '电量低', clock: '时钟偏差', 'calibration-due': '校准到期' },
  basis: { legal: '法定限值', standard: '标准限值', guidance: '指导限值', operator: '自定限值', platform: '平台默认限值' },
  age: { now: '刚刚', second: '{n} 秒前', minute: '{n} 分钟前', hour: '{n} 小时前', day: '{n} 天前' },
  lasting: { second: '{n} 秒', minute: '{n} 分 {rest} 秒', hour: '{n} 小时 {rest} 分', day: '{n} 天 {rest} 小时' },
  span: { second: '{n} 秒', minute: '{n} 分钟', hour: '{n} 小时', day: '{n} 天' },
  finding: {
    confidence: '置信度 {share}', above: '高于 {limit}', below: '低于 {limit}', on: { door: '门开着 {lasting}', power: '通电 {lasting}' }, off: { door: '门关着 {lasting}', power: '断电 {lasting}' },
    silence: '已静默 {span}', stuck: '已 {span} 不变', 'fault-value': '传感器报出 {value}', jump: '跳变到 {value}', battery: '电量 {value}%', clock: '偏差 {span}',
  },
  since: { breach: '越限起于 {time}', seen: '发现于 {time}', on: '始于 {time}', heard: '最后读数 {time}', found: '出现于 {time}' },
  switched: { on: { door: '开', power: '通电' }, off: { door: '关', power: '断电' } },
  login: {
    title: '登录', username: '用户名', password: '密码', submit: '登录', busy: '正在登录…',
    wrong: '用户名或密码不对', unreachable: '连不上服务器，请稍后再试', failed: '登录没有成功：{reason}', tooMany: '尝试次数过多，请稍后再试',
    demo: '演示账号', demoHint: '演示环境，点一下即可进入；数据均为模拟',
  },
  notFound: { absent: '没有这个页面', closed: '这个页面不对您的角色开放', back: '回到首页' },
  screen: {
    title: '食品安全态势', signOut: '退出', sound: '声音', soundOn: '声音已开', soundOff: '声音已关', beijing: '北京时间', demo: '演示数据',
    connection: { connecting: '正在连接', live: '实时', lost: '已断开', refused: '被拒绝', stale: '数据滞后' },
    asOf: '数据截至 {time}',
    lostBanner: '与服务器的连接已断开 {seconds} 秒，正在重连',
    staleBanner: '统计数据已 {seconds} 秒没有更新，可能不是当前情况',
    unreachable: '连不上服务器，正在重试',
    failed: '没有取到数据',
    failedPart: '{what}没有取到，正在重试',
    all: '全市', clear: '返回全市', filtered: '仅看{name}',
    open: { title: '当前预警', today: '今日新增 {n}', yesterday: '昨日此时 {n}', calm: '目前没有预警', more: '多于昨日 {n}%', fewer: '少于昨日 {n}%', same: '与昨日持平', resolved: '今日恢复 {n}' },
    figures: {
      title: '监管概况', units: '监管单位', kinds: '分 {n} 类业态', devices: '在线设备', of: '/ {total}', online: '在线率 {share}',
      offline: '{n} 台离线', rate: '每秒读数', rateContext: '上一整时 {n} 条', ratePanel: '读数 · 每小时', noHours: '还没有整时读数',
    },
    step: { found: '发现', triaged: '研判', assigned: '交办', accepted: '签收', in_progress: '整改', submitted: '上传', verified: '验收', closed: '销号' },
    orders: { title: '整改闭环', total: '在办 {n} 单', closed: '已销号 {n}', back: '退回 {n}', out: '不予立项 {a} · 撤回 {b}', none: '还没有整改单', city: '全市口径' },
    ranks: { districts: '区县排名', kinds: '业态排名', per: '每千家预警', units: '{n} 家', none: '目前没有预警' },
    stream: {
      title: '实时预警', none: '目前没有预警', noneHere: '{name}目前没有预警', since: '自 {time} 起', order: '已拟单',
      review: '待复核', fresh: '又有 {n} 条新预警', unnamed: '未登记单位', shown: '共 {n} 条', count: '{shown} / {n} 条',
    },
    trend: { title: '近 24 小时预警', readings: '近 24 小时读数', hour: '{hour} 时', none: '近 24 小时没有预警', peak: '最高 {n} / 时', unit: '条 / 时' },
    focus: {
      title: '最新严重预警', curve: '曲线', hour: '近 60 分钟', longer: '自 {time} 起', none: '目前没有预警', noneDetail: '有预警时，这里显示它的曲线与限值，或现场画面', noReadings: '没有读数', snapshot: '现场画面', noSnapshot: '画面没有取到',
      now: '当前', other: '最新预警',
    },
    unit: { close: '关闭' },
    inspections: {
      title: '远程检查', none: '目前没有进行中的检查', withheld: '画面按隐私规定不上墙', secret: '飞行检查', secretWhy: '到场签到前保密', count: '{shown} / {n} 场', found: '问题 {n}', done: '{done}/{total} 项',
      for: { now: '刚刚', second: '已 {n} 秒', minute: '已 {n} 分钟', hour: '已 {n} 小时', day: '已 {n} 天' },
      picture: { video: '视频连线', stills: '静态画面', text: '仅文字', none: '未连线' },
    },
    map: { sketch: '示意图', approval: '审图号：{number}', units: '监管单位 {n} 家', zoomIn: '放大', zoomOut: '缩小', whole: '全图', density: '每点约 {n} 家', points: '每点一家', label: '衡水市区县地图，选择区县以筛选', failed: '地图没有取到' },
  },
}

export type Messages = typeof zh
