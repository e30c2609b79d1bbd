package web

import "agora/money"

// Amount reads money as a person types it, in the digits of any script.
func (r *Request) Amount(text string, c money.Currency) (a money.Amount, err error) {
	plain, err := r.Locale.ParseDecimal(text)
	if err == nil {
		a, err = money.Parse(plain, c)
	}
	return a, err
}

// Percent reads "5.5" as hundredths of a percent.
func (r *Request) Percent(text string) (money.Bps, error) {
	a, err := r.Amount(text, "XXX") // two decimals, exactly
	return money.Bps(a.Minor), err
}
