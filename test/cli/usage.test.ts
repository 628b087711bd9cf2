/** How the command line answers those who call it wrongly, or ask how to call it. */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { json, revops } from './revops.ts'

const commands =
  'start build plan serve schedule status builds rollback kpi token sample lineage docs quarantine forget'.split(
    ' ',
  )

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'revops-cli-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('help', () => {
  test('lists every command and leaves with 0', async () => {
    const { code, stdout } = await revops(['--help'])
    expect(code).toBe(0)
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'))
  })

  test.each(commands)('of %s shows an example', async (command) => {
    const { code, stdout } = await revops([command, '--help'])
    expect(code).toBe(0)
    expect(stdout).toMatch(new RegExp(`Examples?:\n  \\$ revops ${command}`))
  })
})

describe('wrong usage leaves with 2, and prints nothing on stdout', () => {
  test.each([
    ['an unknown command', ['bild'], /Unknown command 'bild'.*build, plan, serve/],
    ['no command at all', [], /Usage: revops/],
    ['an unknown option', ['build', '--nope'], /Unknown option '--nope'/],
    ['a missing argument', ['kpi'], /Missing required argument 'view.measure'/],
    ['an argument too many', ['status', 'now'], /Too many arguments/],
    ['a grain that there is not', ['kpi', 'a.b', '--grain', 'hour'], /day, week, month/],
    ['a day that there is not', ['kpi', 'a.b', '--from', '2025-02-30'], /2025-02-30.*2025-12-31/],
    ['a port that there is not', ['serve', '--port', '70000'], /0 to 65535/],
    ['a scale of nothing', ['sample', '--out', 'x', '--scale', '0'], /above 0/],
    ['a span without a unit', ['token', '--role', 'admin', '--expires', '5'], /30m, 1h or 7d/],
    ['a schedule without times', ['schedule'], /Say when to build/],
    ['a schedule that is none', ['schedule', 'whenever'], /"whenever" is no cron expression/],
  ])('%s', async (_, args, said) => {
    const { code, stdout, stderr } = await revops(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(said)
    expect(stderr).not.toContain('    at ')
  })
})

describe('a warehouse in which nothing is published', () => {
  const here = () => ['--warehouse', join(folder, 'nothing')]

  test('has a status, no builds, and nothing to go back to or to serve', async () => {
    expect(await json(['status', ...here()])).toMatchObject({ build: null, runs: [] })
    expect(await json(['builds', ...here()])).toEqual({ builds: [] })
    const back = await revops(['rollback', ...here()])
    expect(back.code).toBe(1)
    const served = await revops(['serve', '--port', '0', '--sql-port', '0', ...here()])
    expect(served).toMatchObject({ code: 1, stdout: '' })
    expect(served.stderr).toMatch(/^revops: Nothing is published in .*revops build.*\n$/)
    expect(existsSync(join(folder, 'nothing', 'CURRENT'))).toBe(false)
  })
})

describe('docs', () => {
  test('writes the pages, finds them current, and says which one is not', async () => {
    const out = ['--out', join(folder, 'docs')]
    const first = await json(['docs', ...out])
    expect(first.pages).toEqual([
      'tables.md',
      'kpis.md',
      'lineage.md',
      'matrix.md',
      'bus_matrix.md',
    ])
    expect(first.changed).toEqual(first.pages)
    expect((await json(['docs', ...out])).changed).toEqual([])
    writeFileSync(join(folder, 'docs', 'kpis.md'), 'old')
    const check = await revops(['docs', '--check', ...out])
    expect(check.code).toBe(1)
    expect(check.stderr).toMatch(/kpis\.md is not current; write it with `revops docs`/)
    expect(readdirSync(join(folder, 'docs'))).toHaveLength(5)
  })
})
