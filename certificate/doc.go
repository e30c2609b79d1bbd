// Package certificate is what a node says of a person for others to read: that
// she attended, that she completed a course. One kind of paper serves all who give
// them, with a number by which anybody checks it.
//
// Tables: certificates (by number), certificate_holders (the number that was given
// for a thing to somebody), certificate_keys (the node's key that signs badges).
//
// Invariants:
//   - one certificate for a thing and its holder, however often it is asked for;
//   - what a certificate says never changes; it can only be taken back, and stays
//     known as taken back;
//   - a number can't be guessed, and one that was typed wrongly in one place, or
//     with two letters swapped, is no number;
//   - a badge holds all that is needed to prove that nobody changed it.
package certificate
