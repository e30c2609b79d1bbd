// Package certificate is what a node says of a person for others to read: that
// she attended, that she completed a course. One kind of paper serves all who give
// them, with a number by which anybody checks it.
//
// A certificate is fetched as a badge: an OpenBadgeCredential (Open Badges 3.0), which is
// a Verifiable Credential 2.0, with a Data Integrity proof eddsa-rdfc-2022. Its issuer is
// the did:web of the node; a Bitstring Status List tells whether it was taken back. Badges
// are made on demand, and the same each time.
//
// Tables: certificates (by number), certificate_holders (the number that was given
// for a thing to somebody), certificate_places (where a list tells whether one was taken
// back), certificate_signers (the node's keys that sign badges), certificate_keys (the RSA
// key of badges before those; nothing reads it).
//
// Invariants:
//   - one certificate for a thing and its holder, however often it is asked for;
//   - what a certificate says never changes; it can only be taken back, and stays
//     known as taken back;
//   - a number can't be guessed, and one that was typed wrongly in one place, or
//     with two letters swapped, is no number;
//   - a badge holds all that is needed to prove that nobody changed it, beside the keys
//     of its issuer; everything that it says is signed;
//   - an address of its holder is kept as a salted hash only;
//   - one key signs at a time; a key that signed is published for good.
package certificate
