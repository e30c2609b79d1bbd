// Package payment is the seam to ways of paying: the contract that each keeps,
// a record of what was tried, and play money for demos and lessons. The package
// paymenttest proves that a way keeps the contract.
//
// Tables: payments (what was tried), receipts (money that came in).
//
// Invariants: one attempt for a way and a group, whatever is repeated; an
// attempt's state only moves forward; a way is never called inside a
// transaction; a receipt is its way's name of it, told once or often.
package payment
