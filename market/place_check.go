package market

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"agora/country"
	"agora/fault"
)

// checked gives the command with its texts cleaned, or every fault of the form
// at once, each under the name of its field.
func (c PlaceOrder) checked() (PlaceOrder, error) {
	var f fault.Fields
	if c.Key == "" || len(c.Key) > 64 {
		f.Add("key", "fault.required")
	}
	if !c.Currency.Valid() {
		f.Add("currency", "fault.choice")
	}
	if c.Pay == "" {
		f.Add("pay", "fault.required")
	}
	if c.Bare {
		return c.checkedBare(f)
	}
	address, err := c.Address.Check()
	if err := f.Join("address", err); err != nil {
		return c, err
	}
	c.Address = address
	contact, err := c.Contact.Checked(address)
	if err := f.Join("contact", err); err != nil {
		return c, err
	}
	c.Contact = contact
	text, err := note("note", c.Note, false)
	if err := f.Join("", err); err != nil {
		return c, err
	}
	c.Note = text
	text, err = note("leave", c.Leave, false)
	if err := f.Join("", err); err != nil {
		return c, err
	}
	c.Leave = text
	return c, f.Err()
}

// Checked wants a way to reach the buyer: an e-mail address, or else the phone
// of the address. Its fault names "email".
func (c Contact) Checked(a country.Address) (Contact, error) {
	c.Email = strings.ToLower(strings.TrimSpace(c.Email))
	if c.Phone == "" {
		c.Phone = a.Phone
	}
	if c.Email == "" {
		return c, nil // the address always has a phone
	}
	parsed, err := mail.ParseAddress(c.Email)
	if err != nil || parsed.Address != c.Email || len(c.Email) > 254 {
		return c, fault.Field("email", "fault.email")
	}
	return c, nil
}

// noteMax bounds free text, in characters.
const noteMax = 500

// note cleans a free text of a person: one to noteMax characters of valid
// UTF-8 without control characters, normalised.
func note(field, s string, required bool) (string, error) {
	if !utf8.ValidString(s) {
		return "", fault.Field(field, "fault.text")
	}
	s = norm.NFC.String(strings.TrimSpace(s))
	switch {
	case s == "" && required:
		return "", fault.Field(field, "fault.required")
	case utf8.RuneCountInString(s) > noteMax:
		return "", fault.Field(field, "fault.too_long", "max", noteMax)
	case strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\r' }):
		return "", fault.Field(field, "fault.text")
	}
	return s, nil
}

// digest tells two commands apart; the same key must come with the same one.
func (c PlaceOrder) digest() string {
	c.Key = ""
	text, err := json.Marshal(c)
	if err != nil {
		panic(fmt.Sprintf("a command that cannot be written down: %v", err))
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16])
}

// placeable proves that what the buyer saw is what is sold now.
func (c Checkout) placeable(p PlaceOrder) error {
	var f fault.Fields
	if err := c.Cart.good(p); err != nil {
		return err
	}
	if len(c.Cart.Shops) == 0 {
		return fault.New(fault.Conflict, "fault.cart_empty")
	}
	if p.Bare && !c.Cart.Bare() {
		return fault.New(fault.Conflict, "fault.quote_changed")
	}
	for _, shop := range c.Cart.Shops {
		for _, l := range shop.Lines {
			if l.Problem != nil {
				f = append(f, l.Problem)
			}
		}
		if shop.Digital {
			continue
		}
		if c.Chosen[shop.Shop.ID] == "" {
			f.Add(optionField(shop.Shop.ID), "fault.no_delivery", "shop", shop.Shop.Name, "country", string(p.Address.Country))
		}
		if parcel, _ := c.Quote.Parcel(shop.Shop.ID); parcel.Prohibited() {
			f.Add(optionField(shop.Shop.ID), "fault.prohibited", "shop", shop.Shop.Name)
		}
	}
	if err := f.Err(); err != nil {
		return err
	}
	if len(p.Counted.Cart.Shops) == 0 && c.Quote.Hash() != p.QuoteHash {
		return c.changed(p.Seen)
	}
	return nil
}
