import { describe, expect, it } from 'vitest'
import { ORDER_INPUTS } from '../../domain/order/input.ts'
import { anOrder } from '../../test/builders/orders.ts'
import { begun, DEEDS, inputOf, missing, type Written } from './deeds.ts'

describe('the forms of an order', () => {
  const order = anOrder({ items: [{ id: 'floor', text: '清除积水' }] })
  const filled: Written = {
    reason: '原因', reasons: '照片不清\n\n未见全景', note: '完成', override: '现场核查', caseId: '立案-9', extendedTo: '2026-11-25T18:00', deadline: '2026-11-26T18:00', method: 'mailed',
    items: '清除积水\n更换门封', officers: '李明 JT-001\n赵 娜 JT-002', severity: 'major', basisKind: 'guidance', basis: '某规范', receiver: '王某', watcher: 'centre', approver: 'centre',
  }

  it('send what the server takes, for every one of them', () => {
    for (const deed of DEEDS) {
      expect(missing(deed, filled)).toEqual([])
      expect(ORDER_INPUTS[deed].safeParse(inputOf(deed, filled, order)), deed).toMatchObject({ success: true })
    }
  })

  it('say what is wanted and not there', () => {
    expect(missing('close', { note: '  ' })).toEqual(['note'])
    expect(missing('extend', {})).toEqual(['extendedTo', 'reason'])
    expect(missing('verify', {})).toEqual([])
  })

  it('keep the id of an item that stays, give moments in Beijing time, and name the officers one a line', () => {
    expect(inputOf('issue', filled, order)).toMatchObject({
      items: [{ id: 'floor', text: '清除积水' }, { id: '1', text: '更换门封' }], deadline: '2026-11-26T18:00:00+08:00', officers: [{ name: '李明', certificate: 'JT-001' }, { name: '赵 娜', certificate: 'JT-002' }],
    })
    expect(inputOf('return', filled, order)).toEqual({ reasons: ['照片不清', '未见全景'] })
  })

  it('leave the basis of the rule alone unless another is written', () => {
    const judged = anOrder({ basis: { kind: 'guidance', document: '某规范', clause: '第七条', status: 'verified' } })
    expect(inputOf('triage', begun('triage', judged, ''), judged)).not.toHaveProperty('basis')
    expect(inputOf('triage', { ...begun('triage', judged, ''), basis: '另一规范' }, judged)).toMatchObject({ basis: { document: '另一规范', status: 'unverified' } })
    expect(inputOf('triage', begun('triage', anOrder({ basis: null }), ''), anOrder({ basis: null }))).toMatchObject({ basis: { kind: 'guidance', status: 'unverified' } })
  })
})
