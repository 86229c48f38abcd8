/** The words of the phone's pages. */
export const phoneZh = {
  title: { inspections: '检查', inspection: '现场检查', orders: '整改', order: '整改单', proof: '拍照取证', outbox: '待发送', me: '我的' },
  page: { inspections: '检查', orders: '整改', outbox: '待发送', me: '我的' },
  back: '返回',
  line: { connecting: '连接中', live: '在线', lost: '离线', refused: '未登录', cut: '没有网络。您做的操作先存在本机，恢复网络后自动发送' },
  unreachable: '连不上服务器，正在重试',
  state: { assigned: '待签收', accepted: '待开始', in_progress: '整改中', returned: '被退回', submitted: '待验收', verified: '待销号', closed: '已销号' },
  kept: '离线，显示的是 {time} 的内容',
  shelf: { todo: '待办', sent: '已提交', closed: '已销号' },
  empty: { todo: '目前没有要整改的事项', sent: '没有等待验收的整改单', closed: '还没有销号的整改单' },
  due: { late: '已逾期 {left}', left: '剩余 {left}', at: '期限 {time}（北京时间）', extended: '已延期' },
  order: {
    items: '{n} 项', pending: '{n} 项待发送', more: '只显示最近 {n} 单', why: '为什么要整改', picture: '现场画面', basis: '依据：{basis}',
    todo: '整改事项', proven: '已有合格照片', unproven: '还没有合格照片', photograph: '拍照证明', again: '重新拍照', gone: '没有这张整改单，或不属于本单位',
    returned: '被退回，请重新整改', returnedAt: '{time} 退回', escalated: '已列为督办（{n} 级）', from: '{time} 下达', history: '经过',
    refusedPhoto: '这张照片没有通过', heldPhoto: '这张照片已通过', overridden: '由执法人员认可：{reason}',
    next: { accept: '签收', start: '开始整改', submit: '提交整改' }, restart: '重新整改', sending: { accept: '签收发送中…', start: '发送中…', submit: '提交发送中…' },
    missing: '还有 {n} 项没有合格照片，拍齐后才能提交', drop: '知道了',
    waits: { submitted: '已提交，等待执法人员验收', verified: '验收通过，等待销号', closed: '已销号，整改完成' },
  },
  event: {
    issued: '下达', accepted: '签收', served: '送达', started: '开始整改', submitted: '提交整改', returned: '退回', verified: '验收通过', closed: '销号', reopened: '重新打开',
    extended: '延期', escalated: '督办', 'case-filed': '立案移送', commented: '留言', attached: '附件', 'photo-taken': '照片通过', 'photo-refused': '照片未通过', 'check-overridden': '照片由执法人员认可',
  },
  entry: {
    none: '没有待发送的内容', nonePlain: '拍的照片和做的操作会先存在这里，联网后按先后自动发送',
    waiting: '等待网络', sending: '发送中 {share}', sent: '已送达 {time}', refused: '未被接受', at: '{time} 操作', retry: '再发一次', remove: '删除', open: '去看整改单', openInspection: '去看检查',
    removeAsk: '还没有送达，确定删除吗？', sendNow: '立即发送', photo: '照片：{item}',
  },
  me: {
    unit: '单位', role: '身份', username: '用户名', theme: '外观', dark: '深色', light: '浅色', language: '语言', signOut: '退出登录',
    unsent: '还有 {n} 项没有送达。退出后，只有用同一账号再次登录才会继续发送。确定退出吗？',
    install: '装到桌面', installHow: '苹果手机：点浏览器的“分享”，选“添加到主屏幕”。安卓手机：点浏览器菜单，选“安装应用”或“添加到主屏幕”。装好后没有网络也能打开。',
  },
  proof: {
    subject: '要证明的整改事项', phone: '本机手机号', choose: '请选择', phoneWhy: '只能选已登记在本单位名下的号码',
    noContacts: '本单位还没有登记手机号，不能拍照取证。请联系监管所登记。',
    who: '拍摄人怎样证明', face: '用前置相机拍本人', faceWhy: '人像只留给执法人员核对，平台不做人脸识别', witness: '不拍脸，请第二人作证', witnessWhy: '由另一位已登记人员在场并确认', noWitness: '本单位只登记了一个号码，不能选这一项',
    how: { 1: '按下按钮后会得到一个口令，请写在纸上，和整改现场一起拍进画面', 2: '手机会请求使用相机和位置，请选“允许”', 3: '口令 10 分钟内有效；拍好后没有网络也会保存，联网后自动上传' },
    begin: '取口令，打开相机', beginning: '正在取口令…', show: '请把这个口令写在纸上拍进画面', portraitHow: '请拍本人正面，背景带上现场', left: '口令还有 {time} 有效',
    preview: '刚拍的照片', shoot: '拍照', retake: '重拍', use: '使用这张', word: '请输入画面里的口令：{word}', wordWrong: '与口令不一致', caption: '说明（可不填）', captionHint: '如：已更换门封条，温度恢复正常',
    witnessCode: '作证人的验证码', witnessHow: { sms: '已用短信发到作证人的手机 {number}，请作证人确认现场后告知', officer: '由监管人员拨打作证人的号码 {number} 告知；等不到时请致电监管所，或改拍本人' }, code: '一次性验证码 {code}', send: '提交照片', sendHow: '照片先存在本机，再分段上传；断网、关闭页面都不会丢。',
    expired: '口令已过期', expiredHow: '从取口令到照片开始上传最多 10 分钟。刚才拍的照片没有提交，请重新取口令再拍。', restart: '重新取口令',
  },
  bind: {
    title: '绑定本机', why: '只有绑定了登记号码的手机拍的照片才算数，绑定一次即可', ask: '绑定这部手机', again: '重新取验证码', code: '验证码', confirm: '确认绑定',
    how: { sms: '验证码已用短信发到 {number}，10 分钟内有效', officer: '请等监管人员拨打 {number} 告知验证码，也可致电监管所，10 分钟内有效' },
  },
  camera: {
    off: '相机没有打开', asking: '正在打开相机，请选“允许”', live: '', denied: '没有使用相机的权限。苹果手机：设置 → Safari 浏览器 → 相机 → 允许。安卓手机：点地址栏左边的图标 → 权限 → 相机 → 允许。然后再试。',
    missing: '没有找到相机', busy: '相机被其他应用占用，请关闭后再试', insecure: '本页面不是安全连接（HTTPS），浏览器不允许使用相机。请联系管理员。', again: '再试',
  },
  place: {
    asking: '正在定位，请选“允许”…', denied: '没有使用位置的权限，不能拍照取证。苹果手机：设置 → 隐私与安全性 → 定位服务 → Safari 网站 → 使用期间。安卓手机：点地址栏左边的图标 → 权限 → 位置 → 允许。',
    unavailable: '手机给不出位置：请打开定位服务（GPS）', timeout: '20 秒内没有定到位：请到窗边或室外再试', again: '再次定位',
    vague: '定位误差约 {accuracy} 米，超过 50 米，照片会被拒。请到窗边或室外等一会儿。', far: '您离登记地点约 {metres} 米，超过 200 米，照片会被拒。', good: '定位误差 {accuracy} 米 · 距登记地点 {metres} 米',
  },
  refused: {
    time: {
      'upload-expired': '从取得口令到照片开始上传超过了 10 分钟。请重新取口令、重新拍摄。', 'no-exif-time': '照片里没有拍摄时间。请用本页面的相机现场拍摄。',
      'before-issue': '照片拍摄于整改单下达之前，是旧照片。请现场重新拍摄。', 'time-off': '照片的拍摄时间与上传时间相差 {seconds} 秒，超过 5 分钟。请现场重新拍摄。',
    },
    place: {
      'too-vague': '拍摄时定位误差约 {accuracy} 米，超过 50 米。请到窗边或室外等定位变准后重拍。', 'too-far': '拍摄地点距登记地点约 {metres} 米，超过 200 米。请到本单位现场重拍。',
      'exif-elsewhere': '照片文件记录的地点距登记地点约 {metres} 米。请到本单位现场重拍。',
    },
    phone: {
      'not-bound': '这个手机号没有登记在本单位名下。请换用已登记的手机号，或联系监管所登记。', 'other-phone': '拍照的手机与取口令的手机不是同一部。请在一部手机上完成。', 'wrong-code': '一次性验证码不对。请重新取口令、重新拍摄。',
      'browser-not-bound': '这部手机没有绑定本单位的登记号码。请先绑定，再重新拍摄。', 'bound-to-other': '这部手机绑定的是另一个号码。请选绑定的号码，或重新绑定后再拍。',
    },
    subject: { 'unknown-item': '照片对应的整改事项不在这张整改单里。', 'wrong-word': '口令与本次取得的不一致。请按屏幕上的口令重新拍摄。' },
    face: {
      'no-face-no-witness': '没有拍摄人的照片，也没有第二人作证。请补拍本人，或请另一位已登记人员作证。', 'witness-is-the-same': '作证人与拍摄人是同一个手机号。请换另一位已登记人员。',
      'witness-not-bound': '作证人的手机号没有登记在本单位名下。', 'wrong-witness-code': '作证人的验证码不对。请重新取口令。',
      'portrait-too-small': '本人照片太小（{width}×{height}），短边至少 480 像素。请重拍本人。', 'portrait-blank': '本人照片里什么也看不到。请不要遮住镜头，重拍本人。', 'portrait-is-the-scene': '本人照片与现场照片是同一张。请用前置相机拍本人。', 'portrait-used': '这张本人照片以前交过。请现在重拍本人。',
    },
    tamper: {
      'same-file': '这张照片以前交过。请现场重新拍摄。', 'editing-software': '照片被 {software} 编辑过。请现场重新拍摄，不要修图。', 'changed-after': '照片拍完后又被改动过。请现场重新拍摄。',
      'not-live': '这张照片来自相册，不是现拍的。请用本页面的相机现场拍摄。', 'too-small': '照片太小（{width}×{height}），看不清。短边至少 480 像素，请重新拍摄。', blank: '照片里什么也看不到。请不要遮住镜头，重新拍摄。',
      're-encoded': '照片经过转存，不是相机原图。请用本页面的相机拍摄。', 'looks-like': '这张照片与以前交过的照片几乎一样。请按现在的情况换个角度重拍。', 'other-bytes': '送达的照片与手机拍下的不一致。请重新拍摄。',
    },
    'upload-expired': '从取得口令到照片开始上传超过了 10 分钟。请重新取口令、重新拍摄。',
    'code-wrong': '验证码不对，请再核对。', 'code-expired': '验证码已过期，请重新获取。', 'code-spent': '验证码输错次数过多，请重新获取。', 'code-over': '这个验证码已失效，请重新获取。', 'too-many-requests': '操作过于频繁，请一小时后再试。', 'not-registered': '这个手机号没有登记在本单位名下。',
    'photos-missing': '还有整改事项没有合格的照片，不能提交。请补拍后再提交。', 'illegal-transition': '整改单的状态已变，这一步不再需要。请打开整改单查看。',
    'not-found': '没有这张整改单，或不属于本单位。', forbidden: '您的账号不能做这一步。', role: '您的账号不能做这一步。', 'outside-jurisdiction': '这张整改单不属于您的单位。',
    inspection: {
      'illegal-transition': '检查已到下一步，这一步不再需要。', cancelled: '检查已取消，取消后不再接收内容。', 'not-found': '没有这次检查，或不属于您的辖区。', forbidden: '您不参加这次检查。', role: '您不参加这次检查。',
      'items-unanswered': '还有检查项没有结果，请补填后再结束、签字。', conflict: '检查的状态已变。请打开检查查看。',
    },
    'bytes-lost': '手机里的照片已丢失（可能被系统清理）。请重新拍摄。', invalid: '内容不符合要求：请重新操作一次。', 'no-line': '现在没有网络。口令要联网取得，请换个有信号的地方再试。', 'no-room': '手机存不下这张照片，请清理存储空间后再试。', other: '服务器没有接受：{detail}',
  },
}
