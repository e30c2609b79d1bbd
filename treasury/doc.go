// Package treasury is the house's side of the money: the bank's statements and
// what on them fits no order, payouts to sellers and their way through the
// bank, exchange between currencies, and sellers who owe.
//
// Tables: see schema.go.
//
// Invariants:
//   - a line of a statement is booked once, however often its file comes;
//   - what a payout takes from a seller's balance is in a bank file, with the
//     bank, or back on the balance, and never in two of these;
//   - nothing leaves the house above the operator's limit without two people.
package treasury
