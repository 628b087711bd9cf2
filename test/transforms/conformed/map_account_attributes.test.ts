import { beforeEach, expect, test } from 'vitest'
import { given, rowsOf, type TestDatabase } from '../../../src/testing.ts'
import { dimAccountVersions } from '../../../transforms/conformed/dim_account_versions.ts'
import { dimOwnerVersions } from '../../../transforms/conformed/dim_owner_versions.ts'
import { mapAccountAttributes } from '../../../transforms/conformed/map_account_attributes.ts'
import { openMemory } from '../chain.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await openMemory()
  return () => db.destroy()
})

const [always, never] = ['1900-01-01', '9999-12-31']

const periods = async () =>
  (await rowsOf(db, mapAccountAttributes))
    .toSorted((a, b) => a.valid_from.localeCompare(b.valid_from))
    .map((row) => `${row.valid_from} ${row.valid_to} ${row.owner_id} ${row.team} ${row.segment}`)

test('cuts an account’s version where its owner changes team, and tiles all time', async () => {
  await given(db, dimAccountVersions, [
    {
      account_id: 'A',
      owner_id: 'Ann',
      segment: 'SMB',
      valid_from: always,
      valid_to: '2024-03-01',
    },
    { account_id: 'A', owner_id: 'Bob', segment: 'SMB', valid_from: '2024-03-01', valid_to: never },
  ])
  await given(db, dimOwnerVersions, [
    { owner_id: 'Ann', team: 'North', valid_from: always, valid_to: '2024-02-01' },
    { owner_id: 'Ann', team: 'South', valid_from: '2024-02-01', valid_to: never },
    { owner_id: 'Bob', team: 'West', valid_from: always, valid_to: never },
  ])
  expect(await periods()).toEqual([
    '1900-01-01 2024-02-01 Ann North SMB',
    '2024-02-01 2024-03-01 Ann South SMB',
    '2024-03-01 9999-12-31 Bob West SMB',
  ])
})

test('segment and team that change on one day make one cut, without an empty period', async () => {
  await given(db, dimAccountVersions, [
    {
      account_id: 'A',
      owner_id: 'Ann',
      segment: 'SMB',
      valid_from: always,
      valid_to: '2024-03-01',
    },
    {
      account_id: 'A',
      owner_id: 'Ann',
      segment: 'Enterprise',
      valid_from: '2024-03-01',
      valid_to: never,
    },
  ])
  await given(db, dimOwnerVersions, [
    { owner_id: 'Ann', team: 'North', valid_from: always, valid_to: '2024-03-01' },
    { owner_id: 'Ann', team: 'South', valid_from: '2024-03-01', valid_to: never },
  ])
  expect(await periods()).toEqual([
    '1900-01-01 2024-03-01 Ann North SMB',
    '2024-03-01 9999-12-31 Ann South Enterprise',
  ])
})

test('a version that changes nothing is no period of its own, so nothing transfers to itself', async () => {
  await given(db, dimAccountVersions, [
    {
      account_id: 'A',
      owner_id: 'Ann',
      segment: 'SMB',
      valid_from: always,
      valid_to: '2024-03-01',
    },
    { account_id: 'A', owner_id: 'Ann', segment: 'SMB', valid_from: '2024-03-01', valid_to: never },
  ])
  await given(db, dimOwnerVersions, [
    { owner_id: 'Ann', team: 'North', valid_from: always, valid_to: '2024-02-01' },
    { owner_id: 'Ann', team: 'North', valid_from: '2024-02-01', valid_to: never },
  ])
  expect(await periods()).toEqual(['1900-01-01 9999-12-31 Ann North SMB'])
})
