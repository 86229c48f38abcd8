import { currentLocale } from './index.ts'
import { zh } from './zh.ts'

/**
 * What the server says in English of what was sent to it, and how that is said in Chinese. `{…}` stands for any text and is
 * carried over; `{metric}` is called by its name.
 */
const SAID: readonly (readonly [string, string])[] = [
  ['Invalid input: expected {wanted}, received undefined', '必填'],
  ['Invalid input: expected number, received {got}', '应为数字'],
  ['Invalid input: expected string, received {got}', '应为文字'],
  ['Invalid input: expected boolean, received {got}', '应为 true 或 false'],
  ['Invalid input: expected array, received {got}', '应为列表'],
  ['Invalid input: expected object, received {got}', '应为一组字段'],
  ['Invalid input', '写法不对'],
  ['Invalid option: expected one of {options}', '只能是 {options} 之一'],
  ['Invalid discriminator value. Expected {options}', '只能是 {options} 之一'],
  ['Invalid string: must match pattern {pattern}', '格式不对，应符合 {pattern}'],
  ['Unrecognized key: {key}', '没有这个字段'],
  ['Unrecognized keys: {keys}', '没有这些字段：{keys}'],
  ['Too small: expected string to have >=1 characters', '不能为空'],
  ['Too small: expected string to have >={n} characters', '至少 {n} 个字符'],
  ['Too big: expected string to have <={n} characters', '最多 {n} 个字符'],
  ['Too small: expected array to have >={n} items', '至少 {n} 项'],
  ['Too big: expected array to have <={n} items', '最多 {n} 项'],
  ['Too small: expected number to be >={n}', '不能小于 {n}'],
  ['Too small: expected number to be >{n}', '应大于 {n}'],
  ['Too big: expected number to be <={n}', '不能大于 {n}'],
  ['Too big: expected number to be <{n}', '应小于 {n}'],

  ['not a duration: write 30s, 45m, 2h or 1d', '时长写作 30s、45m、2h 或 1d'],
  ['not a time of day: write 06:00', '时刻写作 06:00'],
  ['a tag is one word of at most 40 letters, digits, dots, dashes, underscores or colons', '标签是一个词，最多 40 个字母、数字、点、短横、下划线或冒号'],
  ['name at least one device, profile, unit kind, district or tag', '至少指定一台设备、一个监测点类型、业态、区县或标签'],
  ['There is no profile {id}', '没有监测点类型 {id}'],
  ['There is no district {code} in this city', '本市没有区县 {code}'],
  ['There is no unit {id}', '没有单位 {id}'],
  ['There is no unit {id} in your jurisdiction', '您的辖区内没有单位 {id}'],
  ['There is no device {id} in your jurisdiction', '您的辖区内没有设备 {id}'],
  ['give it a name', '请写名称'],
  ['name the text that was verified', '已核实的依据要写明文件'],

  ['give exactly one of above, below, atLeast, atMost and equals', 'above、below、atLeast、atMost、equals 中恰好写一个'],
  ['give exactly one of above, below, atLeast, atMost and equals, or changesBy', 'above、below、atLeast、atMost、equals 中恰好写一个，或写 changesBy'],
  ['a rule with levels takes its severity, limit and for from them', '分级的规则，级别、限值和持续时间写在各级里'],
  ['all levels of a rule look in one direction: write a second rule for the other', '各级方向要一致，另一方向请另写一条规则'],
  ['all levels of a rule that equals name one value', '等于某值的规则，各级的值要相同'],
  ['has one severity and no levels: write a rule for each amount', '只有一个级别，不能分级：不同变化量请各写一条规则'],
  ['give a severity, or levels', '请写级别，或分级'],
  ['stands alone: write a second rule for the limit', '要单独成规则，限值请另写一条'],
  ['is the far end of a band above a limit', '是区间的上端，限值要用 above 或 atLeast'],
  ['is the far end of a band below a limit', '是区间的下端，限值要用 below 或 atMost'],
  ['must lie above every limit of the rule', '须高于规则的各个限值'],
  ['must lie below every limit of the rule', '须低于规则的各个限值'],
  ['goes with a plain or a cumulative limit on what is measured only', '只用于测量值的连续或累计限值'],
  ['only a cumulative rule looks at a window', '只有累计方式才有时间窗'],
  ['a cumulative rule sums over a window: give one, such as 24h', '累计方式要写时间窗，如 24h'],
  ['a cumulative rule sums time: give a duration above 0', '累计方式的持续时间要大于 0'],
  ['is longer than the window, so it could never be fulfilled', '比时间窗还长，永远不会满足'],
  ['is longer than the schedule ever lasts, so it could never be fulfilled', '比时段还长，永远不会满足'],
  ['a change is not summed: leave the mode continuous', '变化量不累计，请用连续方式'],
  ['{metric} is on or off: write equals', '{metric}只有两种状态，请用 equals'],
  ['give more than 0', '应大于 0'],
  ['give more than 0 and at most 1h', '应大于 0，最长 1h'],
  ['means nothing where the limit is one value', '限值是单一值时没有意义'],
  ['name defrost, door or power', '请写 defrost、door 或 power'],
  ['only a continuous limit tolerates anything', '只有连续限值可以容许'],
  ['{metric} is on or off, and tolerates nothing', '{metric}只有两种状态，不能容许'],
  ['an alert about gas is never suppressed', '燃气类预警不得抑制'],
  ['a defrost is a rise: the limit must be above or atLeast', '化霜是升温，限值要用 above 或 atLeast'],
  ['a defrost is seen in the temperature', '化霜从温度看出'],
  ['say how long door or power excuse at most', '请写开门或断电最多容许多久'],
  ['says how long door or power excuse: name one', '这是开门或断电的容许时间，请写明是哪一种'],
  ['{metric} is on or off and has no course', '{metric}只有两种状态，没有过程'],
  ['a process counts in its own way: leave the mode continuous', '过程有自己的计时，请用连续方式'],
  ['does not go with a process', '不能与过程同用'],
  ['a process of this kind has one severity', '这类过程只有一个级别'],
  ['a process of this kind has durations of its own', '这类过程有自己的时长'],
  ['a process of this kind carries its figures in itself', '这类过程的数值写在过程里'],
  ['a process has no single value', '过程没有单一值'],
  ['must be below the stage before', '须低于上一阶段'],
  ['must be above the start', '须高于起始值'],

  ['changes nothing: {level} is as severe and is reached no later', '不起作用：{level} 级别相同，且不会更晚达到'],
  ['is longer than 31 days: hardly any breach lasts so long', '超过 31 天，几乎没有越限会持续这么久'],
  ['is not cited until its status is verified', '核实之前不会引用条款'],
  ['says the same as {level}', '与 {level} 重复'],
  ['is never told: {level} is severer and is reached no later', '永远报不出：{level} 更严重，且不会更晚达到'],
  ['no {metric} is above {limit}: write atLeast', '{metric}不会高于 {limit}，请用 atLeast'],
  ['no {metric} is below {limit}: write atMost', '{metric}不会低于 {limit}，请用 atMost'],
  ['no {metric} is {margin} inside the limit: the alert would never end', '{metric}到不了限值以内 {margin}，预警将永不恢复'],
  ['{value} lies outside what {metric} can be: {low} to {high}', '{value} 超出{metric}可能的范围：{low} 至 {high}'],
  ['{metric} can change by no more than {amount}', '{metric}的变化不会超过 {amount}'],

  ['more windows are to be hit than are looked at', '要求命中的窗数多于观察的窗数'],
  ['no event lasts longer than 1d: it would never be believed', '没有超过 1 天的事件，永远不会确认'],
  ['goes by no hours: give schedule or night', '没有时段可用：请写 schedule 或 night'],
  ['asks for more than by day: at night the violation is likelier', '夜间的要求高于白天，而夜间更可能属实'],
  ['is severer than what a second source has made certain', '比第二来源证实后的级别还高'],
  ['names a zone that has a severity already', '这个区域已有级别'],
  ['names a zone without a name', '区域名称不能为空'],
  ['there is no violation {type} in the catalogue', '违规目录中没有 {type}'],
  ['no camera can tell {type}: it follows from other records', '摄像机识别不了 {type}，它由其他记录得出'],
  ['a rule stays about readings, or about detections: make another', '判定读数的规则与判定识别的规则不能互换，请另建一条'],
  ['differs from the one in the address', '与正在修改的规则编号不同'],

  ['Somebody else has changed it since: read it again', '刚被别人改过，请重新打开'],
  ['Something else refers to it', '还有别处用到它'],
  ['{other} goes by this name behind {gateway} already', '网关 {gateway} 已用这个名称表示 {other}'],
  ['The last administrator stays one', '最后一位管理员不能改为其他角色'],
  ['A gateway stays a gateway, and nothing else becomes one: register a new device', '网关与其他设备不能互换，请另行登记'],
  ['A text holds characters that can not be stored', '文字里有无法保存的字符'],
  ['The table is empty', '表格是空的'],
  ['The file is no XLSX workbook', '文件不是 XLSX 工作簿'],
  ['The heading lacks: {columns}', '表头缺少：{columns}'],
  ['A table has at most {n} rows: split it', '一张表最多 {n} 行，请拆分'],
]

const metrics = zh.metric as Readonly<Record<string, string>>

const CHINESE = SAID.map(([english, chinese]) => ({
  pattern: new RegExp(`^${english.split(/(\{\w+\})/).map((part) => (part.startsWith('{') ? `(?<${part.slice(1, -1)}>.+?)` : part.replace(/[.*+?^$()|[\]\\]/g, '\\$&'))).join('')}$`, 's'),
  chinese,
}))

/** What the server said, in Chinese; null where there is no word for it. */
export function inChinese(said: string): string | null {
  for (const { pattern, chinese } of CHINESE) {
    const found = pattern.exec(said)
    if (found) return chinese.replaceAll(/\{(\w+)\}/g, (_all, name: string) => word(name, found.groups?.[name] ?? ''))
  }
  // The first of a list of complaints is told with the field it is about.
  const ofField = /^([A-Za-z][\w.]*): (.+)$/s.exec(said)
  const rest = ofField && inChinese(ofField[2] ?? '')
  return ofField && rest ? `${ofField[1]}：${rest}` : null
}

const word = (name: string, value: string): string => (name === 'metric' ? (metrics[value] ?? value) : value)

/** What the server said, in the language of the page; as it came where there is no word for it. */
export const said = (text: string): string => (currentLocale() === 'zh' ? inChinese(text) : null) ?? text
