// Codes to pay with: four programs read what Agora writes, and say what stands in it.
import upiqr from 'upiqr'
import { differ, load, said, table, tally } from './tally.mjs'

const emvqr = load('@walletfactory/emvqr'), promptparse = load('promptparse')
const { BakongKHQR, IndividualInfo, MerchantInfo, khqrData } = load('bakong-khqr')

const codes = table('qr')
const emv = codes.filter(c => !['upi', 'st00012', 'karekod'].includes(c.Rail))
const plain = s => /^[\x20-\x7e]*$/.test(s)
// minor gives an amount in hundredths, however many digits it was written with.
const minor = s => { const [a, b = ''] = s.split('.'); return BigInt(a + b.padEnd(2, '0')) }
const amount = (got, c) => ['amount', got ? String(minor(got)) : '', c.Amount ? String(minor(c.Amount)) : '']
const latin = (what, got, said) => plain(said) ? [what, got, said] : [what, plain(got), true]

// sub reads the fields of a template.
function sub(text) {
  const letters = [...text], fields = {}
  for (let i = 0; i < letters.length;) {
    const n = Number(letters.slice(i + 2, i + 4).join(''))
    fields[letters.slice(i, i + 2).join('')] = letters.slice(i + 4, i + 4 + n).join('')
    i += 4 + n
  }
  return fields
}

// says compares the fields of a code, by their tags, with what it was made from.
function says(c, tag) {
  const more = sub(tag('62')), own = sub(tag('64') ?? '')
  return differ([
    ['version', tag('00'), '01'], ['once', tag('01'), c.Amount ? '12' : '11'], ['currency', tag('53'), c.Number], amount(tag('54'), c),
    ['country', tag('58'), c.Fields.country ?? { khqr: 'KH', bharat: 'IN', nepalpay: 'NP', lankaqr: 'LK', raast: 'PK', azqr: 'AZ' }[c.Rail]],
    latin('name', tag('59'), c.Fields.name), latin('city', tag('60'), c.Fields.city), ['bill', more['01'], c.Ref],
    ['language', own['00'], c.Fields.lang], ['own name', c.Fields.own === undefined || c.Fields.own.startsWith(own['01']) && own['01'] !== '', true],
  ])
}

// spoiled is a code with its last digit before the check sum mistyped.
function spoiled(text) {
  const at = text.slice(0, -8).search(/\d\D*$/)
  return text.slice(0, at) + (Number(text[at]) + 1) % 10 + text.slice(at + 1)
}

async function read(program, list, tags) {
  const whole = tally(program, 'codes say what was asked'), wrong = tally(program, 'codes with a digit mistyped are refused')
  for (const c of list) {
    const { value, refused } = await said(() => tags(c.Text))
    whole.check(c.Text, value ? says(c, value) : `refused: ${refused}`)
    const spoilt = await said(() => tags(spoiled(c.Text)))
    wrong.check(c.Text, spoilt.value ? 'taken' : '')
  }
  whole.end()
  wrong.end()
}

// emvqr fills a check sum up to an even number of digits only, and so refuses
// those below 0100; the next two programs read such codes.
await read('@walletfactory/emvqr', emv.filter(c => !c.Text.slice(-4).startsWith('00')), text => {
  const fields = emvqr.decode(text)
  return tag => fields[tag]
})
// promptparse sums over units of 16 bits, and so refuses each code with letters
// that are not ASCII, EMVCo's own example among them: it reads the others.
await read('promptparse', emv.filter(c => plain(c.Text)), text => {
  const code = promptparse.parse(text, true, true)
  return code && (tag => code.getTagValue(tag))
})

// A TR Karekod is of the account alone, so that many payments have the same one.
const karekod = tally('promptparse', 'TR Karekod say what was asked')
for (const c of new Map(codes.filter(c => c.Rail === 'karekod' && plain(c.Text)).map(c => [c.Text, c])).values()) {
  const code = promptparse.parse(c.Text, true, true), who = sub(code?.getTagValue('61') ?? '')
  karekod.check(c.Text, differ([['account', who['01'], c.Fields.iban.replaceAll(' ', '')], ['name', who['07'], c.Fields.name], ['bank', code?.getTagValue('02'), c.Fields.bank]]))
}
karekod.end()

// bakong-khqr is the central bank's: it reads all codes of Cambodia, and builds
// those without a time to the same bytes.
const heard = tally('bakong-khqr', 'KHQR codes say what was asked'), taken = tally('bakong-khqr', 'KHQR codes are valid'), built = tally('bakong-khqr', 'KHQR codes without a time are built the same')
for (const c of codes.filter(c => c.Rail === 'khqr')) {
  const d = BakongKHQR.decode(c.Text).data, f = c.Fields, merchant = f.merchant !== undefined
  heard.check(c.Text, differ([
    ['kind', d.merchantType, merchant ? '30' : '29'], ['account', d.bakongAccountID, f.account], ['merchant', d.merchantID ?? undefined, f.merchant],
    ['bank', d.acquiringBank ?? undefined, f.bank], ['currency', d.transactionCurrency, c.Number], amount(d.transactionAmount, c), ['name', d.merchantName, f.name],
    ['city', d.merchantCity, f.city], ['bill', d.billNumber, c.Ref], ['made', d.creationTimestamp ?? '', c.Amount ? String(c.Made) : ''],
    ['until', d.expirationTimestamp ?? '', c.Amount ? String(c.Until) : ''],
  ]))
  taken.check(c.Text, BakongKHQR.verify(c.Text).isValid ? '' : 'not valid')
  if (c.Amount || f.own) continue
  const more = { currency: khqrData.currency[c.Currency.toLowerCase()], billNumber: c.Ref }, khqr = new BakongKHQR()
  const theirs = merchant ? khqr.generateMerchant(new MerchantInfo(f.account, f.name, f.city, f.merchant, f.bank, more))
    : khqr.generateIndividual(new IndividualInfo(f.account, f.name, f.city, more))
  built.check(c.Text, differ([['the code', theirs.data?.qr, c.Text]]))
}
heard.end()
taken.end()
built.end()

const links = tally('upiqr', 'UPI links have the same keys and values')
for (const c of codes.filter(c => c.Rail === 'upi' && c.Amount)) {
  const { value, refused } = await said(() => upiqr({ payeeVPA: c.Fields.id, payeeName: c.Fields.name, payeeMerchantCode: c.Fields.mcc, amount: c.Amount, transactionRef: c.Ref, transactionNote: c.Ref, currency: 'INR' }))
  const pairs = link => JSON.stringify([...new URL(link).searchParams].sort())
  links.check(c.Text, value ? differ([['the link', pairs(value.intent), pairs(c.Text)]]) : refused)
}
links.end()
