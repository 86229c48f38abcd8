import { Router } from 'express'
import swagger from 'swagger-ui-express'
import { openApiDocument } from './openapi.ts'

/** `/openapi.json` and the page that shows it, below /api; nothing is loaded from elsewhere. */
export function documentRoutes(): Router {
  const router = Router()
  let text: string | undefined
  router.get('/openapi.json', (_request, response) => {
    text ??= JSON.stringify(openApiDocument())
    response.type('json').send(text)
  })
  const options = { swaggerOptions: { url: '/api/openapi.json', validatorUrl: null }, customSiteTitle: 'Mingjian API' }
  router.get('/docs', (request, response, next) => {
    if (request.originalUrl.split('?')[0]?.endsWith('/')) return next()
    response.redirect(301, `${request.baseUrl}/docs/`)
  })
  router.use('/docs', swagger.serveFiles(undefined, options), swagger.setup(undefined, options))
  return router
}
