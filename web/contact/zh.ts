/** The words about where a person is reached. */
export const contactZh = {
  title: '{name}的联系方式', mine: '我的联系方式', phone: '手机', email: '邮箱', use: '预警、整改期限等通知发到这里；留空则改用其他渠道', saved: '已保存',
  phoneHint: '收短信用；留空则短信渠道送不到，改用下一个', emailHint: '收邮件用', pushHint: '浏览器推送不在这里设置：在值班台的铃铛菜单里允许桌面通知即可。值班台声音也在那里暂时静音，最长一小时。',
  fault: { phone: '不是电话号码：写 3 至 20 位数字，可带 + 和 -', email: '不是邮箱地址' },
}
