import express, { Router, type Response } from 'express'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Addresses that the pages' own router serves. */
const PAGES = ['/', '/screen', '/login', '/duty', '/duty/*rest', '/orders', '/orders/*rest', '/inspect', '/inspect/*rest', '/m', '/m/*rest', '/units/:id', '/admin', '/admin/*rest']

const NOT_BUILT = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>Mingjian 明鉴</title>
<h1>网页尚未构建 · The web pages are not built</h1><p><code>npm start</code> 会先构建网页再启动。 <code>npm start</code> builds them first.</p></html>`

/** The built web pages: hashed assets for ever, the page itself always asked for anew. */
export function webRoutes(folder: string): Router {
  const router = Router()
  router.use('/assets', express.static(join(folder, 'assets'), { immutable: true, maxAge: '1y', index: false, redirect: false }))
  router.use(express.static(folder, { index: false, redirect: false, maxAge: '1h' }))
  router.get(PAGES, (_request, response) => sendPage(folder, response))
  // A person is told by a page that there is none; a program by a problem document.
  router.get('/*other', (request, response, next) => {
    const asked = (request.headers.accept ?? '').includes('text/html') && !/^\/(?:api|assets|socket\.io)(?:\/|$)/.test(request.path)
    if (asked) sendPage(folder, response.status(404))
    else next()
  })
  return router
}

function sendPage(folder: string, response: Response): void {
  response.setHeader('Cache-Control', 'no-cache')
  if (existsSync(join(folder, 'index.html'))) return response.sendFile('index.html', { root: folder, cacheControl: false })
  response.status(503).type('html').send(NOT_BUILT)
}
