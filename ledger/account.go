package ledger

import "strings"

// Account names an account within a shop's shard. Accounts with a suffix
// ("clearing:cash") share the rules of their first word.
type Account string

// The chart of accounts.
const (
	Buyers     Account = "buyers"     // what buyers owe for placed orders (negative: a claim of the house)
	Pending    Account = "pending"    // promised by placed orders, not yet paid
	Clearing   Account = "clearing"   // money on its way to the house, by way to pay: "clearing:cash" (negative: money we have a claim on)
	Exchange   Account = "exchange"   // the house's position between two currencies
	Escrow     Account = "escrow"     // paid by the buyer, not yet the seller's
	Payable    Account = "payable"    // the seller's, waiting for the next payout
	Commission Account = "commission" // the house's share
	Duty       Account = "duty"       // collected import duty, to be handed on
	VAT        Account = "vat"        // collected import VAT, to be handed on
	Fees       Account = "fees"       // fees of ways to pay
	Bank       Account = "bank"       // paid out (negative: money that left)
)

// Way gives the clearing account of a way to pay.
func Way(kind string) Account { return Clearing + ":" + Account(kind) }

// root is the first word of an account.
func (a Account) root() Account {
	r, _, _ := strings.Cut(string(a), ":")
	return Account(r)
}

// guarded reports whether the account may never fall below zero.
func (a Account) guarded() bool {
	switch a.root() {
	case Pending, Escrow, Payable, Commission, Duty, VAT, Fees:
		return true
	}
	return false
}

// stated reports whether a seller reads this account's statement.
func (a Account) stated() bool { return a == Escrow || a == Payable || a == Commission }
