/** The words of the silences. */
export const silencesZh = {
  title: '静默', create: '新建静默', lead: '静默期内不通知人，预警照常产生、照常拟单；燃气和火情不能静默。', view: { active: '进行中', all: '全部' }, none: '现在没有静默', noneDetail: '检修、清洗、停业期间可以先静默，到时自动恢复',
  column: { scope: '对象', time: '时间', reason: '事由', author: '谁', state: '状态' },
  state: { coming: '未开始', active: '进行中', over: '已到期', ended: '{time} 由 {name} 提前结束' }, platform: '平台',
  part: { units: '单位', devices: '设备', types: '预警类型', rules: '规则' }, find: { units: '按名称或编号查找', devices: '按编号或位置查找', types: '选择类型', rules: '选择规则' },
  scopeHint: '各项同时满足；至少选一项', from: '开始', fromHint: '留空即现在', until: '结束', untilHint: '最长 31 天', reason: '事由', reasonHint: '如：冷库化霜检修，厂家已到场',
  ends: { hour: '1 小时', hours: '4 小时', morning: '到早上 8 点', day: '1 天', week: '7 天' }, submit: '开始静默',
  end: '结束', endTitle: '提前结束静默？', endDetail: '之后的预警会照常通知。', more: '等 {n} 个',
}
