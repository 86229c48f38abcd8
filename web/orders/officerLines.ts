/** An officer of the case as asked for by the form. */
export interface Officer {
  readonly name: string
  readonly certificate: string
}

/** One officer a line, a tab between name and certificate: a name may hold spaces. */
export const officerLines = (officers: readonly Officer[]): string =>
  officers.filter(({ name, certificate }) => name.trim() || certificate.trim()).map(({ name, certificate }) => `${name}\t${certificate}`).join('\n')

/** The same read back; a line without a tab ends with a certificate if that has a figure in it. */
export function readOfficers(text: string): Officer[] {
  return text.split('\n').filter((line) => line.trim() !== '').map((line) => {
    const [name = '', certificate] = line.split('\t')
    if (certificate !== undefined) return { name, certificate }
    const [, before = line, number = ''] = /^(.*\S)\s+(\S*\d\S*)$/.exec(line.trim()) ?? []
    return { name: before, certificate: number }
  })
}
