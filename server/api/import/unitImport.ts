import { parseOpeningHours } from '../../../domain/openingHoursText.ts'
import type { Region } from '../../../domain/region.ts'
import { UNIT_KINDS, type UnitKind } from '../../../domain/unit.ts'
import { within, type User } from '../../../domain/user.ts'
import { transaction } from '../../../stores/postgres/pool.ts'
import { insertUnits, type Overwrite, type UnitFields } from '../../../stores/postgres/units.ts'
import type { Context } from '../../context.ts'
import { audit, makeId } from '../register.ts'
import { unitInput } from '../unitInput.ts'
import type { Cells } from './columns.ts'
import type { BatchResult, ImportPlan, ReadRow, RowFault } from './importTable.ts'

const COLUMNS = {
  id: ['编号', '单位编号', '主体编号'],
  name: ['名称', '单位名称', '企业名称', '主体名称'],
  kind: ['业态', '类型', '类别', '单位类型', '主体业态'],
  district: ['区县', '县区', '所属区县', '行政区划', '行政区划代码'],
  lng: ['经度', 'longitude', 'lon'],
  lat: ['纬度', 'latitude'],
  uscc: ['统一社会信用代码', '信用代码'],
  licence: ['许可证号', '许可证编号', '食品经营许可证', 'license'],
  grade: ['等级', '风险等级', '量化等级'],
  address: ['地址', '经营地址', '详细地址'],
  contact: ['联系人', '负责人'],
  phone: ['电话', '联系电话', '手机'],
  officer: ['监管员', '监管人员'],
  tags: ['标签', '风险标签', 'tag'],
  openingHours: ['营业时间', 'hours'],
} as const

const KINDS: Readonly<Record<UnitKind, readonly string[]>> = {
  catering: ['餐饮', '餐饮服务', '餐馆', '社会餐饮'],
  canteen: ['食堂', '单位食堂', '学校食堂'],
  'central-kitchen': ['中央厨房'],
  'group-meal': ['集体用餐配送', '集体用餐配送单位', '集配餐'],
  retail: ['零售', '食品销售', '商超', '超市'],
  market: ['市场', '农贸市场', '批发市场'],
  'cold-store': ['冷库', '冷藏冷冻贮存'],
  producer: ['生产企业', '食品生产', '生产'],
  workshop: ['小作坊', '食品小作坊'],
}
const KIND_OF = new Map(UNIT_KINDS.flatMap((kind) => [kind, ...KINDS[kind]].map((name) => [name, kind] as const)))

/**
 * Units from a table. With `overwrite`, rows whose id is known change that unit: an empty cell clears what is there, and
 * what the table has no column for stays.
 */
export function unitImport(context: Context, by: User, overwrite: boolean, written: string[]): ImportPlan<UnitFields> {
  const districts = districtNames(context.configuration.region)
  return {
    columns: COLUMNS,
    required: ['name', 'kind', 'district', 'lng', 'lat'],
    read: (cells) => readUnit(cells, districts, by),
    write: (batch, fields) => writeUnits(context, by, overwrite ? { jurisdiction: by.jurisdiction, fields } : null, batch, written),
  }
}

function districtNames({ districts }: Region): Map<string, string> {
  return new Map(districts.flatMap(({ code, zh, en }) => [[code, code], [zh, code], [en.toLowerCase(), code]] as const))
}

function readUnit(cells: Cells, districts: ReadonlyMap<string, string>, by: User): UnitFields | RowFault[] {
  const { id, name, kind, district, lng, lat, uscc, licence, grade, address, contact, phone, officer, tags, openingHours } = cells
  const code = district && (districts.get(district) ?? districts.get(district.toLowerCase()))
  if (district && !code) return [{ field: 'district', type: 'unknown-district', detail: `${district} is no district of this city` }]
  const hours = openingHours === undefined ? null : parseOpeningHours(openingHours)
  if (openingHours !== undefined && hours === null) return [{ field: 'openingHours', type: 'invalid', detail: `not opening hours: ${openingHours}; write 周一至周五 10:00-22:00；周六、周日 09:00-23:00` }]
  const read = unitInput.safeParse({
    ...(id ? { id } : {}), name, kind: kind && (KIND_OF.get(kind) ?? kind), district: code, point: [degrees(lng), degrees(lat)],
    ...(uscc ? { uscc: uscc.toUpperCase() } : {}), ...(licence ? { licence: licence.toUpperCase() } : {}), ...(grade ? { grade: grade.toUpperCase().replace(/级$/, '') } : {}),
    ...(address ? { address } : {}), ...(officer ? { officer } : {}), ...(tags ? { tags: tags.split(/[\s、,，;；|/]+/).filter((tag) => tag !== '') } : {}), openingHours: hours,
    ...(phone ? { contacts: [{ name: contact ?? name, phone }] } : {}),
  })
  if (!read.success) {
    return read.error.issues.map((issue) => {
      const field = fieldOf(issue.path)
      return { field, type: cells[field] === undefined ? 'missing' : 'invalid', detail: issue.message }
    })
  }
  const unit = { ...read.data, id: read.data.id ?? makeId('u') }
  if (within(by.jurisdiction, { unitId: unit.id, district: unit.district })) return unit
  return [{ field: 'district', type: 'outside-jurisdiction', detail: `${unit.district} lies outside your jurisdiction` }]
}

function degrees(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text)
}

function fieldOf(path: readonly PropertyKey[]): string {
  if (path[0] === 'point') return path[1] === 1 ? 'lat' : 'lng'
  if (path[0] === 'contacts') return path[2] === 'name' ? 'contact' : 'phone'
  return String(path[0] ?? 'id')
}

async function writeUnits(context: Context, by: User, overwrite: Overwrite | null, batch: readonly ReadRow<UnitFields>[], written: string[]): Promise<BatchResult> {
  const at = context.clock()
  const done = await transaction(context.db, async (client) => {
    const rows = await insertUnits(client, batch.map(({ item }) => item), at, overwrite)
    const [created, updated] = [rows.filter((row) => row.created), rows.filter((row) => !row.created)].map((some) => some.map(({ id }) => id))
    if (rows.length > 0) await audit(client, { by, at, action: 'unit.import', subject: 'unit:*', detail: { created, updated } })
    return rows
  })
  const ids = new Set(done.map(({ id }) => id))
  written.push(...ids)
  const created = done.filter((row) => row.created).length
  const errors = batch.filter(({ item }) => !ids.has(item.id))
    .map(({ row, item }) => ({ row, field: 'id', type: 'duplicate', detail: `there is a unit ${item.id} already` }))
  return { created, updated: done.length - created, errors }
}
