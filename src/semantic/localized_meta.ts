/** The middleware that answers the model's metadata in the language that is asked for. */
import type { RequestHandler } from 'express'
import { languagesOf, localized, readLocale, type ViewMeta } from './locales.ts'

/**
 * Answers metadata in the language of `?locale`, else the best of `Accept-Language`, else English.
 * Every folder also gets a title: its name is what it is known by, in all languages.
 */
export function localizedMeta(model: string): RequestHandler {
  return (request, response, next) => {
    const languages = languagesOf(model)
    const { locale } = request.query
    const language =
      locale === undefined
        ? request.acceptsLanguages(languages) || 'en'
        : languages.find((known) => known === String(locale).split(/[-_]/)[0]?.toLowerCase())
    if (language === undefined) {
      response.status(400).json({
        error: `There are no titles in the language ${locale}; there are ${languages.join(', ')}.`,
      })
      return
    }
    const words = readLocale(model, language)
    const json = response.json.bind(response)
    response.json = (body: { cubes?: readonly ViewMeta[] }) =>
      json(
        body.cubes === undefined
          ? body
          : { ...body, cubes: body.cubes.map((view) => localized(view, words)) },
      )
    response.set('Content-Language', language).vary('Accept-Language')
    next()
  }
}
