// Webhooks: the library of the standard judges messages as they were received,
// and the same ones with something changed.
import { load, said, table, tally } from './tally.mjs'

const { Webhook } = load('standardwebhooks')
const made = tally('standardwebhooks', 'messages are verified'), wrong = tally('standardwebhooks', 'changed messages are refused')
for (const m of table('webhooks')) {
  const headers = { 'webhook-id': m.ID, 'webhook-timestamp': m.Stamp, 'webhook-signature': m.Proof }
  const { refused } = await said(() => new Webhook(m.Secret).verify(m.Body, headers))
  const t = m.Good ? made : wrong
  t.check(m.ID, !refused === m.Good ? '' : refused ?? 'it was taken')
}
made.end()
wrong.end()
