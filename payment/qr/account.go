package qr

import (
	"slices"
	"strings"
	"time"

	"agora/country"
	"agora/fault"
	"agora/money"
)

// Account is where the money of one currency goes, as the operator wrote it:
// a rail and its fields.
type Account struct {
	Currency money.Currency
	Rail     string // "khqr"
	fields   map[string]string
	rail     rail
}

// Ask is one payment that a code is made for.
type Ask struct {
	Amount      money.Amount // zero when the payer types it
	Ref         string       // what the bank's statement will show
	Made, Until time.Time    // Until zero for no limit
}

// Paper is what the buyer's bank app reads.
type Paper struct {
	Text   string       // in the code
	Link   string       // opens the app on a phone; "" where the rail has none
	Amount money.Amount // what the code asks for: riel are whole
}

// rail is one way of writing codes.
type rail struct {
	name    string
	money   []money.Currency // nil for any that has a numeric code
	country country.Code     // where the operator says none
	needs   []string         // fields
	may     []string
	subs    bool // fields named by two digits are sub-tags of the account
	paper   func(Account, Ask) (Paper, error)
}

// rails are those that can be configured. What the rails of the last group put
// into their account template the operator's bank knows.
func rails() []rail {
	names := []string{"name", "city"}
	own := []string{"lang", "own", "own_city", "mcc", "postcode"}
	return []rail{
		{name: "khqr", money: []money.Currency{"KHR", "USD"}, country: "KH", needs: append([]string{"account"}, names...),
			may: append([]string{"merchant", "info", "bank", "unionpay"}, own...), paper: khqr},
		{name: "bharat", money: []money.Currency{"INR"}, country: "IN", needs: names,
			may: append([]string{"visa", "mastercard", "rupay", "ifsc", "upi"}, own...), paper: bharat},
		{name: "upi", money: []money.Currency{"INR"}, needs: []string{"id", "name"}, may: []string{"mcc"}, paper: upiPaper},
		{name: "st00012", money: []money.Currency{"RUB"}, needs: []string{"name", "account", "bank", "bic", "corr"},
			may: []string{"inn", "kpp", "purpose"}, paper: orderPaper},
		{name: "karekod", money: []money.Currency{"TRY"}, needs: []string{"iban", "name", "bank"}, paper: karekodPaper},

		templated("nepalpay", "NPR", "NP"), templated("lankaqr", "LKR", "LK"),
		templated("raast", "PKR", "PK"), templated("azqr", "AZN", "AZ"),
		{name: "emv", needs: []string{"tag", "id", "country", "name", "city"}, may: own, subs: true, paper: emvPaper},
	}
}

func templated(name string, c money.Currency, at country.Code) rail {
	return rail{name: name, money: []money.Currency{c}, country: at, needs: []string{"tag", "id", "name", "city"},
		may: []string{"lang", "own", "own_city", "mcc", "postcode"}, subs: true, paper: emvPaper}
}

// ReadAccount reads what an operator wrote behind a currency: "khqr;
// account=shop@bank; name=Agora; city=Phnom Penh". Its faults name the field.
func ReadAccount(c money.Currency, text string) (Account, error) {
	a := Account{Currency: c, fields: map[string]string{}}
	words := strings.Split(text, ";")
	a.Rail = strings.ToLower(strings.TrimSpace(words[0]))
	all := rails()
	at := slices.IndexFunc(all, func(r rail) bool { return r.name == a.Rail })
	if at < 0 {
		return a, fault.Field("rail", "fault.qr_line")
	}
	a.rail = all[at]
	if number[c] == "" || a.rail.money != nil && !slices.Contains(a.rail.money, c) {
		return a, fault.Field("currency", "fault.qr_money", "rail", a.Rail, "currency", string(c))
	}
	for _, w := range words[1:] {
		key, v, ok := strings.Cut(w, "=")
		key, v = strings.TrimSpace(key), strings.TrimSpace(v)
		if strings.TrimSpace(w) == "" {
			continue
		}
		if !ok || v == "" || a.fields[key] != "" || !a.rail.takes(key) {
			return a, fault.Field(key, "fault.qr_field", "field", key)
		}
		a.fields[key] = v
	}
	for _, key := range a.rail.needs {
		if a.fields[key] == "" {
			return a, fault.Field(key, "fault.qr_field", "field", key)
		}
	}
	return a, a.try()
}

func (r rail) takes(key string) bool {
	return slices.Contains(r.needs, key) || slices.Contains(r.may, key) || r.subs && len(key) == 2 && digits(key) && key != "00"
}

// longestSum is the largest sum that a code holds, in minor units.
const longestSum = 999_999_999_999

// try writes a code once, so that what can't be written is refused while the
// operator is there to mend it.
func (a Account) try() error {
	made := time.Unix(1_700_000_000, 0)
	_, err := a.Paper(Ask{Amount: money.Of(longestSum, a.Currency), Ref: "AG-7KQ2X9M", Made: made, Until: made.Add(time.Hour)})
	if err == nil {
		return nil
	}
	field := "rail"
	var why *Error
	if as(err, &why) {
		field = a.fieldOf(why.Where)
	}
	return fault.Field(field, "fault.qr_field", "field", field).Because(err)
}

// fieldOf gives the operator's word for a tag that was refused.
func (a Account) fieldOf(tag string) string {
	word := map[string]string{"59": "name", "60": "city", "52": "mcc", "58": "country", "61": "postcode", "64.00": "lang",
		"64.01": "own", "64.02": "own_city", "29.00": "account", "30.00": "account", "pa": "id", "pn": "name", "mc": "mcc",
		"Name": "name", "PersonalAcc": "account", "BankName": "bank", "BIC": "bic", "CorrespAcc": "corr", "PayeeINN": "inn",
		"KPP": "kpp", "Purpose": "purpose", "61.01": "iban", "61.07": "name", "02": "bank"}[tag]
	if word == "" || !a.rail.takes(word) {
		return tag
	}
	return word
}

// Paper makes what the buyer's app reads for one payment.
func (a Account) Paper(ask Ask) (Paper, error) {
	if ask.Amount.Currency != "" && ask.Amount.Currency != a.Currency || ask.Amount.Minor < 0 {
		return Paper{}, wrong("54", ErrValue)
	}
	p, err := a.rail.paper(a, ask)
	if p.Amount.Currency == "" {
		p.Amount = ask.Amount
	}
	return p, err
}

// most bounds the setting, in bytes.
const most = 8000

// CheckAccounts proves the whole setting: a line for each currency. Its faults
// name the line.
func CheckAccounts(text string) error {
	if len(text) > most {
		return fault.Field("", "fault.too_long", "max", most)
	}
	seen := map[money.Currency]bool{}
	n := 0
	for l := range strings.Lines(text) {
		n++
		if l = strings.TrimSpace(l); l == "" {
			continue
		}
		code, rest, _ := strings.Cut(l, " ")
		c := money.Currency(code)
		if !c.Valid() {
			return fault.Field("", "fault.qr_line", "line", n)
		}
		if seen[c] {
			return fault.Field("", "fault.qr_twice", "line", n, "currency", code)
		}
		seen[c] = true
		if _, err := ReadAccount(c, rest); err != nil {
			return named(err, n)
		}
	}
	return nil
}

// named puts the line into a fault of ReadAccount.
func named(err error, line int) error {
	list := fault.List(err)
	if len(list) == 0 {
		return err
	}
	f := *list[0]
	f.Field, f.Args = "", append([]any{"line", line}, f.Args...)
	return &f
}

// Bare reports whether the code says neither sum nor reference, so that the
// payer types both.
func (a Account) Bare() bool { return a.Rail == "karekod" }
