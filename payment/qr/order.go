package qr

import (
	"strconv"
	"strings"

	"golang.org/x/text/encoding/charmap"

	"agora/money"
)

// Order is a payment order to a Russian bank account, in the text of GOST R
// 56042-2014: "ST00012|Name=…".
type Order struct {
	Name    string // of who is paid, at most 160 letters
	Account string // 20 digits
	Bank    string // its name, at most 45 letters
	BIC     string // nine digits
	Corr    string // the bank's own account, 20 digits; "0" for none
	Sum     money.Amount
	Purpose string // at most 210 letters
	INN     string // tax number of who is paid
	KPP     string
	More    Items // other keys in their order: LastName, FirstName …; Tag is the key
}

// separators in the order in which they are tried.
const separators = "|#@;:^_~{}!$%&()*+,/"

// mandatory is how many bytes the five needed keys may take.
const mandatory = 300

// head and rest give the keys that are needed, and those that may stand.
func (o Order) head() Items {
	return Items{{"Name", o.Name}, {"PersonalAcc", o.Account}, {"BankName", o.Bank}, {"BIC", o.BIC}, {"CorrespAcc", o.Corr}}
}

func (o Order) rest() (l Items) {
	if !o.Sum.IsZero() {
		l.add("Sum", strconv.FormatInt(o.Sum.Minor, 10))
	}
	l.add("Purpose", o.Purpose)
	l.add("PayeeINN", o.INN)
	l.add("KPP", o.KPP)
	return append(l, o.More...)
}

// Text writes the order in UTF-8, with the first separator that its words do
// not hold.
func (o Order) Text() (string, error) {
	if err := o.check(); err != nil {
		return "", err
	}
	head, all := o.head(), append(o.head(), o.rest()...)
	words := ""
	for _, p := range all {
		words += p.Tag + "=" + p.Value
	}
	at := strings.IndexFunc(separators, func(r rune) bool { return !strings.ContainsRune(words, r) })
	if at < 0 {
		return "", wrong("separator", ErrLetters)
	}
	mark := separators[at : at+1]
	text := "ST00012" + mark
	for n, p := range all {
		text += p.Tag + "=" + p.Value + mark
		if n == len(head)-1 && len(text) > mandatory {
			return "", wrong("BankName", ErrLength)
		}
	}
	return text, nil
}

func (o Order) check() error {
	for _, f := range o.head() {
		if f.Value == "" {
			return wrong(f.Tag, ErrMissing)
		}
	}
	switch {
	case len(o.BIC) != 9 || !digits(o.BIC):
		return wrong("BIC", ErrValue)
	case len(o.Account) != 20 || !digits(o.Account):
		return wrong("PersonalAcc", ErrValue)
	case o.Corr != "0" && (len(o.Corr) != 20 || !digits(o.Corr)):
		return wrong("CorrespAcc", ErrValue)
	case o.Sum.Minor < 0 || !o.Sum.IsZero() && o.Sum.Currency != "RUB":
		return wrong("Sum", ErrValue)
	case o.INN != "" && (len(o.INN) != 10 && len(o.INN) != 12 || !digits(o.INN)):
		return wrong("PayeeINN", ErrValue)
	case o.KPP != "" && (len(o.KPP) != 9 || !digits(o.KPP)):
		return wrong("KPP", ErrValue)
	}
	for _, f := range []struct {
		key, value string
		most       int
	}{{"Name", o.Name, 160}, {"BankName", o.Bank, 45}, {"Purpose", o.Purpose, 210}} {
		if len([]rune(f.value)) > f.most {
			return wrong(f.key, ErrLength)
		}
	}
	return checkPairs(append(o.head(), o.rest()...))
}

// checkPairs proves keys and values: each once, keys of letters, one line.
func checkPairs(l Items) error {
	seen := map[string]bool{}
	for _, p := range l {
		letters := p.Tag != "" && len(p.Tag) <= 40 && strings.IndexFunc(p.Tag, func(r rune) bool {
			return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
		}) < 0
		switch {
		case seen[p.Tag]:
			return wrong(p.Tag, ErrTwice)
		case !letters:
			return wrong(p.Tag, ErrFormat)
		case p.Value == "" || len(p.Value) > 1000:
			return wrong(p.Tag, ErrLength)
		case !plain(p.Value):
			return wrong(p.Tag, ErrLetters)
		}
		seen[p.Tag] = true
	}
	return nil
}

// ReadOrder reads a payment order in any of its three encodings.
func ReadOrder(text string) (o Order, err error) {
	if len(text) < 9 || len(text) > 4000 || text[:6] != "ST0001" {
		return o, wrong("", ErrFormat)
	}
	switch text[6] {
	case '1':
		text, err = charmap.Windows1251.NewDecoder().String(text)
	case '2':
	case '3':
		text, err = charmap.KOI8R.NewDecoder().String(text)
	default:
		err = ErrFormat
	}
	if err != nil || len(text) < 9 || !strings.Contains(separators, text[7:8]) {
		return o, wrong("", ErrFormat)
	}
	mark := text[7:8]
	var l Items
	for pair := range strings.SplitSeq(strings.TrimSuffix(text[8:], mark), mark) {
		key, v, ok := strings.Cut(pair, "=")
		if !ok {
			return o, wrong(key, ErrFormat)
		}
		l = append(l, Item{key, v})
	}
	if err := checkPairs(l); err != nil {
		return o, err
	}
	for _, p := range l {
		if err := o.set(p.Tag, p.Value); err != nil {
			return o, err
		}
	}
	return o, o.check()
}

func (o *Order) set(key, v string) error {
	to := map[string]*string{"Name": &o.Name, "PersonalAcc": &o.Account, "BankName": &o.Bank, "BIC": &o.BIC,
		"CorrespAcc": &o.Corr, "Purpose": &o.Purpose, "PayeeINN": &o.INN, "KPP": &o.KPP}[key]
	switch {
	case to != nil:
		*to = v
	case key == "Sum":
		n, err := strconv.ParseInt(v, 10, 64)
		if err != nil || n <= 0 || !digits(v) || len(v) > 18 {
			return wrong(key, ErrValue)
		}
		o.Sum = money.Of(n, "RUB")
	default:
		o.More = append(o.More, Item{key, v})
	}
	return nil
}
