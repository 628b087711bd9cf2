/** The few figures that the predictions are set by; why they are so is in docs/decisions/forecast.md. */

/** How many months ahead won revenue is predicted: the running quarter and the next two. */
export const wonLeads = 9

/** How many month ends MRR is predicted for. */
export const recurringLeads = 12

/** Over how many months back chances are counted. */
export const countedMonths = 24

/** By how many opportunities of the wider group a chance is held back. */
export const chanceStrength = 5

/** Over how many months back levels, growth and the share that is renewed are taken. */
export const levelMonths = 12

/** As if so many more months had been without growth, like any other, or renewed in full. */
export const growthStrength = 12
export const seasonStrength = 2
export const renewalStrength = 4

/** Of each month, how much of the trend of MRR is left in the next one. */
export const trendDamping = 0.98

/** From how many errors on a spread is told. */
export const leastErrors = 6
