/** MRR in view `revenue`: what there is, and what moved it. */
import { accountColumns, ofAccount } from './attributes.ts'
import { balances, days, movements } from './mrr_days.ts'
import type { Proof } from './proof.ts'

const sumOf = (...kinds: string[]) =>
  `coalesce(sum(mrr_change) filter (where kind in (${kinds.map((kind) => `'${kind}'`).join(', ')})), 0)`
const accountsOf = (kind: string) =>
  `count(distinct (account_id, date)) filter (where kind = '${kind}')`

const moved: Proof = {
  view: 'revenue',
  of: 'period',
  rows: movements,
  slices: ['segment', 'product'],
  measures: {
    new_mrr: sumOf('new'),
    expansion_mrr: sumOf('expansion'),
    contraction_mrr: `-${sumOf('contraction')}`,
    churned_mrr: `-${sumOf('churn')}`,
    reactivation_mrr: sumOf('reactivation'),
    net_new_mrr: sumOf('new', 'expansion', 'contraction', 'churn', 'reactivation'),
  },
}

const movedAccounts: Proof = {
  view: 'revenue',
  of: 'period',
  rows: movements,
  slices: ['segment', 'owner'],
  measures: {
    new_customers: accountsOf('new'),
    churned_customers: accountsOf('churn'),
    reactivated_customers: accountsOf('reactivation'),
    quick_ratio: `${sumOf('new', 'expansion', 'reactivation')} / nullif(-${sumOf('contraction', 'churn')}, 0)`,
  },
}

/** MRR that changed its owner, team or segment overnight, or its product. */
const transferred: Proof = {
  view: 'revenue',
  of: 'period',
  rows: `
    with ${days},
    turn as (
      select account_id, valid_from as date from dim_account_versions
      union
      select account.account_id, owner.valid_from
      from dim_account_versions as account
      join dim_owner_versions as owner on owner.owner_id = account.owner_id
    ),
    held as (
      select turn.account_id, turn.date, change.product_id, change.plan_id,
        sum(change.mrr_change) as mrr
      from turn
      join change on change.account_id = turn.account_id and change.date < turn.date
      where turn.date <= (select as_of::date from data_as_of)
      group by all having mrr <> 0
    ),
    side as (
      select held.*, 'out' as way, ${accountColumns}
      from held ${ofAccount('held.account_id', 'held.date - 1')}
      union all
      select held.*, 'in' as way, ${accountColumns}
      from held ${ofAccount('held.account_id', 'held.date')}
    ),
    turned as (
      select account_id, date from side
      group by all having count(distinct (owner_id, team, segment)) > 1
    )
    select side.date, side.way, side.mrr, product.product_name as product, side.segment, side.owner
    from side
    join turned on turned.account_id = side.account_id and turned.date = side.date
    left join dim_products as product on product.product_id = side.product_id
    union all
    select change.date, if(mrr_change > 0, 'in', 'out'), abs(mrr_change), product.product_name,
      account_then.segment, owner_of_then.owner_name
    from change
    join typed on typed.account_id = change.account_id and typed.date = change.date
    left join dim_products as product on product.product_id = change.product_id
    ${ofAccount('change.account_id', 'change.date')}
    where typed.kind = 'exchange'`,
  slices: ['owner', 'product'],
  measures: {
    mrr_transferred_in: "sum(mrr) filter (where way = 'in')",
    mrr_transferred_out: "sum(mrr) filter (where way = 'out')",
  },
}

const held: Proof = {
  view: 'revenue',
  of: 'end',
  rows: balances,
  slices: ['segment', 'product'],
  measures: {
    mrr: 'sum(mrr)',
    arr: 'round(12 * sum(mrr), 2)',
    customers: 'count(distinct account_id)',
    arpa: 'sum(mrr) / count(distinct account_id)',
  },
}

export const mrr: readonly Proof[] = [moved, movedAccounts, transferred, held]
