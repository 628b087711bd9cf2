/** The middleware that tells an embedded page of the views that its token shows, and of no others. */
import type { RequestHandler } from 'express'
import type { Authenticated } from './authentication.ts'
import type { EmbeddedViews } from './embedded_query.ts'

export const embeddedMeta =
  (views: EmbeddedViews): RequestHandler =>
  (request, response, next) => {
    const { embed } = (request as Authenticated).bearer ?? {}
    if (embed) {
      const shown = views(embed)
      const json = response.json.bind(response)
      response.json = (body: { cubes?: readonly { name: string }[] }) =>
        json(
          body.cubes === undefined
            ? body
            : { ...body, cubes: body.cubes.filter(({ name }) => shown.has(name)) },
        )
    }
    next()
  }
