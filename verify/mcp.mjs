// The official client of the Model Context Protocol for JavaScript buys at a node
// with its tools. `node mcp.mjs ADDRESS`
import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { business, platform, purchase, unread } from './purchase.mjs'
import { said, tally } from './tally.mjs'

const program = '@modelcontextprotocol/sdk', agent = await platform()
const { endpoint } = await business(process.argv[2])
const client = new Client({ name: 'agora-verify', version: '1' })
await client.connect(new StreamableHTTPClientTransport(new URL(endpoint('mcp'))))

const meta = () => ({ 'ucp-agent': { profile: agent }, 'idempotency-key': randomUUID() })
const same = tally(program, 'answers of tools are the same as text and as structure')

async function ask(name, { id, payload, body }) {
  const args = { meta: meta() }
  if (id) args.id = id
  if (payload) args[payload] = body
  const r = await client.callTool({ name, arguments: args })
  same.check(name, isDeepStrictEqual(JSON.parse(r.content[0].text), r.structuredContent) ? '' : 'they differ')
  return r.structuredContent
}

const listed = tally(program, 'tools are listed with what they need')
const used = ['search_catalog', 'lookup_catalog', 'get_product', 'create_cart', 'get_cart', 'update_cart', 'cancel_cart', 'create_checkout', 'get_checkout',
  'update_checkout', 'complete_checkout', 'cancel_checkout', 'get_order']
const { tools } = await client.listTools()
for (const name of used) listed.check(name, tools.find(t => t.name === name)?.inputSchema.required.includes('meta') ? '' : 'missing')
listed.end()

const read = tally(program, 'answers of tools are read by @ucp-js/sdk, but for the form of capabilities')
const steps = tally(program, 'steps of a purchase with tools went as they must')
await purchase('honey', ask, (name, schema, answer) => read.check(name, unread(schema, answer)), (name, wrong) => steps.check(name, wrong))
read.end()
steps.end()
same.end()

const refused = tally(program, 'wrong calls are refused with a reason')
const wrong = {
  'no agent': ['search_catalog', { meta: {}, catalog: { query: 'tea' } }, 'invalid_profile_url'],
  'nothing asked': ['search_catalog', { meta: meta(), catalog: {} }, 'invalid'],
  'an id inside': ['update_checkout', { meta: meta(), id: 'chk_1', checkout: { id: 'chk_1', line_items: [] } }, 'invalid'],
  'no such tool': ['sell_everything', { meta: meta() }, 'sell_everything'],
}
for (const [what, [name, args, reason]] of Object.entries(wrong)) {
  const r = await said(() => client.callTool({ name, arguments: args }))
  refused.check(what, r.refused?.includes(reason) ? '' : `answered ${JSON.stringify(r)}`)
}
refused.end()
await client.close()
