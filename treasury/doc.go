// Package treasury is the house's side of the money: payouts to sellers and
// their way through the bank, and what is changed there from one money to another.
//
// Tables: payouts, payout_days (which payout days were planned),
// conversions.
//
// Invariants:
//   - what a payout takes from a seller's balance is under way, with the bank,
//     or back on the balance, and never in two of these;
//   - a day is planned once, and a payout is in one bank file at most;
//   - nothing leaves the house above the operator's limit without two people.
package treasury
