// The people who answer.
import { Random } from '../../random.ts'
import { FIRST_NAMES, LAST_NAMES, OWN_DOMAIN, slug } from '../../words.ts'

export interface Agent {
  id: string
  name: string
  email: string
  group: 'Support' | 'Billing'
}

export function agentsOf(seed: number): Agent[] {
  const random = new Random(`agents/${seed}`)
  return Array.from({ length: 5 }, (_, i) => {
    const [first, last] = [random.pick(FIRST_NAMES), random.pick(LAST_NAMES)]
    return {
      id: String(396_330_000_000 + i * 4_021),
      name: `${first} ${last}`,
      email: `${slug(first)}.${slug(last)}.help@${OWN_DOMAIN}`,
      group: i === 0 ? 'Billing' : 'Support',
    }
  })
}
