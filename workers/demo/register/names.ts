import type { UnitKind } from '../../../domain/unit.ts'
import type { Chance } from '../chance.ts'

/**
 * Names of units that do not exist. The first part is put together from syllables that no shop would choose so; the
 * second says what the place is.
 */
const FIRST = ['云', '禾', '麦', '松', '澄', '槐', '棠', '岚', '砚', '苇', '桑', '榆', '枫', '柚', '杏', '荷', '竹', '芷', '蓼', '菽', '粟', '葵', '梧', '柏', '汐', '沐', '漪', '泠', '晏', '昀', '霁', '岑', '岫', '峦', '垣', '砾', '琚', '瑭', '璞', '珩']
const SECOND = ['舟', '笺', '枝', '檐', '汀', '陌', '屿', '砌', '笙', '楫', '篱', '畦', '圃', '壑', '渚', '湄', '堰', '筏', '埠', '栈', '廊', '阶', '庑', '牖', '帷', '筝', '磬', '箸', '瓮', '觚', '簋', '釜', '甑', '匏', '罍', '斝', '卣', '敦', '簠', '豆']

const ENDINGS: Record<UnitKind, readonly string[]> = {
  catering: ['家常菜馆', '面馆', '饺子馆', '烧烤店', '火锅店', '快餐店', '小吃店', '早餐店', '羊汤馆', '驴肉火烧店', '麻辣烫店', '酒楼', '饮品店', '烘焙坊', '砂锅居', '拉面馆'],
  canteen: ['小学食堂', '中学食堂', '幼儿园食堂', '职业学校食堂', '机关食堂', '企业职工食堂', '养老院食堂', '医院食堂', '工地食堂'],
  'central-kitchen': ['中央厨房'],
  'group-meal': ['集体用餐配送公司', '团餐配送中心'],
  retail: ['便利店', '超市', '生鲜店', '粮油店', '副食店', '水果店', '熟食店', '烟酒副食店', '母婴食品店', '冷饮批发部'],
  market: ['农贸市场', '批发市场', '便民市场'],
  'cold-store': ['冷库', '冷链物流中心', '冷藏仓储公司'],
  producer: ['食品厂', '乳品公司', '面粉公司', '肉制品公司', '调味品公司', '饮料公司', '糕点厂'],
  workshop: ['豆腐坊', '香油坊', '馒头坊', '粉条坊', '熟肉坊', '糕点坊', '酱菜坊'],
}

const ROADS = ['和顺', '安宁', '康乐', '丰登', '惠民', '育才', '新风', '迎宾', '永昌', '兴业', '朝阳', '向阳', '建设', '文化', '工农', '滏泽', '湖滨', '站前']
const ROAD_ENDINGS = ['路', '街', '大街', '巷', '东路', '西街']
const SURNAMES = ['张', '王', '李', '刘', '赵', '陈', '杨', '孙', '马', '高', '郭', '宋', '梁', '韩', '冯', '于', '董', '程', '曹', '袁']

export function makeName(kind: UnitKind, districtName: string, chance: Chance): string {
  const brand = chance.pick(FIRST) + chance.pick(SECOND)
  const local = kind === 'market' || kind === 'cold-store' || kind === 'central-kitchen' || kind === 'group-meal' || chance.share() < 0.15
  return `${local ? districtName.replace(/[区县市]$|新区$/, '') : ''}${brand}${chance.pick(ENDINGS[kind])}`
}

export function makeAddress(districtName: string, town: string | null, chance: Chance): string {
  const road = chance.pick(ROADS) + chance.pick(ROAD_ENDINGS)
  return `河北省衡水市${districtName}${town ?? ''}${road}${1 + Math.floor(chance.share() * 398)}号`
}

/** Nobody is called so, and no telephone number begins with 000. */
export function makeContact(number: number, chance: Chance): { name: string; phone: string; role: string } {
  const digits = String(number).padStart(8, '0')
  return { name: `${chance.pick(SURNAMES)}某某`, phone: `000-${digits.slice(0, 4)}-${digits.slice(4)}`, role: '负责人' }
}
