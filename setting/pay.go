package setting

import (
	"strconv"
	"strings"
	"time"

	"agora/money"
)

// Account gives where transfers in a currency go, as the buyer copies it; ""
// when none are taken in it.
func (h House) Account(c money.Currency) string { return line(h.Accounts, c) }

// CashFee gives what a parcel paid at the door costs more, in a currency; zero
// in one without a fee.
func (h House) CashFee(c money.Currency) money.Amount { return sum(h.CashFees, c) }

// PayoutAccount gives the house's own account in a currency, as package treasury
// reads it; "" when there is none.
func (h House) PayoutAccount(c money.Currency) string { return line(h.PayoutFrom, c) }

// PayoutMinimum gives the least that is paid out in a currency; zero without one.
func (h House) PayoutMinimum(c money.Currency) money.Amount { return sum(h.PayoutMin, c) }

// PayoutAlone gives the sum up to which one operator may approve a payout
// alone; zero without a limit.
func (h House) PayoutAlone(c money.Currency) money.Amount { return sum(h.PayoutOne, c) }

// Deposit gives the part of an order paid at the door that is paid before, in
// percent; zero for none.
func (h House) Deposit() int {
	n, _ := strconv.Atoi(h.CashDeposit)
	return n
}

// checkDeposit leaves enough for the door.
func checkDeposit(v string) string {
	const most = 90
	if n, err := strconv.Atoi(v); v != "" && (err != nil || n < 1 || n > most) {
		return "fault.setting_deposit"
	}
	return ""
}

// NoShows gives how many refused parcels, within which time, take cash at the
// door from a buyer; zero limits nobody.
func (h House) NoShows() (times int, within time.Duration) {
	const day = 24 * time.Hour
	if p := strings.Fields(h.CashNoShows); len(p) == 2 {
		times, _ = strconv.Atoi(p[0])
		days, _ := strconv.Atoi(p[1])
		within = time.Duration(days) * day
	}
	return times, within
}

func checkNoShows(v string) string {
	p := strings.Fields(v)
	if len(p) == 0 {
		return ""
	}
	const most, mostDays = 100, 3650
	if len(p) == 2 {
		times, errTimes := strconv.Atoi(p[0])
		days, errDays := strconv.Atoi(p[1])
		if errTimes == nil && errDays == nil && times >= 1 && times <= most && days >= 1 && days <= mostDays {
			return ""
		}
	}
	return "fault.setting_no_shows"
}

// sum gives the amount behind a currency in a text of lines "PKR 150"; zero
// when there is none.
func sum(text string, c money.Currency) money.Amount {
	a, err := money.Parse(line(text, c), c)
	if err != nil {
		return money.Of(0, c)
	}
	return a
}

// line gives what stands behind a currency in a text of lines "PKR words".
func line(text string, c money.Currency) string {
	for l := range strings.Lines(text) {
		if code, rest, _ := strings.Cut(strings.TrimSpace(l), " "); code == string(c) {
			return strings.TrimSpace(rest)
		}
	}
	return ""
}

// checkLines proves that every line starts with a currency, each once, and
// that good takes the rest.
func checkLines(text, bad string, good func(rest string, c money.Currency) bool) string {
	seen := map[string]bool{}
	for l := range strings.Lines(text) {
		if l = strings.TrimSpace(l); l == "" {
			continue
		}
		code, rest, _ := strings.Cut(l, " ")
		if c := money.Currency(code); !c.Valid() || seen[code] || !good(strings.TrimSpace(rest), c) {
			return bad
		}
		seen[code] = true
	}
	if len(text) > 4000 {
		return bad
	}
	return ""
}

func checkAccounts(text string) string {
	return checkLines(text, "fault.setting_accounts", func(rest string, _ money.Currency) bool { return rest != "" })
}

func checkFees(text string) string {
	return checkLines(text, "fault.setting_fees", func(rest string, c money.Currency) bool {
		fee, err := money.Parse(rest, c)
		return err == nil && fee.Minor >= 0
	})
}
