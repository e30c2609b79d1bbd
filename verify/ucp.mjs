// The protocol's SDK of JavaScript buys at a node over REST. `node ucp.mjs ADDRESS`
import { randomUUID } from 'node:crypto'
import { business, older, platform, purchase, sdk, unread } from './purchase.mjs'
import { tally } from './tally.mjs'

const ways = {
  search_catalog: ['POST', '/catalog/search'], get_product: ['POST', '/catalog/product'], create_cart: ['POST', '/carts'],
  create_checkout: ['POST', '/checkout-sessions'], get_checkout: ['GET', '/checkout-sessions/{id}'], update_checkout: ['PUT', '/checkout-sessions/{id}'],
  complete_checkout: ['POST', '/checkout-sessions/{id}/complete'], get_order: ['GET', '/orders/{id}'],
}
const program = '@ucp-js/sdk', agent = await platform()
const { profile, endpoint } = await business(process.argv[2]), rest = endpoint('rest')

async function ask(tool, { id, body }) {
  const [method, path] = ways[tool]
  const headers = { 'UCP-Agent': `profile="${agent}"`, 'Idempotency-Key': randomUUID(), 'Request-Id': randomUUID() }
  if (body) headers['Content-Type'] = 'application/json'
  const r = await fetch(rest + path.replace('{id}', encodeURIComponent(id)), { method, headers, body: body && JSON.stringify(body) })
  const text = await r.text()
  if (!r.ok) throw new Error(`${tool}: ${r.status} ${text}`)
  return JSON.parse(text)
}

const read = tally(program, 'answers over REST are read, but for the form of capabilities, which it has from an older version')
const steps = tally(program, 'steps of a purchase over REST went as they must')
const done = await purchase('slippers', ask, (name, schema, answer) => read.check(name, unread(schema, answer)), (name, wrong) => steps.check(name, wrong))
read.end()
steps.end()

// Of a profile it has another form altogether; the keys are the same.
const keys = tally(program, 'keys of the profile are read')
for (const k of profile.signing_keys) keys.check(k.kid, sdk.SigningKeySchema.safeParse(k).success ? '' : JSON.stringify(k))
keys.end()

const spoiled = {
  'no links': v => delete v.links, 'no status': v => delete v.status, 'an unknown status': v => { v.status = 'sold' }, 'no title': v => delete v.line_items[0].item.title,
  'a price that is a text': v => { v.line_items[0].item.price = '100' }, 'a total without amount': v => delete v.totals[0].amount,
  'an order without its page': v => delete v.order.permalink_url, 'a way without a title': v => delete v.fulfillment.methods[0].groups[0].options[0].title,
}
const refused = tally(program, 'kinds of broken answers are refused')
for (const [what, spoil] of Object.entries(spoiled)) {
  const v = structuredClone(done)
  spoil(v)
  refused.check(what, unread(sdk.CheckoutWithFulfillmentResponseSchema, v).includes(older) ? '' : 'taken')
}
refused.end()
