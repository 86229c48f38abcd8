import type { ApiProblem } from '../api/problem.ts'
import { problemText } from '../duty/problemText.ts'
import type { Wordbook } from '../screen/alertText.ts'
import { ordersZh } from './zh.ts'

/** Why something was refused, in words of the page; the loop's own codes first. */
export function refusalText(problem: ApiProblem, words: Wordbook): string {
  const code = problem.codes.find((each) => Object.hasOwn(ordersZh.refused, each))
  return code === undefined ? problemText(problem, words) : words.t(`orders.refused.${code}`)
}
