import { Router } from 'express'
import { openApiDocument } from './openapi.ts'

/** `/openapi.json` and the page that shows it, below /api; nothing is loaded from elsewhere. */
export function documentRoutes(): Router {
  const router = Router()
  let text: string | undefined
  router.get('/openapi.json', (_request, response) => {
    text ??= JSON.stringify(openApiDocument())
    response.type('json').send(text)
  })
  router.get('/docs', (request, response, next) => {
    if (request.originalUrl.split('?')[0]?.endsWith('/')) return next()
    response.redirect(301, `${request.baseUrl}/docs/`)
  })
  let page: Promise<Router> | undefined
  router.use('/docs', async (request, response, next) => (await (page ??= documentPage()))(request, response, next))
  return router
}

/** What the page is made of takes long to load, so it waits until somebody asks for it. */
async function documentPage(): Promise<Router> {
  const { default: swagger } = await import('swagger-ui-express')
  const options = { swaggerOptions: { url: '/api/openapi.json', validatorUrl: null }, customSiteTitle: 'Mingjian API' }
  return Router().use(swagger.serveFiles(undefined, options), swagger.setup(undefined, options))
}
