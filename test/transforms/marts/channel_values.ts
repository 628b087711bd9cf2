/** What channels are worth, by brute force: chains walked until nothing is left, and all coalitions. */

export interface Walk {
  readonly channels: readonly string[]
  readonly isWon: boolean
}

const channelsOf = (walks: readonly Walk[]) => [
  ...new Set(walks.flatMap(({ channels }) => channels)),
]

/** For each channel, the share of won walks that a chain without it loses. */
export function removalEffects(walks: readonly Walk[]): Map<string, number> {
  const all = wonShare(walks)
  return new Map(
    channelsOf(walks).map((channel) => [
      channel,
      all === 0 ? 0 : 1 - wonShare(walks, channel) / all,
    ]),
  )
}

/** Lets a crowd walk along the chain, step by step, until less than one in 10¹⁵ still walks. */
function wonShare(walks: readonly Walk[], removed?: string): number {
  const counts = new Map<string, Map<string, number>>()
  for (const { channels, isWon } of walks) {
    const states = ['start', ...channels, isWon ? 'won' : 'lost']
    for (const [place, state] of states.slice(0, -1).entries()) {
      const next = counts.get(state) ?? new Map<string, number>()
      next.set(states[place + 1]!, (next.get(states[place + 1]!) ?? 0) + 1)
      counts.set(state, next)
    }
  }
  let crowd = new Map([['start', 1]])
  let won = 0
  while (crowd.size > 0) {
    const moved = new Map<string, number>()
    for (const [state, share] of crowd) {
      const next = counts.get(state)!
      const total = [...next.values()].reduce((sum, count) => sum + count, 0)
      for (const [to, count] of next) {
        const part = (share * count) / total
        if (to === 'won') won += part
        else if (to !== 'lost' && to !== removed && part > 1e-15)
          moved.set(to, (moved.get(to) ?? 0) + part)
      }
    }
    crowd = moved
  }
  return won
}

/** The mean of what a channel adds to the coalitions that it can join, over all orders of joining. */
export function shapleyValues(walks: readonly Walk[]): Map<string, number> {
  const channels = channelsOf(walks)
  const worth = (coalition: ReadonlySet<string>) =>
    walks.filter(({ channels: of, isWon }) => isWon && of.every((one) => coalition.has(one))).length
  const orders = permutations(channels)
  const values = new Map(channels.map((channel) => [channel, 0]))
  for (const order of orders) {
    const joined = new Set<string>()
    for (const channel of order) {
      const before = worth(joined)
      joined.add(channel)
      values.set(channel, values.get(channel)! + (worth(joined) - before) / orders.length)
    }
  }
  return values
}

const permutations = (items: readonly string[]): string[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item) =>
        permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
      )
