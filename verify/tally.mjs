// What each program of others said, counted.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

export const load = createRequire(import.meta.url)
export const table = name => JSON.parse(readFileSync(`${process.argv[2]}/${name}.json`, 'utf8'))

const version = name => JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url), 'utf8')).version
const shown = 5
let failed = false

// tally counts how often a program agrees about a thing, and says what it does not.
export function tally(program, about) {
  let agreed = 0, all = 0
  return {
    check(name, difference) {
      all++
      if (!difference) agreed++
      else if (all - agreed <= shown) console.log(`  ${program}: ${name}: ${difference}`)
    },
    end() {
      if (agreed !== all || all === 0) failed = true
      console.log(`${agreed === all ? 'ok  ' : 'FAIL'} ${program} ${version(program)}: ${agreed} of ${all} ${about}`)
    },
  }
}

// differ names the first of some values that is not what it should be; '' for none.
export function differ(pairs) {
  for (const [what, got, want] of pairs) if (got !== want) return `${what} is ${JSON.stringify(got)}, not ${JSON.stringify(want)}`
  return ''
}

// said gives what a function gives, or the words with which it refuses.
export async function said(f) {
  try { return { value: await f() } } catch (e) { return { refused: e?.message || String(e) } }
}

process.on('exit', code => { if (failed && code === 0) process.exitCode = 1 })
