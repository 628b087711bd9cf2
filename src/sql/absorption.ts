/** Walks through states that end somewhere: what an absorbing Markov chain comes to, in SQL. */
import { type Expression, type RawBuilder, sql } from 'kysely'

/** A state, how often walks were in it, and how often they ended well from there. */
interface State {
  readonly state: string
  readonly visits: number
  readonly conversions: number
}

/** How often walks went from one state to another. */
interface Step {
  readonly from_state: string
  readonly to_state: string
  readonly steps: number
}

/** The name of the state that every walk starts in. */
export const startState = ''

/**
 * For each state but the start, the share of all good ends that would be lost without it: what
 * would go to the state ends badly. 0 of states that no walk ends well through.
 *
 * With N = (I − Q)⁻¹ of the steps Q among states and r the chances to end well from each, a walk
 * from s ever comes to c with the chance N[s, c] ÷ N[c, c], and ends well from there with (N r)[c]:
 * their product, over (N r)[s], is what is lost. The matrix is inverted by sweeping one state after
 * the other, which adds nothing up in an order that could differ from run to run.
 *
 * @param states the start among them, under the name `startState`
 */
export const removalEffects = (
  states: Expression<State>,
  steps: Expression<Step>,
): RawBuilder<{ state: string; removal_effect: number }> => sql`(
  with recursive place as materialized (
    select *, cast(row_number() over (order by state) as integer) as place from ${states} as given),
  step as (
    select one.place as i, other.place as j, given.steps
    from ${steps} as given
    join place as one on one.state = given.from_state
    join place as other on other.state = given.to_state),
  filled as (
    -- Column 0 is r; the others are I − Q, and in the end N.
    select place as i, 0 as j, conversions / visits as amount from place
    union all
    select one.place, other.place, if(one.place = other.place, 1, 0) - coalesce(step.steps, 0) / one.visits
    from place as one cross join place as other
    left join step on step.i = one.place and step.j = other.place),
  cell as (
    select *, 0 as swept from filled
    union all
    select cell.i, cell.j,
      case
        when cell.i = centre.i and cell.j = centre.i then 1 / centre.amount
        when cell.i = centre.i then cell.amount / centre.amount
        when cell.j = centre.i then -cell.amount / centre.amount
        else cell.amount - beside.amount * (above.amount / centre.amount)
      end,
      cell.swept + 1
    from cell
    join cell as centre on centre.i = cell.swept + 1 and centre.j = centre.i
    join cell as beside on beside.i = cell.i and beside.j = centre.i
    join cell as above on above.i = centre.i and above.j = cell.j),
  swept as (select i, j, amount from cell where swept = (select count(*) from place))
  select place.state,
    coalesce(reached.amount / own.amount * from_here.amount / nullif(from_start.amount, 0), 0) as removal_effect
  from place
  join swept as own on own.i = place.place and own.j = place.place
  join swept as from_here on from_here.i = place.place and from_here.j = 0
  join swept as reached on reached.i = 1 and reached.j = place.place
  join swept as from_start on from_start.i = 1 and from_start.j = 0
  where place.state <> ${sql.lit(startState)})`
