/** The published build, as it is served: a swap of `CURRENT` is noticed by the next request. */
import { statSync } from 'node:fs'
import { UserError } from '../errors.ts'
import { currentPath, type Manifest, readCurrent, readManifest } from '../warehouse/manifest.ts'
import { type PoolOptions, ServedBuild } from './served_build.ts'

export interface PublishedOptions extends PoolOptions {
  /** Called once a new build is served; `from` is undefined for the first one. */
  readonly onSwap?: (to: Manifest, from: Manifest | undefined) => void
  /** Told once of a published build that cannot be opened. */
  readonly report?: (message: string, cause: unknown) => void
  /** How long a superseded build stays open for requests that were pinned to it, in ms. */
  readonly linger?: number
}

/**
 * Where queries find their build. One `stat` a request tells whether another build was published;
 * a build that cannot be opened is reported once, and the last good one stays served.
 */
export class Published {
  readonly warehouse: string
  readonly #options: PublishedOptions
  readonly #open = new Map<string, Promise<ServedBuild>>()
  #current: ServedBuild | undefined
  /** What `CURRENT` looked like when it was last read. */
  #stamp: string | undefined
  #swapping: Promise<ServedBuild> | undefined

  constructor(warehouse: string, options: PublishedOptions = {}) {
    this.warehouse = warehouse
    this.#options = options
  }

  /** The published build, open. Throws a UserError while nothing is published. */
  async current(): Promise<ServedBuild> {
    for (;;) {
      const stamp = this.#stampOfCurrent()
      if (this.#current !== undefined && (stamp === undefined || stamp === this.#stamp))
        return this.#current
      if (this.#swapping === undefined) {
        this.#swapping = this.#swap(stamp).finally(() => {
          this.#swapping = undefined
        })
        return this.#swapping
      }
      // A swap that began before this request may be to a build that is superseded already.
      await this.#swapping.catch(() => undefined)
    }
  }

  /** A retained build: the published one, one that was superseded meanwhile, or an older one. */
  async get(build: string): Promise<ServedBuild> {
    const current = await this.current()
    if (current.manifest.build === build) return current
    const superseded = await this.#open.get(build)
    if (superseded?.isOpen) return superseded
    const opened = await this.#openBuild(build)
    this.#retireLater(opened)
    return opened
  }

  /** Closes every build as its last query ends. */
  async close() {
    const builds = await Promise.allSettled(this.#open.values())
    for (const build of builds) if (build.status === 'fulfilled') build.value.retire()
    this.#open.clear()
    this.#current = undefined
    this.#stamp = undefined
  }

  #stampOfCurrent(): string | undefined {
    const stats = statSync(currentPath(this.warehouse), { bigint: true, throwIfNoEntry: false })
    return stats && `${stats.ino}:${stats.mtimeNs}:${stats.size}`
  }

  async #swap(stamp: string | undefined): Promise<ServedBuild> {
    const from = this.#current
    try {
      const published = readCurrent(this.warehouse)
      if (published === undefined)
        throw new UserError(
          `Nothing is published in ${this.warehouse} yet; run \`revops build\` first.`,
        )
      const to =
        from?.manifest.build === published.build ? from : await this.#openBuild(published.build)
      this.#stamp = stamp
      this.#current = to
      if (to !== from) {
        if (from) this.#retireLater(from)
        this.#options.onSwap?.(to.manifest, from?.manifest)
      }
      return to
    } catch (error) {
      if (from === undefined) throw error
      this.#stamp = stamp
      this.#options.report?.(
        `The build published last cannot be opened; build ${from.manifest.build} stays served.`,
        error,
      )
      return from
    }
  }

  /** Opens a build once, however many ask at the same time. */
  #openBuild(build: string): Promise<ServedBuild> {
    const opening = ServedBuild.open(
      this.warehouse,
      readManifest(this.warehouse, build),
      this.#options,
    )
    this.#open.set(build, opening)
    opening.catch(() => this.#open.delete(build))
    return opening
  }

  #retireLater(build: ServedBuild) {
    const retire = () => {
      // A rollback may have published it again meanwhile.
      if (this.#current === build) return
      build.retire()
      this.#open.delete(build.manifest.build)
    }
    setTimeout(retire, this.#options.linger ?? 5_000).unref()
  }
}
