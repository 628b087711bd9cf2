/** How many characters two words differ by: for naming the header that was probably meant. */

/** The Levenshtein distance of two words. */
export function editDistance(one: string, other: string): number {
  let above = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let row = 1; row <= one.length; row++) {
    const current = [row]
    for (let column = 1; column <= other.length; column++) {
      const isSame = one[row - 1] === other[column - 1]
      current.push(
        Math.min(
          above[column]! + 1,
          current[column - 1]! + 1,
          above[column - 1]! + (isSame ? 0 : 1),
        ),
      )
    }
    above = current
  }
  return above[other.length]!
}

/** The candidate that differs least from a word; undefined where there is none. */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  const distances = candidates.map((candidate) => ({
    candidate,
    distance: editDistance(word.toLowerCase(), candidate.toLowerCase()),
  }))
  return distances.sort((one, other) => one.distance - other.distance)[0]?.candidate
}
