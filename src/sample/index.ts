// The sample company: a seeded simulation of three years, its exports and the truth behind them.
export type { Company } from './company.ts'
export { writeExports } from './exports.ts'
export { type Scenario, scenarios } from './scenario.ts'
export { type SampleOptions, simulate } from './simulation.ts'
export { type GroundTruth, groundTruth } from './truth.ts'
