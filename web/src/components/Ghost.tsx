/** The place of a drawing that is not there yet. */
import { usePending } from '../state/pending.ts'

export function Ghost({ id }: { readonly id: string }) {
  usePending(`${id} drawing`, true)
  return <div className="ghost" aria-hidden="true" />
}
