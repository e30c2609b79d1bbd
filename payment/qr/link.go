package qr

import (
	"net/url"
	"strings"

	"agora/money"
)

// Link is a UPI payment link, which is also the text of a UPI code.
type Link struct {
	Address  string // pa: "shop@bank"
	Name     string // pn
	Category string // mc: four digits
	Terminal string // tid
	Ref      string // tr: the order's reference, at most 35
	Note     string // tn: at most 80 bytes
	Amount   money.Amount
	URL      string // url: where the order is shown
}

const upi = "upi://pay?"

// pairs gives the keys of a link in their order.
func (k Link) pairs() []Item {
	var l Items
	l.add("pa", k.Address)
	l.add("pn", k.Name)
	l.add("mc", k.Category)
	l.add("tid", k.Terminal)
	l.add("tr", k.Ref)
	l.add("tn", k.Note)
	if !k.Amount.IsZero() {
		l.add("am", k.Amount.Plain())
	}
	l.add("cu", "INR")
	l.add("url", k.URL)
	return l
}

// Text writes the link. A space is %20: some apps show a plus as it is.
func (k Link) Text() (string, error) {
	if err := k.check(); err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString(upi)
	for n, p := range k.pairs() {
		if n > 0 {
			b.WriteByte('&')
		}
		v := strings.ReplaceAll(url.QueryEscape(p.Value), "+", "%20")
		if p.Tag == "pa" {
			v = p.Value // its @ stands as it is
		}
		b.WriteString(p.Tag + "=" + v)
	}
	return b.String(), nil
}

func (k Link) check() error {
	if !upiAddress(k.Address) {
		return wrong("pa", ErrValue)
	}
	if k.Amount.Minor < 0 || !k.Amount.IsZero() && k.Amount.Currency != "INR" {
		return wrong("am", ErrValue)
	}
	if k.Category != "" && (len(k.Category) != 4 || !digits(k.Category)) {
		return wrong("mc", ErrValue)
	}
	for _, f := range []struct {
		key, value string
		most       int
	}{{"pn", k.Name, 99}, {"tid", k.Terminal, 35}, {"tr", k.Ref, 35}, {"tn", k.Note, 80}, {"url", k.URL, 500}} {
		if len(f.value) > f.most {
			return wrong(f.key, ErrLength)
		}
		if !plain(f.value) {
			return wrong(f.key, ErrLetters)
		}
	}
	if k.Name == "" {
		return wrong("pn", ErrMissing)
	}
	return nil
}

// upiAddress reports whether s is "name@bank".
func upiAddress(s string) bool {
	name, bank, ok := strings.Cut(s, "@")
	good := func(s, more string) bool {
		return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"+more) == ""
	}
	return ok && len(s) <= 255 && good(name, ".-_") && good(bank, ".-")
}

// ReadLink reads a UPI link strictly: each key once, and none that is unknown.
func ReadLink(text string) (Link, error) {
	var k Link
	query, ok := strings.CutPrefix(text, upi)
	if !ok {
		return k, wrong("", ErrFormat)
	}
	seen := map[string]bool{}
	for pair := range strings.SplitSeq(query, "&") {
		key, v, _ := strings.Cut(pair, "=")
		v, err := url.QueryUnescape(v)
		if err != nil || v == "" {
			return k, wrong(key, ErrFormat)
		}
		if seen[key] {
			return k, wrong(key, ErrTwice)
		}
		seen[key] = true
		if err := k.set(key, v); err != nil {
			return k, err
		}
	}
	return k, k.check()
}

func (k *Link) set(key, v string) error {
	to := map[string]*string{"pa": &k.Address, "pn": &k.Name, "mc": &k.Category, "tid": &k.Terminal, "tr": &k.Ref,
		"tn": &k.Note, "url": &k.URL}[key]
	switch {
	case to != nil:
		*to = v
	case key == "am":
		if checkSum(v) != nil {
			return wrong("am", ErrValue)
		}
		a, err := money.Parse(v, "INR")
		if err != nil || a.Minor <= 0 {
			return wrong("am", ErrValue)
		}
		k.Amount = a
	case key == "cu":
		if v != "INR" {
			return wrong("cu", ErrValue)
		}
	default:
		return wrong(key, ErrUnknown)
	}
	return nil
}
