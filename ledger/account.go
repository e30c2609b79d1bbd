package ledger

import (
	"strconv"
	"strings"

	"agora/money"
)

// Account names an account within a shop's shard. Accounts with a suffix
// ("clearing:cash") share the rules of their first word.
type Account string

// The chart of accounts; Chart says what each holds.
const (
	Buyers        Account = "buyers"
	Pending       Account = "pending"
	Clearing      Account = "clearing"
	Received      Account = "received"
	Unmatched     Account = "unmatched"
	Between       Account = "between"
	Exchange      Account = "exchange"
	Escrow        Account = "escrow"
	Payable       Account = "payable"
	Debt          Account = "debt"
	Paying        Account = "paying"
	Refunds       Account = "refunds"
	Deposits      Account = "deposits"
	Commission    Account = "commission"
	CommissionTax Account = "commission_tax"
	Duty          Account = "duty"
	VAT           Account = "vat"
	Fees          Account = "fees"
	Fines         Account = "fines"
	Carriers      Account = "carriers"
	Fund          Account = "fund"
	Result        Account = "result"
	Bank          Account = "bank"
)

// Kind is one line of the chart. Balances that are above zero are owed by the
// house or are its own; those below zero it has, or others owe it.
type Kind struct {
	Account Account
	Guarded bool   // may never fall below zero, nor below what is held on it
	Stated  bool   // a seller reads its statement
	House   bool   // stands in the house's shard only
	Holds   string // what it holds
}

// Chart is the chart of accounts.
var Chart = []Kind{
	{Buyers, false, false, false, "what buyers owe for placed orders (below zero)"},
	{Pending, true, false, false, "promised by placed orders, not yet paid"},
	{Clearing, false, false, false, "what a way to pay has to hand over, by way (below zero)"},
	{Received, true, false, true, "came in for order groups, not yet divided among their orders"},
	{Unmatched, true, false, true, "came in, and nobody knows yet for what"},
	{Between, false, false, false, "what one shard owes another; zero over all shards"},
	{Exchange, false, false, false, "the house's position between two currencies"},
	{Escrow, true, true, false, "paid by the buyer, not yet the seller's"},
	{Payable, true, true, false, "the seller's, waiting for the next payout"},
	{Debt, false, true, false, "what a seller owes after refunds and fines (below zero)"},
	{Paying, true, true, false, "in a payout that the bank has not confirmed"},
	{Refunds, true, false, false, "owed back to buyers, not yet sent"},
	{Deposits, true, false, false, "paid before, of orders that are paid at the door"},
	{Commission, true, true, false, "the house's share"},
	{CommissionTax, true, true, false, "tax on the house's share, to be handed on"},
	{Duty, true, false, false, "collected import duty, to be handed on"},
	{VAT, true, false, false, "collected import VAT, to be handed on"},
	{Fees, true, false, false, "fees of ways to pay"},
	{Fines, true, false, false, "fines on sellers"},
	{Carriers, true, false, false, "owed to carriers: ways back of refused parcels, joint crossings"},
	{Fund, true, false, true, "given for a crisis and not spent; \":held\" is promised to somebody"},
	{Result, false, false, false, "gain (above zero) and loss of the house: exchange, goodwill"},
	{Bank, false, false, false, "the house's bank account (below zero: what lies there)"},
}

// Way gives the clearing account of a way to pay.
func Way(kind string) Account { return Clearing + ":" + Account(kind) }

// Holder gives the account of what somebody holds for a way to pay; that of the
// way for nobody (0).
func Holder(kind string, id int64) Account {
	if id == 0 {
		return Way(kind)
	}
	return Way(kind) + ":" + Account(strconv.FormatInt(id, 10))
}

// Pair gives the account of the house's position between a buyer's money and a
// shop's.
func Pair(buyer, shop money.Currency) Account {
	return Exchange + ":" + Account(buyer) + "-" + Account(shop)
}

// kind gives the line of the chart that rules the account.
func (a Account) kind() Kind {
	root, _, _ := strings.Cut(string(a), ":")
	for _, k := range Chart {
		if k.Account == Account(root) {
			return k
		}
	}
	return Kind{}
}

// guarded reports whether the account may never fall below zero.
func (a Account) guarded() bool { return a.kind().Guarded }

// stated reports whether a seller reads this account's statement.
func (a Account) stated() bool { return a.kind().Stated }
