// Writes the company's exports, each in the native layout of the system it comes from.
import { join } from 'node:path'
import type { Company } from './company.ts'
import { exportFinance } from './exporters/finance.ts'
import { exportGa4 } from './exporters/ga4.ts'
import { exportGoogleAds } from './exporters/google_ads.ts'
import { exportHubspot } from './exporters/hubspot.ts'
import { exportLinkedinAds } from './exporters/linkedin_ads.ts'
import { exportMetaAds } from './exporters/meta_ads.ts'
import { exportSalesforce } from './exporters/salesforce.ts'
import { exportStripe } from './exporters/stripe.ts'
import { exportZendesk } from './exporters/zendesk.ts'

const EXPORTERS: Record<string, (company: Company, dir: string) => void> = {
  hubspot: exportHubspot,
  salesforce: exportSalesforce,
  stripe: exportStripe,
  zendesk: exportZendesk,
  google_ads: exportGoogleAds,
  linkedin_ads: exportLinkedinAds,
  meta_ads: exportMetaAds,
  ga4: exportGa4,
  finance: exportFinance,
}

/** The same company gives the same bytes on every machine and in every time zone. */
export async function writeExports(company: Company, dir: string): Promise<void> {
  for (const [system, write] of Object.entries(EXPORTERS)) {
    write(company, join(dir, system))
    // Lets others run between systems: a large scale takes a while.
    await new Promise((resolve) => setImmediate(resolve))
  }
}
