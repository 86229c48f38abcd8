/** The words of the orders' page. */
export const ordersZh = {
  title: '整改', tab: '明鉴 整改',
  list: { label: '整改单', count: '{shown} / {all} 张', loading: '正在载入…', failed: '没有取到，正在重试', more: '再载入一些', absent: '这张整改单不存在，或不在管辖范围', due: '{time} 前', left: '还剩 {span}', late: '逾期 {span}', undue: '未定期限', escalated: '督办 {n} 级', case: '已立案', handed: '{age}提交' },
  empty: { calm: '还没有整改单', calmDetail: '严重预警确认后自动拟单，也可以按 n 手工拟单', filtered: '没有符合筛选条件的整改单', reset: '清除筛选', failed: '连不上服务器，整改单没有取到', retrying: '正在重试' },
  filter: { label: '筛选', search: '搜索编号、单位、标题（按 /）', district: '区县', all: '全部区县', overdue: '逾期', mine: '与我有关', reset: '清除', group: { drafts: '待交办', out: '整改中', verify: '待验收', close: '待销号', done: '已销号', dropped: '未立项' } },
  action: { new: '新拟', help: '快捷键', cancel: '取消', close: '关闭', back: '返回列表', figures: '漏斗', send: '提交', print: '打印通知书', pack: '下载证据包', open: '打开预警' },
  funnel: { title: '整改漏斗', period: { week: '近 7 天', month: '近 30 天', year: '今年', all: '全部' }, step: { found: '发现', assigned: '交办', accepted: '签收', rectified: '整改上传', verified: '验收', closed: '销号' }, share: '占发现 {share}', states: '现状', overdue: '逾期 {n}', none: '这段时间没有整改单', of: '按发现时间计', closing: '销号率' },
  step: { found: '发现', triaged: '研判', assigned: '交办', accepted: '签收', in_progress: '整改', submitted: '上传', verified: '验收', closed: '销号', returned: '已退回', rejected: '不予立项', withdrawn: '已撤回' },
  phones: {
    title: '取证手机', bound: '{time} 绑定', by: '{name} 告知验证码', asked: { sms: '{time} 请求绑定，验证码已发短信', officer: '{time} 请求绑定' }, readOut: '查看验证码', end: '解除',
    how: '请拨打该登记号码，核对本人后口述验证码；查看人记入日志',
  },
  part: { what: '要整改什么', path: '进度', unit: '单位', alerts: '来源预警', photos: '整改照片', timeline: '时间线', paper: '文书' },
  what: {
    fact: '发现的事实', items: '整改要求', basis: '依据', noBasis: '没有写明依据', unverified: '依据文本未经核对', deadline: '整改期限', extended: '延长至 {time}（原定 {time2}）', source: '来源', signer: '签发', officers: '执法人员', issued: '交办时间', served: '送达', receiver: '收件人 {name}', watcher: '督办人', caseId: '案号', none: '无',
    numberless: '未编号', noFact: '没有写明', waiting: '交办时定期限', moment: '北京时间',
  },
  source: { alert: '预警', inspection: '检查', complaint: '投诉举报', sampling: '抽检', manual: '手工' },
  service: { accepted: '平台签收', 'in-person': '直接送达', left: '留置送达', mailed: '邮寄送达', published: '公告送达' },
  alert: { none: '没有关联预警，由人拟单', absent: '预警没有取到', more: '还有 {n} 条预警', back: '读数已于 {time} 恢复', still: '读数仍未恢复，暂不能验收', state: '{state}' },
  photo: {
    none: '还没有上传照片', noneDetail: '单位上传后，在这里逐项核对', holds: '可作为证明', fails: '不能作为证明', item: '整改项：{text}', word: '口令“{word}”', at: '{time} 收到', portrait: '本人照片', original: '原图', override: '认可', overrideTitle: '认可“{check}”', overrideWhy: '为什么认可？原因与您的姓名一起记入档案', overridden: '{by}认可：{reason}', missing: '尚无有效照片：{items}',
    check: { time: '时间', place: '地点', phone: '手机', subject: '事项', face: '本人', tamper: '原图' },
    status: { pass: '通过', fail: '未通过', overridden: '人工认可' },
    witness: { ask: '查看作证验证码', none: '没有等待作证的照片，或验证码已用短信发出', call: '请拨打 {phone} 告知验证码 {code}（{time} 前有效）' },
    reason: {
      'in-time': '与接收时间相差 {seconds} 秒', live: '页面相机现拍', 'time-off': '与接收时间相差 {seconds} 秒', 'no-exif-time': '没有拍摄时间', 'before-issue': '拍摄于交办之前', 'upload-expired': '超过上传时限',
      'at-the-unit': '距单位 {metres} 米', 'too-far': '距单位 {metres} 米，超出 200 米', 'too-vague': '定位误差 {accuracy} 米', 'exif-elsewhere': '照片自带位置距单位 {metres} 米',
      bound: '已绑定的登记手机', 'browser-not-bound': '这部手机没有绑定登记号码', 'bound-to-other': '这部手机绑定的是另一个号码', 'not-bound': '不是单位登记的手机', 'other-phone': '不是申请上传的手机', 'wrong-code': '一次性口令不对',
      'word-given': '口令一致，请核对画面', 'wrong-word': '口令不对', 'unknown-item': '不是本单的整改项',
      'portrait-kept': '已留本人照片，请核对', 'second-witness': '第二人见证', 'no-face-no-witness': '没有本人照片，也没有见证人', 'witness-is-the-same': '见证人与本人同号', 'witness-not-bound': '见证人手机未登记', 'wrong-witness-code': '见证人口令不对',
      'portrait-too-small': '本人照片只有 {width}×{height}', 'portrait-blank': '本人照片没有内容', 'portrait-is-the-scene': '本人照片就是现场照片', 'portrait-used': '本人照片以前用过',
      'not-live': '来自相册，不是现拍', 'too-small': '只有 {width}×{height}，短边不足 480', blank: '画面没有内容',
      unaltered: '未见改动', 'same-file': '与以前的照片是同一文件', 'editing-software': '经 {software} 编辑', 'changed-after': '拍摄后 {seconds} 秒又被改动', 're-encoded': '不是相机原图（经转发或另存）', 'looks-like': '与以前的照片几乎相同（相差 {distance}），镜像、旋转、反色或裁剪也算',
    },
  },
  deed: { triage: '研判通过', reject: '不予立项', issue: '交办', serve: '代为送达', submit: '代为提交', return: '退回', verify: '验收通过', close: '销号', reopen: '重新打开', extend: '延期', escalate: '督办', 'file-case': '立案移送', comment: '备注' },
  form: {
    hint: {
      triage: '核对严重程度、依据和事实，通过后可以交办', reject: '不再立项，整改单到此结束', issue: '交办后取得编号、送达单位，不能收回', serve: '单位没有在平台签收时，由执法人员送达', submit: '照片不全时，由您具名担保整改完成', return: '逐条写明原因，单位会看到',
      verify: '验收人不能是交办或整改的人；传感器预警要求读数已恢复足够时间', close: '销号后只能因复发重新打开', reopen: '问题复发，重新整改', extend: '只能延后，由有签发权的人批准', escalate: '督办升一级，可指定督办人', 'file-case': '连同证据包移交办案，案号不能更改', comment: '记入时间线，单位也能看到',
    },
    officer: { name: '姓名', certificate: '执法证号' },
    field: { severity: '严重程度', basis: '依据文件', basisKind: '依据类别', fact: '发现的事实', note: '说明', reason: '原因', items: '整改要求，每行一项', deadline: '整改期限（不填按严重程度计）', officers: '执法人员两名（印在通知书上）', method: '送达方式', receiver: '收件人', override: '担保的理由', reasons: '退回原因，每行一条', extendedTo: '延长至', approver: '批准人账号（自己有签发权可不填）', watcher: '督办人账号', caseId: '案号' },
    final: '我已核对，知道这一步不能收回', missing: '还没有填写：{fields}', done: '已{deed}',
  },
  new: { title: '新拟整改单', source: '来源', sourceId: '检查或投诉编号', unit: '单位', unitHint: '输入单位名称查找', name: '问题', severity: '严重程度', fact: '发现的事实', items: '整改要求，每行一项', basis: '依据文件', submit: '拟单', done: '已拟整改单', none: '没有找到单位' },
  refused: {
    'issuing-right': '没有签发权限', role: '您的角色不能这样做', 'same-person': '验收人不能是交办或整改的人', 'illegal-transition': '整改单现在的状态不允许，请看最新进度', 'review-pending': '识别结果须先由人复核确认', 'finding-dismissed': '识别结果已被排除，请不予立项', 'basis-missing': '要写明依据', 'unit-missing': '整改单没有单位', 'items-missing': '要写明整改要求', 'officers-missing': '要写明两名执法人员及执法证号',
    'deadline-past': '期限要晚于现在', 'deadline-too-far': '期限最多定到 180 天以后', 'photos-missing': '还有整改项没有有效照片', 'override-needed': '代为提交要具名担保', 'override-officer': '只有执法人员可以担保', 'out-of-range': '读数还没有恢复足够时间，暂不能验收', 'not-later': '要晚于现在的期限', approver: '延期要由有签发权的人批准，请填写其账号', 'level-not-higher': '督办级别要更高', 'watcher-unknown': '没有这位执法人员', 'case-filed': '已经立案',
  },
  event: {
    found: '发现', triaged: '研判通过', rejected: '不予立项', withdrawn: '撤回', issued: '交办', accepted: '签收', served: '送达', started: '开始整改', submitted: '提交整改', returned: '退回', verified: '验收通过', closed: '销号', reopened: '重新打开', extended: '延期', escalated: '督办', 'case-filed': '立案移送', commented: '备注', attached: '附件',
    'photo-taken': '上传照片', 'photo-refused': '照片未通过', 'check-overridden': '人工认可照片', 'alert-joined': '并入预警', 'alert-withdrawn': '预警撤回', reminded: '期限提醒',
  },
  reminder: { 50: '期限过半', 80: '期限将至', 100: '期限已到' },
  help: { title: '快捷键', command: { next: '下一张', previous: '上一张', open: '打开', close: '关闭', search: '搜索', new: '新拟整改单', deed: '办理第一个可办事项', comment: '备注', print: '打印通知书', help: '快捷键' } },
}
