/** HubSpot’s forms, lists, e-mails and settings: staged are the forms. */
import { flag, integer, text, timestamp } from '../../src/columns.ts'
import { defineExport, optional } from '../../src/export.ts'
import { aside, removed, synced } from './connector.ts'

export const rawHubspotContactFormSubmission = defineExport({
  name: 'raw_hubspot__contact_form_submission',
  description: 'Forms that contacts filled in.',
  system: 'hubspot',
  object: 'contact_form_submission',
  grain: ['contact_id', 'conversion_id'],
  version: '_fivetran_synced',
  observed: ['timestamp'],
  columns: {
    contact_id: text('HubSpot’s contact id.'),
    conversion_id: text('HubSpot’s id of the submission.'),
    timestamp: timestamp('When the form was sent.'),
    form_id: text('The form.').nullable(),
    page_id: optional(text('The page.').nullable()),
    page_url: optional(text('The address of the page.').nullable()),
    title: optional(text('The title of the page, or the form.').nullable()),
    portal_id: optional(text('HubSpot’s account id.').nullable()),
    _fivetran_synced: synced(),
  },
})

export const rawHubspotForm = defineExport({
  name: 'raw_hubspot__form',
  description: 'The forms.',
  system: 'hubspot',
  object: 'form',
  grain: ['guid'],
  version: '_fivetran_synced',
  columns: {
    guid: text('HubSpot’s form id.'),
    name: text('What the form is called.').nullable(),
    form_type: optional(text('REGULAR, POPUP ….').nullable()),
    created_at: optional(timestamp('When it was created.').nullable()),
    updated_at: optional(timestamp('When it last changed.').nullable()),
    action: optional(text('Where the form is sent.').nullable()),
    method: optional(text('How the form is sent.').nullable()),
    css_class: optional(text('How the form looks.').nullable()),
    follow_up_id: optional(text('What follows.').nullable()),
    lead_nurturing_campaign_id: optional(text('The campaign that follows.').nullable()),
    notify_recipients: optional(text('Who is told.').nullable()),
    portal_id: optional(text('HubSpot’s account id.').nullable()),
    redirect: optional(text('Where the visitor goes next.').nullable()),
    submit_text: optional(text('The label of the button.').nullable()),
    _fivetran_deleted: removed(),
    _fivetran_synced: synced(),
  },
})

export const rawHubspotContactList = aside({
  system: 'hubspot',
  object: 'contact_list',
  description: 'Lists of contacts.',
  grain: ['id'],
  columns: {
    id: text('HubSpot’s list id.'),
    name: text('What the list is called.').nullable(),
    created_at: optional(timestamp('When it was created.').nullable()),
    updated_at: optional(timestamp('When it last changed.').nullable()),
    _fivetran_deleted: removed(),
  },
})

export const rawHubspotContactListMember = aside({
  system: 'hubspot',
  object: 'contact_list_member',
  description: 'Which contacts are on which list.',
  grain: ['contact_list_id', 'contact_id'],
  columns: {
    contact_list_id: text('HubSpot’s list id.'),
    contact_id: text('HubSpot’s contact id.'),
    added_at: timestamp('When the contact was added.').nullable(),
    _fivetran_deleted: removed(),
  },
})

export const rawHubspotEmailCampaign = aside({
  system: 'hubspot',
  object: 'email_campaign',
  description: 'Marketing e-mails.',
  grain: ['id'],
  columns: {
    id: text('HubSpot’s id of the e-mail.'),
    name: text('What it is called.').nullable(),
    subject: optional(text('Its subject.').nullable()),
    type: optional(text('What kind it is.').nullable()),
    app_id: optional(text('What sends it.').nullable()),
    num_included: optional(integer('How many were to get it.').nullable()),
  },
})

export const rawHubspotEmailEvent = aside({
  system: 'hubspot',
  object: 'email_event',
  person: { emails: ['recipient'], clears: ['other'] },
  description: 'What became of marketing e-mails.',
  grain: ['id'],
  columns: {
    id: text('HubSpot’s id of the event.'),
    created: timestamp('When it was.').nullable(),
    type: text('SENT, DELIVERED, OPEN, CLICK ….').nullable(),
    email_campaign_id: text('The e-mail.').nullable(),
    recipient: text('Who got it.').nullable(),
    sent_by_created: optional(timestamp('When the e-mail was sent.').nullable()),
    caused_by_created: optional(timestamp('When its cause was.').nullable()),
    obsoleted_by_created: optional(timestamp('When what takes its place was.').nullable()),
    filtered_event: optional(flag('Whether a machine made it.').nullable()),
  },
})

/** What the connector tells of the events of one type, beside `email_event`. */
const detailsOf = <const O extends string>(type: O, description: string, header: string) =>
  aside({
    system: 'hubspot',
    object: `email_event_${type}`,
    description,
    grain: ['id'],
    columns: {
      id: text('HubSpot’s id of the event.'),
      [header]: text('As HubSpot writes it.').nullable(),
    },
  })

export const rawHubspotEmailEventBounce = detailsOf('bounce', 'E-mails that came back.', 'response')
export const rawHubspotEmailEventClick = detailsOf('click', 'Clicks in e-mails.', 'url')
export const rawHubspotEmailEventDeferred = detailsOf('deferred', 'E-mails put off.', 'attempt')
export const rawHubspotEmailEventDelivered = detailsOf('delivered', 'E-mails that came.', 'smtp_id')
export const rawHubspotEmailEventDropped = detailsOf(
  'dropped',
  'E-mails that were not sent.',
  'drop_reason',
)
export const rawHubspotEmailEventForward = detailsOf('forward', 'E-mails passed on.', 'user_agent')
export const rawHubspotEmailEventOpen = detailsOf('open', 'E-mails that were opened.', 'duration')
export const rawHubspotEmailEventPrint = detailsOf(
  'print',
  'E-mails that were printed.',
  'user_agent',
)
export const rawHubspotEmailEventSent = detailsOf('sent', 'E-mails that were sent.', 'subject')
export const rawHubspotEmailEventSpamReport = detailsOf(
  'spam_report',
  'E-mails reported as spam.',
  'user_agent',
)
export const rawHubspotEmailEventStatusChange = detailsOf(
  'status_change',
  'Changes of what contacts want to get.',
  'subscriptions',
)

export const rawHubspotProperty = aside({
  system: 'hubspot',
  object: 'property',
  description: 'The properties of objects.',
  grain: ['_fivetran_id'],
  columns: {
    _fivetran_id: text('The connector’s id of the property.'),
    hubspot_object: text('The object.').nullable(),
    name: text('The internal name.').nullable(),
    label: text('The label of the UI.').nullable(),
    created_at: optional(timestamp('When it was created.').nullable()),
    updated_at: optional(timestamp('When it last changed.').nullable()),
  },
})

export const rawHubspotPropertyOption = aside({
  system: 'hubspot',
  object: 'property_option',
  description: 'The values that properties can take.',
  grain: ['property_id', 'value'],
  columns: {
    property_id: text('The connector’s id of the property.'),
    value: text('The value.'),
    label: text('The label of the UI.').nullable(),
    hidden: optional(flag('Whether it can no longer be chosen.').nullable()),
    display_order: optional(integer('Its place.').nullable()),
  },
})
