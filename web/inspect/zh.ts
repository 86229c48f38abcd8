/** The words of inspections directed from afar, at the desk and on the phone. */
export const inspectZh = {
  title: '远程检查', start: '发起远程检查', plan: '批量发起', board: '指挥看板', back: '返回看板', open: '发起检查', none: '目前没有检查', unreachable: '连不上服务器，正在重试', absent: '没有这次检查，或不在管辖范围', outline: '您没有参加这次检查，只能看到概况', join: '加入观看',
  shelf: { running: '进行中', done: '已结束', all: '全部', campaign: '专项', anyCampaign: '全部专项', tiles: '并看 {n} 场', list: '列表' },
  state: { opened: '待接受', accepted: '赶赴现场', checked_in: '已到场', under_way: '检查中', finished: '待签字', signed: '已签字', cancelled: '已取消' },
  mode: { video: '视频', stills: '线路不足 · 静态画面', text: '线路不足 · 仅文字' },
  stuck: { unaccepted: '检查员尚未接受', 'not-there': '超过一小时未到场', 'check-in': '签到存疑', quiet: '15 分钟没有动静', 'no-picture': '没有视频', unsigned: '迟迟没有签字' },
  where: { title: '谁在哪里' },
  board1: { who: '检查员', progress: '{done}/{total} 项', failed: '不符合 {n}', stills: '照片 {n}', orders: '整改单 {n}', unannounced: '飞行检查', commander: '指挥 {name}', none: '顺利' },
  make: {
    unit: '单位', unitHint: '输入名称、编号或信用代码', reason: '检查事由', inspectors: '检查员', free: '空闲', busy: '在办 {n}', near: '距 {metres}', checklist: '检查表', unannounced: '飞行检查（到场签到前对企业保密）', campaign: '专项名称（可不填）',
    submit: '发起', cancel: '取消', noInspector: '该区县没有检查员', failed: '没有发起：{reason}', fromAlert: '由预警发起', fromOrder: '由整改单发起',
  },
  planning: {
    campaign: '专项名称', units: '单位（可选多家）', who: '检查员', nobody: '该区县没有检查员', opened: '已发起', submit: '发起 {n} 场', hint: '按空闲与远近预选检查员，可改', ended: '已发起 {done} 场，{failed} 场没有发起', most: '一次最多 {n} 家', close: '完成',
  },
  assign: { title: '增派或更换检查员', instead: '更换', add: '仅增派，不更换', from: '接替', submit: '派出', on: '已在本次检查', last: '上次签到 {time}', never: '没有签到记录', none: '没有其他检查员' },
  recording: {
    ask: '请求录像', stop: '停止录像', asked: '已请求录像，等待现场同意', refused: '现场不同意录像', on: '录制中', waiting: '已同意录像，等待画面', kept: '录像 {from}–{to} · {size} MB', hashed: '录像已存证 {hash}', problem: '没有在录像：{reason}',
    question: '指挥中心请求录下画面和声音，作为检查证据保存，仅参加检查的人员可看。请先告知现场人员。', give: '同意录像', deny: '不同意录像',
  },
  party: { inspector: '检查员', commander: '指挥', watcher: '观看', office: '中心', unit: '企业', outsider: '—' },
  reach: { connecting: '正在连接', live: '已接通', lost: '连接中断，正在恢复', refused: '未开放' },
  picture: { waiting: '等待检查员打开镜头', frozen: '画面于 {time}', mending: '视频中断，正在换路重连', sound: '打开声音', watching: '正在观看：{names}', nobody: '无人观看' },
  ask: { still: '拍高清照片', front: '前置镜头', back: '后置镜头', 'torch-on': '开手电', 'torch-off': '关手电', speak: '对讲', mute: '停止对讲', noMicrophone: '没有麦克风', point: '指点', pointHint: '例如：请对准温度计', send: '发送' },
  asked: { still: '请拍一张高清照片', front: '请切换前置镜头', back: '请切换后置镜头', 'torch-on': '请打开手电', 'torch-off': '请关闭手电' },
  list: { title: '检查要点', push: '推送', pushed: '请检查：{item}', pass: '符合', fail: '不符合', 'not-applicable': '不适用', note: '说明', reading: '实测值', standard: '违反的标准', photo: '拍照', range: '要求 {range}', out: '超出要求', save: '保存', by: '{name} {time}', left: '还有 {n} 项没有结果', wants: '需照片', beside: '记录其他问题', what: '问题', severity: '程度' },
  findings: { title: '发现的问题', none: '尚无问题', order: '转整改单', ordered: '已转整改单' },
  stills: { title: '照片与取证', none: '还没有照片', pending: '照片传送中', draw: '在照片上标注', clear: '清除', give: '发回现场', hash: '哈希', from: '{time} 拍摄', returned: '指挥中心标注了照片', close: '关闭' },
  talk: { title: '记录', message: '文字消息', send: '发送', joined: '进入', left: '离开', still: '照片 {n}', mode: '线路：{mode}', drawing: '标注了照片', order: '转为整改单', result: '{item}：{result}', finding: '问题：{title}', comparison: '比对：现场 {probe}，传感器 {sensor}', sensorAt: '（{time}）', push: '推送要点：{item}', pointer: '指点：{text}', late: '签字后到达', nothing: '无读数' },
  unit: { title: '单位情况', sensors: '实时读数', alerts: '未结预警', orders: '历次整改', none: '无', probe: '现场探头', compare: '比对', differs: '，相差 {n}', noReading: '无近期读数', pick: '选择传感器' },
  finish: { record: '检查笔录（PDF）', cancel: '取消检查', cancelAsk: '为什么取消这次检查？', invite: '邀请观看', inviteAsk: '邀请哪位同事（用户名）？', assign: '增派', override: '认可签到', overrideAsk: '认可签到的理由' },
  checkIn: { holds: '签到有效', fails: '签到存疑', reasons: { 'in-time': '时间相符', 'reported-late': '断网补传', 'at-the-unit': '在单位现场', 'too-far': '距单位 {metres} 米', 'too-vague': '定位误差 {accuracy} 米' } },
  phone: {
    mine: '我的检查', none: '没有分派给您的检查', accept: '接受', checkIn: '到场签到', locating: '正在定位…', noPlace: '没有定位权限，无法签到', begin: '开始检查', finish: '结束检查', resume: '继续检查', sign: '签字', live: '打开镜头', stop: '关闭镜头',
    noneOfUnit: '还没有对本单位的检查', noStill: '没有拍到照片：镜头没有打开', cannot: { still: '拍不了照片：镜头没有打开', front: '没有前置镜头', back: '没有后置镜头', 'torch-on': '没有手电筒，或手电筒打不开', 'torch-off': '没有手电筒' }, reply: '手机自动回复：{text}', openFirst: '{asked}，请先打开镜头',
    notice: '接通后指挥中心可看到画面、听到声音；未经您同意不录像，只保留所拍照片', inspector: '检查员签名', unitPerson: '企业人员签名', name: '姓名', position: '职务', refuse: '企业人员拒绝签字', why: '拒签原因', clear: '重签', submit: '提交签字', done: '检查已完成', saved: '已存本机，联网后自动上传', shoot: '拍照', pending: '待传 {n} 项', watchers: '{n} 人在看', looked: '看过了', hear: '指挥中心', tick: '检查表', picture: '画面', talk: '消息',
  },
}
