/** A query that is refused: HTTP 400 with its sentence, whatever road it came by. */
import { UserError } from '../errors.ts'

export class QueryRefusal extends UserError {
  override readonly name: string = 'QueryRefusal'
  /** By which Cube knows that the asker can mend it. */
  readonly type = 'UserError'
}
