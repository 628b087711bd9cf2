/** HubSpot’s own words: traffic sources, forecast categories, stages of the lifecycle. */

/** HubSpot’s traffic sources: the API's name, the label of the UI, and the channel that it is for us. */
const trafficSources = [
  ['ORGANIC_SEARCH', 'Organic Search', 'Organic Search'],
  ['PAID_SEARCH', 'Paid Search', 'Paid Search'],
  ['PAID_SOCIAL', 'Paid Social', 'Paid Social'],
  ['SOCIAL_MEDIA', 'Organic Social', 'Organic Social'],
  ['EMAIL_MARKETING', 'Email Marketing', 'Email'],
  ['REFERRALS', 'Referrals', 'Referral'],
  ['AI_REFERRALS', 'AI Referrals', 'Referral'],
  ['DIRECT_TRAFFIC', 'Direct Traffic', 'Direct'],
  ['OFFLINE', 'Offline Sources', 'Offline'],
  ['OTHER_CAMPAIGNS', 'Other Campaigns', 'Other'],
] as const

/** The label of a traffic source, by the API's name. */
export const sourceLabels = trafficSources.map(([name, label]) => [name, label] as const)

/** The channel of a traffic source, by the API's name and by the label. */
export const sourceChannels = trafficSources.flatMap(([name, label, channel]) => [
  [name, channel] as const,
  [label, channel] as const,
])

/** The sources whose first drill-down is a campaign. */
export const campaignSources = [
  'PAID_SEARCH',
  'Paid Search',
  'PAID_SOCIAL',
  'Paid Social',
  'EMAIL_MARKETING',
  'Email Marketing',
  'OTHER_CAMPAIGNS',
  'Other Campaigns',
] as const

/** Forecast categories by HubSpot’s internal names and labels. */
export const forecastCategories = [
  ['OMIT', 'Omitted'],
  ['Not forecasted', 'Omitted'],
  ['PIPELINE', 'Pipeline'],
  ['BEST_CASE', 'Best Case'],
  ['Best case', 'Best Case'],
  ['COMMIT', 'Commit'],
  ['CLOSED', 'Closed'],
  ['Closed won', 'Closed'],
] as const

/** The stages of the lifecycle: the API’s name and the label of the UI. */
export const lifecycleStages = [
  ['subscriber', 'Subscriber'],
  ['lead', 'Lead'],
  ['marketingqualifiedlead', 'Marketing Qualified Lead'],
  ['salesqualifiedlead', 'Sales Qualified Lead'],
  ['opportunity', 'Opportunity'],
  ['customer', 'Customer'],
  ['evangelist', 'Evangelist'],
  ['other', 'Other'],
] as const

/** What a form is called by which a person asks to be contacted: the words that say so. */
export const handRaisingWords = ['contact', 'demo', 'pricing', 'quote', 'trial', 'kontakt', 'devis']
