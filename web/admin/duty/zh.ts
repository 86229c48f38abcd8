/** Words that the pages about telling people share. */
export const dutyZh = {
  contacts: { title: '联系方式', name: '姓名', username: '用户名', edit: '修改', unreached: '有 {n} 人没有手机也没有邮箱，只能靠浏览器推送和群机器人通知到' },
  history: {
    open: '修改记录', reset: '恢复出厂设置', resetDetail: '换回随版本提供的内容；现在的内容留在修改记录里。', added: '新增', removed: '删除', order: '顺序',
    outdated: '他人已经改过，您的修改没有保存。', reread: '重新读取', again: '再试一次',
  },
  duration: { s: '秒', m: '分钟', h: '小时', d: '天' },
  fault: {
    noChannel: '没有渠道“{name}”', noTeam: '排班里没有班组“{name}”', taken: '编号“{name}”已被占用',
    field: {
      id: '编号用小写字母、数字和短横，字母开头，最多 32 个', name: '写 1 至 100 个字', zh: '写 1 至 100 个字', en: '写 1 至 100 个字', severities: '至少选一个级别', districts: '不是本市的区县',
      after: '最长 30 天', within: '1 秒至 1 小时', by: '至少选一项', every: '1 分钟至 30 天', who: '选 1 至 20 个', channels: '选 1 至 10 个渠道', acknowledgements: '1 至 20 人', most: '1 至 1000 次',
      perMinute: '1 至 100000', timeout: '1 至 10 秒', from: '邮件渠道要有发件人', url: '不是地址：网址写 https://…，邮件服务器写 smtps://用户名:密码{\'@\'}主机',
      key: '不能为空，最多 2000 个字符', body: '最多 10000 个字符', headers: '一行一个，写“名称: 值”', accepted: '最多 200 个字符',
    },
  },
}
