// Calls and e-mails as tasks, meetings as events, by year.

import { type Instant, MINUTE, YEARS, yearOf } from '../../calendar.ts'
import type { Activity, Books } from '../../company.ts'
import { Random } from '../../random.ts'
import { Sequence } from '../../salesforce_id.ts'
import { audit, day, dirtOf, instant, ObjectFile, ownerId } from './common.ts'
import { HEADERS } from './headers.ts'

/** Two e-mails in five are written down. */
const TRACKED = 0.4

export function exportActivities(company: Books, dir: string): void {
  const random = new Random(`activities/${company.seed}`)
  const isKept = (activity: Activity, i: number) =>
    activity.kind !== 'email' || random.fork(i).chance(TRACKED)
  const byYear = Map.groupBy(company.activities.filter(isKept), ({ at }) =>
    Math.max(YEARS[0], yearOf(at)),
  )
  const [taskIds, eventIds] = [new Sequence('00T', 140_000), new Sequence('00U', 33_000)]
  const [taskDirt, eventDirt] = [dirtOf(company, 'Task'), dirtOf(company, 'Event')]
  for (const year of YEARS) {
    const tasks = new ObjectFile(`${dir}/Task_${year}.csv`, HEADERS.Task, taskDirt)
    const events = new ObjectFile(`${dir}/Event_${year}.csv`, HEADERS.Event, eventDirt)
    for (const activity of byYear.get(year) ?? []) {
      if (activity.kind === 'meeting') events.row(event(activity, eventIds.next(2)))
      else tasks.row(task(activity, taskIds.next(2)))
    }
    tasks.close()
    events.close()
  }
}

/** Of a lead until it is converted, of the contact from then on. */
function whoId({ contact, at, deal }: Activity): string {
  const isContact = contact.convertedAt !== null && (deal !== null || contact.convertedAt <= at)
  return isContact ? contact.id : contact.leadId || contact.id
}

function shared(activity: Activity, id: string, end: Instant) {
  const { contact, deal, rep, at } = activity
  const account = deal?.isUnlinked ? null : (deal?.record ?? contact.record)
  return {
    Id: id,
    WhoId: whoId(activity),
    WhatId: deal?.id ?? '',
    AccountId: contact.convertedAt === null ? '' : (account?.id ?? ''),
    OwnerId: ownerId(rep),
    IsDeleted: false,
    IsArchived: false,
    IsRecurrence: false,
    IsReminderSet: false,
    ActivityDate: day(at),
    ...audit(at, end, ownerId(rep)),
  }
}

function task(activity: Activity, id: string) {
  const { kind, direction, at } = activity
  const isCall = kind === 'call'
  const seconds = new Random(id).int(20, 1_800)
  const subject = isCall
    ? 'Call'
    : direction === 'inbound'
      ? 'Email: Re: your offer'
      : 'Email: Lumenfold'
  return {
    ...shared(activity, id, at),
    Subject: subject,
    Status: 'Completed',
    Priority: 'Normal',
    IsHighPriority: false,
    IsClosed: true,
    CallDurationInSeconds: isCall ? seconds : '',
    CallType: isCall ? (direction === 'inbound' ? 'Inbound' : 'Outbound') : '',
    TaskSubtype: isCall ? 'Call' : 'Email',
  }
}

function event(activity: Activity, id: string) {
  const { at } = activity
  const minutes = new Random(id).pick([30, 30, 45, 60])
  return {
    ...shared(activity, id, at),
    Subject: 'Meeting',
    IsAllDayEvent: false,
    ActivityDateTime: instant(at),
    DurationInMinutes: minutes,
    StartDateTime: instant(at),
    EndDateTime: instant(at + minutes * MINUTE),
    IsPrivate: false,
    ShowAs: 'Busy',
    IsChild: false,
    IsGroupEvent: false,
    EventSubtype: 'Event',
  }
}
