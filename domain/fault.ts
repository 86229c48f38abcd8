/** What is wrong with a part of something that an operator wrote; `path` as in "teams.0.members". */
export interface Fault {
  readonly path: string
  readonly detail: string
}
