package demo

import (
	"context"
	"strings"

	"agora/country"
	"agora/identity"
	"agora/money"
)

// fillSettings gives the demo house its accounts for transfers and its fees for
// cash at the door, in every currency of the market.
func (f *filling) fillSettings(ctx context.Context) error {
	h := f.House.House()
	if h.Accounts != "" || h.CashFees != "" {
		if h.QRAccounts != "" { // a release before had none
			return nil
		}
		return f.House.Save(ctx, identity.System(), map[string]string{"qr_accounts": codes})
	}
	var accounts, fees strings.Builder
	seen := map[money.Currency]bool{}
	for _, c := range country.All() {
		if seen[c.Currency] {
			continue
		}
		seen[c.Currency] = true
		accounts.WriteString(string(c.Currency) + " Demo Bank of " + c.Name("en") + ", account 0000 0000 0000, holder Agora Demo (invented)\n")
		if fee, ok := cashFees[c.Currency]; ok {
			fees.WriteString(string(c.Currency) + " " + fee + "\n")
		}
	}
	return f.House.Save(ctx, identity.System(), map[string]string{
		"house_name": "Agora Demo", "transfer_accounts": accounts.String(), "cash_fees": fees.String(),
		"qr_accounts":  codes,
		"cash_confirm": "no"}) // nobody gets the demo's mail
}

// cashFees are invented: about half a dollar, in round numbers.
var cashFees = map[money.Currency]string{
	"PKR": "150", "KZT": "250", "UZS": "6000", "KGS": "45", "INR": "45", "TRY": "20", "RUB": "45",
}
