/** The words of the channels. */
export const channelsZh = {
  title: '通知渠道', historyTitle: '通知渠道的修改记录', create: '添加渠道', pick: '选择一个渠道', pickDetail: '填好地址和密钥，再发一条测试', readonly: '只有全市的管理员能改', saved: '已保存',
  on: '启用', off: '已停用', ready: '已设置', lacking: '未设置：{names}', absent: '没有这些渠道：{kinds}',
  kind: { webhook: '外部系统（webhook）', email: '邮件', wecom: '企业微信群', dingtalk: '钉钉群', feishu: '飞书群', sms: '短信', push: '浏览器推送' },
  about: {
    webhook: '向一个地址发送带签名的 JSON；对方按 Idempotency-Key 认出重复。', email: '经 SMTP 服务器发到每个人的邮箱。', wecom: '发到一个企业微信群的机器人。', dingtalk: '发到一个钉钉群的机器人；机器人用“加签”时填密钥。',
    feishu: '发到一个飞书群的机器人；开了“签名校验”时填密钥。', sms: '按模板调用短信网关，发到每个人的手机。', push: '发到允许了桌面通知的浏览器；密钥自动生成，不用设置。',
  },
  field: {
    zh: '中文名称', en: '英文名称', id: '编号', enabled: '启用', perMinute: '每分钟最多', timeout: '等待答复（秒）', network: '可以访问', from: '发件人', method: '方法', contentType: '内容类型', body: '内容模板', headers: '请求头', accepted: '成功的答复里含有',
  },
  network: { public: '仅公网地址', private: '也可访问内网和本机' }, smsHint: '{\'{\'}phone{\'}\'} 手机，{\'{\'}text{\'}\'} 内容，{\'{\'}id{\'}\'} 编号，{\'{\'}key{\'}\'} 密钥', acceptedHint: '留空则只看状态码',
  secret: { url: '地址', key: '密钥', email: { url: 'SMTP 服务器（smtps://用户名:密码{\'@\'}主机）' }, wecom: { url: '机器人地址' }, dingtalk: { url: '机器人地址', key: '加签密钥（可不填）' }, feishu: { url: '机器人地址', key: '签名密钥（可不填）' }, sms: { url: '网关地址', key: '网关密钥（可不填）' }, webhook: { url: '接收地址', key: '签名密钥' } },
  set: { stored: '已设置', environment: '已设置（环境变量）', none: '未设置', optional: '未设置，可不填' }, keepEmpty: '留空不变；填写即替换', make: '生成', clear: '清除', clearTitle: '清除“{name}”？', clearDetail: '清除后不能找回；有环境变量的改用环境变量。', secretsLater: '保存后填写地址和密钥。',
  trial: '测试', send: '发送测试', saveFirst: '先保存修改，再发送测试', toOthers: '测试发到上面的地址', toBrowsers: '测试发到您允许了桌面通知的浏览器', toMe: '测试发给您：{address}', lacks: { phone: '您还没有手机号，测试会被拒绝；点右上角姓名填写', email: '您还没有邮箱，测试会被拒绝；点右上角姓名填写' },
  again: '稍后自动再试，最多约三分钟', recent: '最近发送', log: '全部记录', noneSent: '还没有经这个渠道发送过',
  drop: '删除渠道', dropTitle: '删除“{name}”？', dropDetail: '用到它的升级策略会改用下一个渠道；策略里只有它的，就通知不到人。',
}
