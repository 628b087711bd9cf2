/**
 * The one funnel over all systems: which stage of it a stage of a system is.
 *
 * Names are compared without case. A name that is not listed is no step of the funnel: a subscriber
 * is not yet a lead, and a status such as `Attempted to contact` changes nothing. That a person has
 * an opportunity, or became a customer, opportunities tell too, whichever is first
 * (docs/decisions/lead-cycles.md).
 */
export const funnelStages = [
  'visitor',
  'lead',
  'mql',
  'sal',
  'sql',
  'opportunity',
  'customer',
] as const
export type FunnelStage = (typeof funnelStages)[number]

/** What a lead goes through, in order: the stages that a lead cycle has an instant of. */
export const cycleStages = ['lead', 'mql', 'sal', 'sql', 'opportunity', 'customer'] as const
export type CycleStage = (typeof cycleStages)[number]

/** The stages by which a lead cycle can begin: who only has an opportunity never was a lead. */
export const firstStages = ['lead', 'mql', 'sal', 'sql'] as const

/** By system, what it calls each stage. */
const names: Readonly<Record<string, Partial<Readonly<Record<CycleStage, readonly string[]>>>>> = {
  // Stages of the lifecycle, and of the lead status the one by which sales takes a lead on.
  hubspot: {
    lead: ['Lead'],
    mql: ['Marketing Qualified Lead'],
    sal: ['In progress', 'IN_PROGRESS'],
    sql: ['Sales Qualified Lead'],
    opportunity: ['Opportunity'],
    customer: ['Customer', 'Evangelist'],
  },
  // Statuses of leads: Salesforce’s own names, and those that teams usually add.
  salesforce: {
    lead: ['Lead', 'Open - Not Contacted', 'New', 'Open'],
    mql: ['MQL', 'Marketing Qualified', 'Marketing Qualified Lead'],
    sal: ['SAL', 'Sales Accepted', 'Accepted', 'Working', 'Working - Contacted'],
    sql: ['SQL', 'Sales Qualified', 'Qualified', 'Converted', 'Closed - Converted'],
  },
  generic: {
    lead: ['Lead'],
    mql: ['MQL', 'Marketing Qualified', 'Marketing Qualified Lead'],
    sal: ['SAL', 'Sales Accepted', 'Sales Accepted Lead'],
    sql: ['SQL', 'Sales Qualified', 'Sales Qualified Lead'],
    opportunity: ['Opportunity'],
    customer: ['Customer'],
  },
}

/** The stages of systems as pairs: `hubspot:marketing qualified lead` and `mql`. */
export const stageByName: readonly (readonly [string, CycleStage])[] = Object.entries(
  names,
).flatMap(([system, stages]) =>
  cycleStages.flatMap((stage) =>
    (stages[stage] ?? []).map((name) => [`${system}:${name.toLowerCase()}`, stage] as const),
  ),
)

/** The stages by which a record ends: a person who comes back is a new record. */
export const endingNames = ['salesforce:converted', 'salesforce:closed - converted'] as const
