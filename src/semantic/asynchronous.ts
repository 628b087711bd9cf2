/** A handler that is asynchronous, for Express 4, which would not see that it fails. */
import type { NextFunction, Request, RequestHandler, Response } from 'express'

export const asynchronous =
  (
    handle: (request: Request, response: Response, next: NextFunction) => Promise<void>,
  ): RequestHandler =>
  (request, response, next) => {
    handle(request, response, next).catch(next)
  }
