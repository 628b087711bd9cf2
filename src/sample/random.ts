// A small seeded generator; every entity and concern draws from a stream of its own.

/** e^x from + − × ÷ alone: Math.exp may differ in its last bit from machine to machine. */
export function exp(x: number): number {
  const reduced = x / 1024
  let term = 1
  let sum = 1
  for (let i = 1; i < 12; i++) {
    term = (term * reduced) / i
    sum += term
  }
  for (let i = 0; i < 10; i++) sum *= sum
  return sum
}

/** Four 32-bit words from any text (cyrb128). */
function hash(text: string): [number, number, number, number] {
  let a = 1779033703
  let b = 3144134277
  let c = 1013904242
  let d = 2773480762
  for (let i = 0; i < text.length; i++) {
    const k = text.charCodeAt(i)
    a = b ^ Math.imul(a ^ k, 597399067)
    b = c ^ Math.imul(b ^ k, 2869860233)
    c = d ^ Math.imul(c ^ k, 951274213)
    d = a ^ Math.imul(d ^ k, 2716044179)
  }
  a = Math.imul(c ^ (a >>> 18), 597399067)
  b = Math.imul(d ^ (b >>> 22), 2869860233)
  c = Math.imul(a ^ (c >>> 17), 951274213)
  d = Math.imul(b ^ (d >>> 19), 2716044179)
  return [a ^ b ^ c ^ d, b, c, d]
}

const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** sfc32 over the hash of a path such as `1/deals/42`. */
export class Random {
  readonly path: string
  #a: number
  #b: number
  #c: number
  #d: number

  constructor(path: string) {
    this.path = path
    ;[this.#a, this.#b, this.#c, this.#d] = hash(path)
    for (let i = 0; i < 12; i++) this.next()
  }

  /** An independent stream: draws from it never move this one. */
  fork(name: string | number): Random {
    return new Random(`${this.path}/${name}`)
  }

  /** Uniform in [0, 1). */
  next(): number {
    const t = (((this.#a + this.#b) | 0) + this.#d) | 0
    this.#d = (this.#d + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (this.#c << 21) | (this.#c >>> 11)
    this.#c = (this.#c + t) | 0
    return (t >>> 0) / 4294967296
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.next()
  }

  /** A whole number, both ends included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1))
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  pick<T>(list: readonly T[]): T {
    const found = list[Math.floor(this.next() * list.length)]
    if (found === undefined) throw new Error(`Nothing to pick from in stream ${this.path}`)
    return found
  }

  weighted<T>(list: readonly T[], weight: (entry: T) => number): T {
    let total = 0
    for (const entry of list) total += weight(entry)
    let left = this.next() * total
    for (const entry of list) {
      left -= weight(entry)
      if (left < 0) return entry
    }
    return this.pick(list)
  }

  /** Standard normal, as the sum of twelve uniforms. */
  normal(): number {
    let sum = -6
    for (let i = 0; i < 12; i++) sum += this.next()
    return sum
  }

  /** Log-normal around a median. */
  spread(median: number, sigma: number): number {
    return median * exp(sigma * this.normal())
  }

  poisson(mean: number): number {
    if (mean <= 0) return 0
    if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * this.normal()))
    const limit = exp(-mean)
    let count = 0
    for (let product = this.next(); product > limit; product *= this.next()) count++
    return count
  }

  /** A random identifier as payment systems make them. */
  token(length: number): string {
    let text = ''
    for (let i = 0; i < length; i++) text += ALPHANUMERIC[Math.floor(this.next() * 62)]
    return text
  }
}
