// Numbers of parcels: two programs judge those that Agora makes, and wrong ones.
import { load, said, table, tally } from './tally.mjs'

const s10 = load('s10'), { getTracking } = load('ts-tracking-number')
const programs = {
  's10': n => s10.trackingNumberIsValid(n),
  'ts-tracking-number': n => getTracking(n)?.name === 'S10',
}
for (const [name, good] of Object.entries(programs)) {
  const made = tally(name, 'parcel numbers are taken'), wrong = tally(name, 'wrong parcel numbers are refused')
  for (const n of table('s10')) {
    const { value } = await said(() => good(n.Number))
    const t = n.Good ? made : wrong
    t.check(n.Number, value === n.Good ? '' : `judged ${value}`)
  }
  made.end()
  wrong.end()
}
