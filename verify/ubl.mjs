// Invoices in UBL: one program keeps them to its schema of EN 16931 and writes
// them anew, another computes their sums; the schemas of OASIS, where they are.
import { execFileSync } from 'node:child_process'
import { create } from 'xmlbuilder2'
import { differ, load, said, table, tally } from './tally.mjs'

const { InvoiceService, invoiceSchema } = load('@e-invoice-eu/core')
const { UblReader } = load('einvoicing'), { getInvoiceTotals } = load('einvoicing/build/utils/totals')

const spaces = {
  'urn:oasis:names:specification:ubl:schema:xsd:Invoice-2': 'ubl',
  'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2': 'cac',
  'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2': 'cbc',
}
const root = xml => create(xml).root().node
const elements = e => [...e.childNodes].filter(n => n.nodeType === 1)
const attributes = e => [...e.attributes].filter(a => !a.name.startsWith('xmlns'))
const name = e => `${spaces[e.namespaceURI] ?? e.namespaceURI}:${e.localName}`

// schemaOf follows the references of a JSON schema.
function schemaOf(s) {
  while (s?.$ref) s = s.$ref.slice(2).split('/').reduce((at, key) => at[key], invoiceSchema)
  return s
}

// asJSON gives an element as the schema of @e-invoice-eu/core has it.
function asJSON(e, schema) {
  const out = {}
  for (const k of elements(e)) {
    let s = schemaOf(schema?.properties?.[name(k)])
    const many = s?.type === 'array'
    if (many) s = schemaOf(s.items)
    const value = elements(k).length ? asJSON(k, s) : k.textContent
    if (many) (out[name(k)] ??= []).push(value)
    else out[name(k)] = value
    for (const a of attributes(k)) out[`${name(k)}@${a.name}`] = a.value
  }
  return out
}

// flat lists all elements in their order, with their attributes and texts.
function flat(e, path = '') {
  return elements(e).flatMap(k => {
    const at = `${path}/${name(k)}${attributes(k).map(a => `[${a.name}=${a.value}]`).join('')}`
    return elements(k).length ? [at, ...flat(k, at)] : [`${at} ${k.textContent}`]
  })
}

const silent = { log() {}, warn() {}, error() {} }
const service = new InvoiceService(silent)
// Peppol's profile and addresses are asked for by the program, not by EN 16931.
const profile = '/cbc:ProfileID urn:fdc:peppol.eu:2017:poacc:billing:01:1.0'
const endpoint = 'cbc:EndpointID', placeholder = 'none@example.org'

// rewritten says how the invoice that the program writes differs from ours; it
// throws when the program's schema refuses ours.
async function rewritten(xml) {
  const invoice = asJSON(root(xml), schemaOf(invoiceSchema.properties['ubl:Invoice']))
  for (const side of ['cac:AccountingSupplierParty', 'cac:AccountingCustomerParty']) {
    const party = invoice[side]?.['cac:Party']
    if (party && !party[endpoint]) Object.assign(party, { [endpoint]: placeholder, [`${endpoint}@schemeID`]: 'EM' })
  }
  const theirs = await service.generate({ 'ubl:Invoice': invoice }, { format: 'UBL', lang: 'en', noWarnings: true })
  const got = flat(root(theirs)).filter(l => l !== profile && !l.endsWith(placeholder)), want = flat(root(xml))
  return differ(want.map((l, n) => [`element ${n + 1}`, got[n], l]).concat([['the number of elements', got.length, want.length]]))
}

// summed says where the sums that the program computes are not the shipment's.
// The program reads no terms of payment without a means, which EN 16931 does not
// ask for: 1 is one that is not defined.
async function summed(i) {
  const means = '<cac:PaymentMeans><cbc:PaymentMeansCode>1</cbc:PaymentMeansCode></cac:PaymentMeans>'
  const t = getInvoiceTotals(await new UblReader().read(i.XML.replace('<cac:PaymentTerms>', means + '<cac:PaymentTerms>'))), hundredths = n => Math.round(n * 100)
  return differ([['Goods', t.netAmount], ['Less', t.allowancesAmount ?? 0], ['More', t.chargesAmount ?? 0], ['Sum', t.taxInclusiveAmount], ['Paid', t.paidAmount ?? 0]]
    .map(([key, n]) => [key, hundredths(n), hundredths(Number(i[key]))])
    .concat([['due', hundredths(t.payableAmount), hundredths(Number(i.Sum)) - hundredths(Number(i.Paid))]]))
}

const broken = {
  'another order': x => x.replace(/(\s*<cbc:ID>[^<]*<\/cbc:ID>)(\s*<cbc:IssueDate>[^<]*<\/cbc:IssueDate>)/, '$2$1'),
  'another order in a line': x => x.replace(/(<cbc:InvoicedQuantity[\s\S]*?<\/cbc:InvoicedQuantity>)(\s*)(<cbc:LineExtensionAmount[\s\S]*?<\/cbc:LineExtensionAmount>)/, '$3$2$1'),
  'an unknown element': x => x.replace('<cac:OrderReference>', '<cbc:Colour>red</cbc:Colour><cac:OrderReference>'),
  'no currency': x => x.replace(/<cbc:DocumentCurrencyCode>[^<]*<\/cbc:DocumentCurrencyCode>/, ''),
  'an unknown country': x => x.replace('<cbc:IdentificationCode>KG', '<cbc:IdentificationCode>ZZ'),
  'an unknown unit': x => x.replace('unitCode="H87"', 'unitCode="PIECE"'),
  'an unknown class of goods': x => x.replace('listID="HS"', 'listID="HSCODE"'),
  'an unknown reason of a charge': x => x.replace(/(<cbc:ChargeIndicator>true<\/cbc:ChargeIndicator>\s*<cbc:AllowanceChargeReasonCode>)FC/, '$1QQQ'),
  'no name of the seller': x => x.replace(/<cac:PartyLegalEntity>[\s\S]*?<\/cac:PartyLegalEntity>/, ''),
  'no lines': x => x.replace(/<cac:InvoiceLine>[\s\S]*<\/cac:InvoiceLine>/, ''),
}

const invoices = table('ubl'), whole = invoices.find(i => i.XML.includes('listID="HS"') && i.XML.includes('>FC<'))
const kept = tally('@e-invoice-eu/core', 'invoices keep its schema and are written the same by it')
const refused = tally('@e-invoice-eu/core', 'kinds of broken invoices are refused')
const sums = tally('einvoicing', 'invoices have the sums that it computes'), missed = tally('einvoicing', 'invoices with another sum are refused')
for (const i of invoices) {
  const r = await said(() => rewritten(i.XML)), s = await said(() => summed(i))
  const other = await said(() => summed({ ...i, XML: i.XML.replace(/(<\/cbc:InvoicedQuantity>\s*<cbc:LineExtensionAmount currencyID="...">)/, '$11') }))
  kept.check(i.Name, r.refused ?? r.value)
  sums.check(i.Name, s.refused ?? s.value)
  missed.check(i.Name, other.refused || other.value ? '' : 'taken')
}
for (const [what, spoil] of Object.entries(broken)) {
  const bad = spoil(whole.XML), r = await said(() => rewritten(bad))
  refused.check(what, bad !== whole.XML && (r.refused || r.value) ? '' : 'taken')
}
kept.end()
refused.end()
sums.end()
missed.end()

// xmllint reports whether an invoice keeps the schemas of OASIS, which may be
// had with the standard (UBL 2.1, folder xsd), and are not ours to bring.
const xsd = process.env.UBL_XSD
function xmllint(xml) {
  try {
    execFileSync('xmllint', ['--noout', '--nonet', '--schema', `${xsd}/maindoc/UBL-Invoice-2.1.xsd`, '-'], { input: xml, stdio: ['pipe', 'ignore', 'pipe'] })
    return ''
  } catch (e) { return String(e.stderr ?? e).trim() || 'refused' }
}
if (!xsd) console.log('--   xmllint: not asked; UBL_XSD names the folder xsd of the standard UBL 2.1 of OASIS')
else {
  const wrong = invoices.map(i => [i.Name, xmllint(i.XML)]).filter(([, why]) => why)
  for (const [n, why] of wrong.slice(0, 3)) console.log(`  xmllint: ${n}: ${why}`)
  const taken = ['another order', 'an unknown element', 'no lines'].filter(what => !xmllint(broken[what](whole.XML)))
  console.log(`${wrong.length + taken.length ? 'FAIL' : 'ok  '} xmllint: ${invoices.length - wrong.length} of ${invoices.length} invoices keep the schemas of OASIS; broken but taken: ${taken.length}`)
  if (wrong.length + taken.length) process.exitCode = 1
}
