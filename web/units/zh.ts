/** The words of a unit's archive. */
export const unitsZh = {
  title: '单位档案', absent: '没有这家单位，或不在管辖范围', unreachable: '连不上服务器，正在重试', none: '无', unknown: '未登记',
  entry: '登记信息', id: '编号', kind: '业态', district: '区县', address: '地址', point: '坐标', uscc: '统一社会信用代码', licence: '许可证', grade: '风险等级', officer: '监管人员', tags: '标签', contacts: '联系人',
  devices: '设备与最新读数', silent: '七天内没有读数', alerts: '未结预警', orders: '整改单', inspections: '检查', record: '检查笔录', on: '开', off: '关', to: '查看',
}
