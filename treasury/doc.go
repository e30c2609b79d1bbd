// Package treasury is the house's side of the money: payouts to sellers and
// their way through the bank, the bank's statements, fines, and what is changed
// from one money to another.
//
// Tables: payouts, payout_days (which payout days were planned), fines,
// statements, statement_lines, booked_lines (so that a line is booked once),
// bank_mappings, conversions, debts (since when a shop owes, and its
// reminders).
//
// Invariants:
//   - what a payout takes from a seller's balance is under way, with the bank,
//     or back on the balance, and never in two of these;
//   - a day is planned once, and a payout is in one bank file at most;
//   - a line of a statement is booked once, in whatever file it comes again, and
//     what a person booked by hand is not booked again;
//   - nothing leaves the house above the operator's limit without two people;
//   - a fine is on the ledger exactly while it is charged, and an appeal is
//     decided by another than who announced it; its file is read only by those
//     who run the shop and by operators.
package treasury
