/** The names that someone may have meant. */
import { editDistance } from './edit_distance.ts'

/** The names closest to what was written, best first; none where nothing is close. */
export function nearest(written: string, names: readonly string[], most = 3): string[] {
  const wanted = written.toLowerCase()
  const far = Math.max(2, Math.ceil(wanted.length / 3))
  const distances = names.map((name) => ({
    name,
    distance: distanceTo(wanted, name.toLowerCase()),
  }))
  // Where one is close, those that are much further off are not what was meant.
  const limit = Math.min(far, Math.min(...distances.map(({ distance }) => distance)) + 2)
  return distances
    .filter(({ distance }) => distance <= limit)
    .sort((one, other) => one.distance - other.distance || one.name.localeCompare(other.name, 'en'))
    .slice(0, most)
    .map(({ name }) => name)
}

/** ` Did you mean a or b?`, or nothing where no name is close. */
export function didYouMean(written: string, names: readonly string[]): string {
  const close = nearest(written, names)
  if (close.length === 0) return ''
  const [last, ...others] = close.toReversed()
  return ` Did you mean ${others.length === 0 ? last : `${others.toReversed().join(', ')} or ${last}`}?`
}

/** A name that holds what was written, or is held by it, counts as near however long it is. */
function distanceTo(wanted: string, name: string): number {
  const distance = editDistance(wanted, name)
  return wanted.length > 2 && name.includes(wanted) ? Math.min(distance, 1) : distance
}
