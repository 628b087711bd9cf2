// Salesforce's record ids: fifteen characters that mind their case, and three that make up for it.

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const CHECK = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'
/** The part of every id that says in which organisation it was made. */
const POD = '5f000'

/** The id of the nth record of a kind; the prefix says the kind (`001` is an account). */
export function salesforceId(prefix: string, n: number): string {
  let tail = ''
  for (let rest = n; tail.length < 7; rest = Math.floor(rest / 62)) {
    tail = `${DIGITS[rest % 62]}${tail}`
  }
  const id = `${prefix}${POD}${tail}`
  return id + suffix(id)
}

/** As reports show it. */
export const short = (id: string) => id.slice(0, 15)

/** A bit for each capital, five to a letter. */
function suffix(id: string): string {
  let letters = ''
  for (let chunk = 0; chunk < 3; chunk++) {
    let bits = 0
    for (let i = 0; i < 5; i++) {
      if (/[A-Z]/.test(id[chunk * 5 + i] ?? '')) bits += 1 << i
    }
    letters += CHECK[bits]
  }
  return letters
}

/** Numbers records of a kind in the order in which they are made, with gaps. */
export class Sequence {
  readonly #prefix: string
  #last: number

  constructor(prefix: string, first: number) {
    this.#prefix = prefix
    this.#last = first
  }

  next(gap = 1): string {
    this.#last += gap
    return salesforceId(this.#prefix, this.#last)
  }
}
