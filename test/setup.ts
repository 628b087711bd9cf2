/**
 * Runs for every test file. Hooks that a helper registers as it loads are lost on all files but the
 * first of a process, since files share modules; what must be done after each file is done here.
 */
import { afterAll } from 'vitest'
import { removeFolders } from './folders.ts'

afterAll(removeFolders)
