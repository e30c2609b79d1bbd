// A purchase by a guest, as a program makes it for a person: the same over each
// transport. What is sent and what is answered goes through the schemas of the
// protocol's own SDK.
import { createServer } from 'node:http'
import { differ, load } from './tally.mjs'

export const sdk = load('@ucp-js/sdk') // as CommonJS: the file it gives to import names others without their endings
export const version = '2026-04-08'

const kept = ['checkout', 'cart', 'order', 'catalog.search', 'catalog.lookup', 'fulfillment']
const extension = name => name === 'fulfillment' ? { extends: 'dev.ucp.shopping.checkout' } : {}
const home = `https://ucp.dev/${version}/`

// platform serves the profile of the program, and gives its address.
export function platform() {
  const capabilities = Object.fromEntries(kept.map(name => [`dev.ucp.shopping.${name}`,
    [{ version, spec: `${home}specification/overview`, schema: `${home}schemas/shopping/${name.replace('.', '_')}.json`, ...extension(name) }]]))
  const services = { 'dev.ucp.shopping': [{ version, transport: 'rest', spec: `${home}specification/overview`, schema: `${home}services/shopping/rest.openapi.json` }] }
  const profile = JSON.stringify({ ucp: { version, services, capabilities, payment_handlers: {} } })
  const server = createServer((_, answer) => answer.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'public, max-age=60' }).end(profile))
  return new Promise(done => server.listen(0, '127.0.0.1', () => {
    server.unref()
    done(`http://127.0.0.1:${server.address().port}/.well-known/ucp`)
  }))
}

// business reads the profile of a node, and where it answers over a transport.
export async function business(address) {
  const profile = await (await fetch(`${address}/.well-known/ucp`)).json()
  return { profile, endpoint: transport => profile.ucp.services['dev.ucp.shopping'].find(s => s.transport === transport).endpoint }
}

// The SDK has the capabilities of an answer as a list with names, as versions of
// the protocol before this one wrote them.
const aged = answer => ({ ...answer, ucp: { ...answer.ucp, capabilities: Object.entries(answer.ucp.capabilities ?? {}).map(([name, [c]]) => ({ name, ...c })) } })
const refusals = r => r.success ? '' : r.error.issues.map(i => `${i.path.join('.')}: ${i.message}`).join('; ')
export const older = 'ucp.capabilities: Expected array, received object'

// unread says where the SDK cannot read an answer, but for the one thing that it
// has from an older version.
export function unread(schema, answer) {
  return differ([['what it cannot read', refusals(schema.safeParse(answer)), older]]) || refusals(schema.safeParse(aged(answer)))
}

// A cart has no schema there: its parts have.
export const CartSchema = sdk.CheckoutResponseSchema.omit({ status: true, links: true })

const person = { first_name: 'Saima', last_name: 'Rafiq', email: 'saima@example.org', phone_number: '+923014478215' }
const door = { street_address: '12 Mall Road', address_locality: 'Lahore', address_region: 'Punjab', postal_code: '54000', address_country: 'PK' }
const context = { address_country: 'PK', language: 'en' }

// purchase walks from a word that is searched for to an order. ask(tool, {id, payload, body}) gives an
// answer; seen(name, schema, answer) is told of each that the SDK has a schema of,
// and held(name, difference) of what must be so.
export async function purchase(word, ask, seen, held) {
  const { CheckoutWithFulfillmentResponseSchema: Checkout, ExtendedCheckoutCreateRequestSchema: Create, ExtendedCheckoutUpdateRequestSchema: Update } = sdk
  const found = await ask('search_catalog', { payload: 'catalog', body: { query: word, context } })
  held('products are found', found.products?.length > 0 ? '' : JSON.stringify(found))
  const { product } = await ask('get_product', { payload: 'catalog', body: { id: found.products[0].id, context } })
  held('the product is the one that was found', differ([['id', product?.id, found.products[0].id]]))
  const variant = product.variants.find(v => v.availability?.available !== false)

  const line_items = [{ item: { id: variant.id }, quantity: 2 }]
  const cart = await ask('create_cart', { payload: 'cart', body: { line_items, context } })
  seen('create_cart', CartSchema, cart)

  // The SDK knows no cart_id: it goes beside what its schema leaves.
  let c = await ask('create_checkout', { payload: 'checkout', body: { ...Create.parse({ line_items, context }), cart_id: cart.id } })
  seen('create_checkout', Checkout, c)
  held('a checkout begins incomplete', differ([['status', c.status, 'incomplete'], ['lines', c.line_items.length, 1], ['quantity', c.line_items[0]?.quantity, 2]]))

  // What its schemas do not name falls away on the way, such as the ids of groups.
  const lines = c.line_items.map(l => ({ id: l.id, item: { id: l.item.id }, quantity: l.quantity }))
  const told = (...groups) => Update.parse({ line_items: lines, buyer: person, context, fulfillment: { methods: [{ type: 'shipping', destinations: [door], groups }] } })
  c = await ask('update_checkout', { id: c.id, payload: 'checkout', body: told() })
  seen('update_checkout, to a door', Checkout, c)
  const group = c.fulfillment?.methods?.[0]?.groups?.[0], option = group?.options?.[0]
  held('ways to send are offered', option ? '' : JSON.stringify(c))

  c = await ask('update_checkout', { id: c.id, payload: 'checkout', body: told({ id: group.id, selected_option_id: option.id }) })
  seen('update_checkout, by a way', Checkout, c)
  const sum = v => v.totals.find(t => t.type === 'total')?.amount, total = sum(c)
  const codes = c.messages?.filter(m => m.type === 'error').map(m => m.code).join()
  held('it can be completed', differ([['what is in the way', codes || undefined, undefined], ['status', c.status, 'ready_for_complete'], ['the parts of the total', c.totals.filter(t => t.type !== 'total').reduce((n, t) => n + t.amount, 0), total]]))

  const [[, [handler]]] = Object.entries(c.ucp.payment_handlers).filter(([name]) => name.endsWith('.play_money'))
  const credential = sdk.ExtendedPaymentCredentialSchema.parse({ type: 'token', token: handler.config.tokens.succeeds })
  const instrument = sdk.SelectedPaymentInstrumentSchema.parse({ id: 'pi_1', handler_id: handler.id, type: handler.available_instruments[0].type, selected: true })
  const paid = { payment: { instruments: [{ ...instrument, credential }] } }
  c = await ask('complete_checkout', { id: c.id, payload: 'checkout', body: paid })
  seen('complete_checkout', Checkout, c)
  held('it is completed at the total that was told', differ([['status', c.status, 'completed'], ['total', sum(c), total]]))

  if (!c.order) return c

  const again = await ask('get_checkout', { id: c.id })
  seen('get_checkout', Checkout, again)
  const order = await ask('get_order', { id: c.order.id })
  seen('get_order', sdk.OrderSchema, order)
  held('the order is that of the checkout', differ([['checkout', order.checkout_id, c.id], ['total', sum(order), total], ['bought', order.line_items[0]?.quantity?.total, 2]]))
  return c
}
