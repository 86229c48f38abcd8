/** The words of the frame around every page but the wall and the phone. */
export const deskZh = {
  pages: '页面',
  page: { screen: '大屏', duty: '值班', orders: '整改', inspect: '远程', units: '单位', admin: '管理' },
  theme: { dark: '浅色', light: '深色' },
}
