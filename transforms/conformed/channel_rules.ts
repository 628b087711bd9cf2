/**
 * The channel of traffic by where it came from: the rules of GA4’s default channel group
 * (https://support.google.com/analytics/answer/9756891), in their order, the first that holds.
 *
 * GA4 knows some 900 sites by name; here are the large ones. Its `Display` is our `Paid Display`, as
 * advertising platforms have it, `Unassigned` is `Other`, and `Offline` is an addition of ours.
 */
import { type Expression, type ExpressionBuilder, type RawBuilder, sql } from 'kysely'
import { isOneOf, placeAmong } from '../../src/sql/choice.ts'
import { matchesPattern } from '../../src/sql/patterns.ts'
import { comparable } from '../../src/sql/text.ts'

/** Every channel, and whether what it brings is paid for. */
export const channels = [
  ['Direct', false],
  ['Cross-network', true],
  ['Paid Shopping', true],
  ['Paid Search', true],
  ['Paid Social', true],
  ['Paid Video', true],
  ['Paid Display', true],
  ['Paid Other', true],
  ['Organic Shopping', false],
  ['Organic Social', false],
  ['Organic Video', false],
  ['Organic Search', false],
  ['Email', false],
  ['Affiliates', true],
  ['Referral', false],
  ['Audio', false],
  ['SMS', false],
  ['Mobile Push Notifications', false],
  ['Offline', false],
  ['Other', false],
  ['Unknown', false],
  ['Not allocated', false],
] as const
export type Channel = (typeof channels)[number][0]
export const channelNames = channels.map(([name]) => name) as [Channel, ...Channel[]]

/** The channels that say least of where somebody came from. */
const vague: readonly string[] = ['Direct', 'Other', 'Unknown', 'Not allocated']

/**
 * The place of a channel where touches are of one instant: those that are paid for first, then the
 * others, those of a company's own, and at last the ones that say least.
 */
export function channelPriority(channel: Expression<string>): RawBuilder<number> {
  const ordered = channels.toSorted(([, one], [, other]) => Number(other) - Number(one))
  const telling = ordered.map(([name]) => name).filter((name) => !vague.includes(name))
  const own = telling.length + 1
  return sql<number>`coalesce(${placeAmong(channel, telling)}, ${own} + ${placeAmong(channel, vague)}, ${own})`
}

const site = (names: string) => `(^|\\.)(${names})(\\.[a-z]{2,3}){0,2}$`
const sites = {
  search: site(
    'google|bing|yahoo|duckduckgo|baidu|yandex|ecosia|qwant|startpage|naver|seznam|sogou|ask|aol|brave',
  ),
  social: site(
    'facebook|fb|meta|instagram|ig|linkedin|lnkd|twitter|t\\.co|x|tiktok|reddit|pinterest|xing|quora|snapchat|threads|mastodon|bsky|whatsapp|telegram|t\\.me|vk|tumblr|medium|glassdoor',
  ),
  video: site('youtube|youtu\\.be|vimeo|twitch|dailymotion|wistia|netflix|hulu'),
  shopping: site('amazon|ebay|etsy|alibaba|walmart|shopify|idealo|google shopping'),
}
const paid = '^(.*cp.*|ppc|retargeting|paid.*)$'
const shop = '^(.*(([^a-df-z]|^)shop|shopping).*)$'
const email = ['email', 'e-mail', 'e_mail', 'e mail']

interface Traffic {
  readonly source: Expression<string | null>
  readonly medium: Expression<string | null>
  readonly campaign: Expression<string | null>
}

/** The channel of traffic; null where neither source nor medium is known. */
export function channelOf(
  // biome-ignore lint/suspicious/noExplicitAny: of whatever query
  eb: ExpressionBuilder<any, any>,
  { source: named, medium: how, campaign }: Traffic,
): RawBuilder<Channel | null> {
  const [source, medium] = [comparable(named), comparable(how)]
  const isPaid = matchesPattern(medium, paid)
  const from = (kind: keyof typeof sites) => matchesPattern(source, sites[kind])
  const isShop = eb.or([from('shopping'), matchesPattern(campaign, shop)])
  const rules: readonly (readonly [Expression<unknown>, Channel])[] = [
    [
      eb.and([
        isOneOf(source, ['(direct)', 'direct']),
        eb.or([isOneOf(medium, ['(not set)', '(none)', 'none']), eb(medium, 'is', null)]),
      ]),
      'Direct',
    ],
    [matchesPattern(campaign, 'cross-network'), 'Cross-network'],
    [eb.and([isShop, isPaid]), 'Paid Shopping'],
    [eb.and([from('search'), isPaid]), 'Paid Search'],
    [eb.and([from('social'), isPaid]), 'Paid Social'],
    [eb.and([from('video'), isPaid]), 'Paid Video'],
    [isOneOf(medium, ['display', 'banner', 'expandable', 'interstitial', 'cpm']), 'Paid Display'],
    [isPaid, 'Paid Other'],
    [isShop, 'Organic Shopping'],
    [
      eb.or([
        from('social'),
        matchesPattern(
          medium,
          '^(social|social-network|social-media|sm|social network|social media|organic_social)$',
        ),
      ]),
      'Organic Social',
    ],
    [eb.or([from('video'), matchesPattern(medium, '^(.*video.*)$')]), 'Organic Video'],
    [eb.or([from('search'), isOneOf(medium, ['organic'])]), 'Organic Search'],
    [eb.or([isOneOf(source, email), isOneOf(medium, email)]), 'Email'],
    [matchesPattern(medium, '^affiliates?$'), 'Affiliates'],
    [isOneOf(medium, ['referral', 'app', 'link']), 'Referral'],
    [isOneOf(medium, ['audio']), 'Audio'],
    [eb.or([isOneOf(source, ['sms']), isOneOf(medium, ['sms'])]), 'SMS'],
    [
      eb.or([matchesPattern(medium, 'push$|mobile|notification'), isOneOf(source, ['firebase'])]),
      'Mobile Push Notifications',
    ],
    [isOneOf(medium, ['offline', 'event', 'print', 'phone']), 'Offline'],
    [eb.or([eb(source, 'is not', null), eb(medium, 'is not', null)]), 'Other'],
  ]
  return sql<Channel | null>`case ${sql.join(
    rules.map(([holds, channel]) => sql`when ${holds} then ${sql.lit(channel)}`),
    sql` `,
  )} end`
}
