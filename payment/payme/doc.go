// Package payme takes money through Payme (Paycom) of Uzbekistan by its Merchant
// API: the provider calls us with JSON-RPC before, while and after its client
// pays, and we answer whether the order may be paid. Amounts are tiyin, the
// minor units of UZS, and times of the protocol are milliseconds.
//
// The facts of the protocol are from the provider's public template of an
// integration (PaycomUZ/paycom-integration-java-template on GitHub, commit
// 9e92fc1: methods, the twelve hours, reasons of a cancellation) and from public
// integrations in PHP (error codes), read on 2026-11-25. The provider's own pages
// (developer.help.paycom.uz) could not be read: -32300, the use of -31050 to
// -31054 and the parameters of the checkout link are to be compared with them
// before the first real payment. The field of the account is "order": an order's
// reference.
//
// SetFiscalData and ChangePassword are answered, too; the refusals of the first
// are those of the other methods, since no list of its own was found.
//
// The Merchant API has no call from us to the provider. A refund begins in the
// provider's cabinet; it then tells us with CancelTransaction. So the operator
// sends refunds (payment.ByHand), and a cancelled transaction settles what is
// owed.
//
// Tables: payme_transactions.
//
// Invariants: a transaction and what the Cashier books for it change in one
// database transaction; a performed one has exactly one receipt, whose key is
// the provider's id; a repeated call gets the answer of the first; at most one
// unexpired transaction of an order waits.
package payme
