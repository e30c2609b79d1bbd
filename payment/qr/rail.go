package qr

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"time"

	"agora/country"
)

func as(err error, to **Error) bool { return errors.As(err, to) }

// Limits of names in a code, in bytes.
const (
	nameSize = 25
	citySize = 15
	misc     = "5999" // merchants of no other category
)

// code begins the EMV code of an account: all but who is paid.
func (a Account) code(ask Ask) Code {
	f := a.fields
	c := Code{Once: !ask.Amount.IsZero(), Category: cmp.Or(f["mcc"], misc), Currency: a.Currency, Amount: ask.Amount,
		Country: cmp.Or(country.Code(f["country"]), a.rail.country), Name: Cut(Latin(f["name"]), nameSize),
		City: Cut(Latin(f["city"]), citySize), Postcode: f["postcode"]}
	if f["lang"] != "" || f["own"] != "" || f["own_city"] != "" {
		c.Local = Local{f["lang"], Cut(cmp.Or(f["own"], f["name"]), nameSize), Cut(f["own_city"], citySize)}
	}
	return c
}

func (c Code) paper() (Paper, error) {
	text, err := c.Text()
	return Paper{Text: text, Amount: c.Amount}, err
}

// bill names the order in template 62, where statements take it from.
func bill(ref string, tags ...string) (l Items) {
	for _, t := range tags {
		l.add(t, ref)
	}
	return l
}

// khqr writes tag 29 for a person and 30 for a merchant. Riel are whole, so
// that a part of one is asked for as one.
func khqr(a Account, ask Ask) (Paper, error) {
	const riel = 100
	if m := ask.Amount.Minor % riel; a.Currency == "KHR" && m != 0 {
		ask.Amount.Minor += riel - m
	}
	c, f := a.code(ask), a.fields
	t := Items{{"00", f["account"]}}
	if !account(f["account"]) {
		return Paper{}, wrong("29.00", ErrValue)
	}
	tag := "29"
	if f["merchant"] != "" {
		tag = "30"
		t.add("01", f["merchant"])
	} else {
		t.add("01", f["info"])
	}
	t.add("02", f["bank"])
	c.Accounts.add("15", f["unionpay"])
	c.Accounts.add(tag, t.String())
	c.More = bill(ask.Ref, BillNumber)
	if c.Once {
		c.Made, c.Until = ask.Made.Truncate(time.Millisecond).UTC(), ask.Until.Truncate(time.Millisecond).UTC()
		if ask.Until.IsZero() {
			c.Until = c.Made.Add(24 * time.Hour)
		}
	}
	return c.paper()
}

// account reports whether s is a Bakong account: "name@bank", at most 32.
func account(s string) bool { return len(s) <= 32 && upiAddress(s) }

// bharat writes the schemes that the operator has, with the reference in 27.
func bharat(a Account, ask Ask) (Paper, error) {
	const rupay = "A000000524"
	c, f := a.code(ask), a.fields
	c.Accounts.add("02", f["visa"])
	c.Accounts.add("04", f["mastercard"])
	c.Accounts.add("06", f["rupay"])
	c.Accounts.add("08", f["ifsc"])
	if f["upi"] != "" {
		if !upiAddress(f["upi"]) {
			return Paper{}, wrong("26.01", ErrValue)
		}
		c.Accounts.add("26", Items{{"00", rupay}, {"01", f["upi"]}}.String())
		if ask.Ref != "" {
			c.Accounts.add("27", Items{{"00", rupay}, {"01", ask.Ref}}.String())
		}
	}
	c.More = bill(ask.Ref, BillNumber, Reference)
	return c.paper()
}

// emvPaper writes the account template as the operator has it from the bank.
func emvPaper(a Account, ask Ask) (Paper, error) {
	c, f := a.code(ask), a.fields
	t := Items{{"00", f["id"]}}
	for _, key := range slices.Sorted(maps.Keys(f)) {
		if len(key) == 2 && digits(key) {
			t.add(key, f[key])
		}
	}
	if tag := f["tag"]; len(tag) != 2 || !digits(tag) || tag < "26" || tag > "51" {
		return Paper{}, wrong("tag", ErrValue)
	}
	if err := t.check(f["tag"] + "."); err != nil {
		return Paper{}, err
	}
	c.Accounts.add(f["tag"], t.String())
	c.More = bill(ask.Ref, BillNumber, Reference)
	return c.paper()
}

func upiPaper(a Account, ask Ask) (Paper, error) {
	text, err := Link{Address: a.fields["id"], Name: Cut(a.fields["name"], 99), Category: a.fields["mcc"], Ref: ask.Ref,
		Note: ask.Ref, Amount: ask.Amount}.Text()
	return Paper{Text: text, Link: text}, err
}

func orderPaper(a Account, ask Ask) (Paper, error) {
	f := a.fields
	purpose := ask.Ref
	if f["purpose"] != "" {
		purpose = f["purpose"] + " " + ask.Ref
	}
	text, err := Order{Name: f["name"], Account: f["account"], Bank: f["bank"], BIC: f["bic"], Corr: f["corr"],
		Sum: ask.Amount, Purpose: purpose, INN: f["inn"], KPP: f["kpp"]}.Text()
	return Paper{Text: text}, err
}

// karekodPaper knows no sum and no reference: the payer types both.
func karekodPaper(a Account, ask Ask) (Paper, error) {
	text, err := Karekod{Producer: a.fields["bank"], IBAN: spaceless(a.fields["iban"]), Name: Cut(a.fields["name"], 50)}.Text()
	return Paper{Text: text, Amount: ask.Amount}, err
}

func spaceless(s string) string {
	return string(slices.DeleteFunc([]byte(s), func(b byte) bool { return b == ' ' }))
}
