/** The generated documentation is what the declarations say today. */
import { expect, test } from 'vitest'
import { revops } from '../cli/revops.ts'

test('docs/generated is current; `revops docs` writes it', async () => {
  const { code, stderr } = await revops(['docs', '--check'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
})
