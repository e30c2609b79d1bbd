// Package invoice is the papers by which the house charges sellers for its
// share: one for each shop, currency and month.
//
// Tables: invoices, invoice_lines, invoice_counters, invoice_months.
//
// Invariants:
//   - the lines are the entries of the accounts commission and commission_tax
//     of the month, so that the papers add up to the ledger; what went back with
//     a refund is a line below zero, and a paper below zero is a credit note;
//   - a number is taken in the transaction that writes its invoice, so that a
//     house and a year have no gaps;
//   - an invoice is made once and never changed; play money has none.
package invoice
