// Package ledger is the one double-entry ledger on which all money moves.
//
// A transfer has two or more legs and sums to zero in each currency. A leg
// with a positive amount adds to what an account is owed, a negative one takes
// from it. Nothing is changed or removed; a mistake is reversed by another
// transfer.
//
// Tables: ledger_transfers, ledger_entries (the legs), ledger_heads (the end of
// each shop's hash chain), ledger_balances (rebuilt from entries by Check),
// ledger_statement (the legs of accounts that a seller reads, in her order),
// ledger_holds.
//
// Invariants, each enforced by the database or proved by Check:
//   - every transfer sums to zero by currency;
//   - guarded accounts (escrow, payable and their kind) never fall below what
//     is held on them, and never below zero;
//   - each shop's transfers form a chain: hash = SHA-256(previous hash, content),
//     numbered without gaps;
//   - a balance is the sum of its entries.
//
// Every account lives in the shard of the shop it concerns; house totals are
// sums over shops, never one hot row.
package ledger
