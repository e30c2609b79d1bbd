package rates

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"agora/audit"
	"agora/db"
	"agora/db/dbtest"
	"agora/event"
	"agora/fault"
	"agora/identity"
	"agora/landed"
	"agora/money"
)

func schemas() []db.Schema {
	return []db.Schema{event.Schema, identity.Schema, audit.Schema, landed.Schema, Schema}
}

func boss() identity.Actor {
	return identity.Actor{Person: 9, Roles: []identity.Role{identity.Operator}}
}

// book is the package over a database whose clock the test turns.
type book struct {
	*testing.T
	*Service
	now    time.Time
	wishes Wishes
}

func eachBook(t *testing.T, f func(b *book)) {
	b := &book{}
	dbtest.EachAt(t, func() time.Time { return b.now }, schemas(), func(t *testing.T, d *db.DB) {
		b.T, b.now, b.wishes = t, thursday.Add(10*time.Hour), Wishes{}
		b.Service = New(d, landed.New(d), func() Wishes { return b.wishes })
		f(b)
	})
}

func (b *book) must(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// take puts the sample of a bank into force, with a number changed: old, new.
func (b *book) take(bank string, change ...string) {
	b.Helper()
	s, err := Read(bank, []byte(strings.NewReplacer(change...).Replace(string(sample(b, bank)))))
	b.must(err)
	b.must(b.Take(b.Context(), s, "test"))
}

// stands compares the rate of a currency on a day with "87.45 of 2026-11-26 by kg".
func (b *book) stands(c money.Currency, on time.Time, want string) {
	b.Helper()
	have := ""
	b.must(b.db.Read(b.Context(), func(tx *db.Tx) error {
		list, err := landed.GivenOn(tx, on)
		for _, g := range list {
			if g.To == c {
				have = g.Rate.String() + " of " + g.Day.Format(time.DateOnly) + " by " + g.Bank
			}
		}
		return err
	}))
	if have != want {
		b.Errorf("%s stands at %q, want %q", c, have, want)
	}
}

func (b *book) count(query string, args ...any) (n int) {
	b.Helper()
	b.must(b.db.Read(b.Context(), func(tx *db.Tx) error { return tx.Row(query, args, &n) }))
	return n
}

func TestSheetsBecomeRates(t *testing.T) {
	eachBook(t, func(b *book) {
		ctx, friday := b.Context(), thursday.AddDate(0, 0, 1)
		b.take("kg")
		b.take("ru")
		b.stands("KGS", thursday, "87.45 of 2026-11-26 by kg")
		b.stands("RUB", thursday, "92.5 of 2026-11-26 by ru")
		b.stands("EUR", thursday, "0.923831353 of 2026-11-26 by ru")
		b.stands("KGS", thursday.AddDate(0, 0, -1), "")

		// the same again adds nothing; a correction is kept beside it and counts
		before := b.count("SELECT COUNT(*) FROM rate_sheets")
		b.now = b.now.Add(time.Hour)
		b.take("kg")
		if n := b.count("SELECT COUNT(*) FROM rate_sheets"); n != before {
			b.Errorf("%d rows became %d", before, n)
		}
		b.take("kg", "87,4500", "87,5000")
		b.stands("KGS", thursday, "87.5 of 2026-11-26 by kg")
		if n := b.count("SELECT COUNT(*) FROM rate_sheets WHERE bank = 'kg' AND currency = 'USD'"); n != 2 {
			b.Errorf("%d sayings are kept", n)
		}

		// by hand for the same day: it stands, whatever the bank says
		b.must(b.landed.SaveRates(ctx, []money.Rate{{From: "USD", To: "KGS", Value: 90 * money.RateScale, Day: thursday, Source: "operator"}}))
		b.take("kg", "87,4500", "87,6000")
		b.stands("KGS", thursday, "90 of 2026-11-26 by ")
		b.stands("KGS", thursday.AddDate(0, 0, 3), "90 of 2026-11-26 by ") // a weekend without a rate

		// the next day is the bank's again
		b.take("kg", "26.11.2026", "27.11.2026")
		b.stands("KGS", friday, "87.45 of 2026-11-27 by kg")
		b.stands("KGS", thursday, "90 of 2026-11-26 by ")

		// another bank is to be heard: what it said last counts, later rows go
		b.now = friday.Add(10 * time.Hour)
		b.wishes.Order = "KGS ru"
		b.must(b.Settle(ctx))
		b.stands("KGS", friday, "90 of 2026-11-26 by ") // by hand, of that bank's day
		b.take("ru", "26.11.2026", "27.11.2026")
		b.stands("KGS", friday, "87.449775467 of 2026-11-27 by ru")
		b.wishes.Order = ""
		b.must(b.Settle(ctx))
		b.stands("KGS", friday, "87.45 of 2026-11-27 by kg")

		late := thursday.AddDate(0, 1, 0)
		if s, err := Read("kg", bytes.ReplaceAll(sample(b, "kg"), []byte("26.11.2026"), []byte(late.Format(dotted)))); err != nil || !fault.Is(b.Take(ctx, s, "test"), fault.Invalid) {
			b.Error("a sheet of next month is taken", err)
		}
	})
}

func TestRatesMeetOverAnotherCurrency(t *testing.T) {
	eachBook(t, func(b *book) {
		b.wishes.Pivot = "CNY"
		b.take("kg")
		b.stands("KGS", thursday, "87.45 of 2026-11-26 by kg") // it is heard about yuan as well, until the yuan's bank speaks
		b.take("cn")
		b.stands("KGS", thursday, "85.51023815 of 2026-11-26 by kg")
		b.stands("CNY", thursday, "7.0813 of 2026-11-26 by cn")
		if n := b.count("SELECT COUNT(*) FROM exchange_rates WHERE currency = 'KGS' AND source LIKE '%Kyrgyz%China%'"); n != 1 {
			b.Error("the source does not name both banks")
		}
	})
}

func TestAnUploadIsLookedAtFirst(t *testing.T) {
	eachBook(t, func(b *book) {
		ctx := b.Context()
		b.must(b.landed.SaveRates(ctx, []money.Rate{{From: "USD", To: "KGS", Value: 80 * money.RateScale, Day: thursday.AddDate(0, 0, -3), Source: "operator"},
			{From: "USD", To: "RUB", Value: 100 * money.RateScale, Day: thursday, Source: "operator"}}))
		upload := func(by identity.Actor, bank string, body []byte) error {
			return b.Draft(ctx, by, bank, "sheet.xml", bytes.NewReader(body))
		}
		if err := upload(identity.Guest(), "kg", sample(b, "kg")); !fault.Is(err, fault.Forbidden) {
			b.Error(err)
		}
		if err := upload(boss(), "ru", sample(b, "kg")); !fault.Is(err, fault.Invalid) {
			b.Error("a sheet of another bank is taken", err)
		}
		if err := upload(boss(), "ru", bytes.Repeat([]byte(" "), MaxBytes+1)); !fault.HasKey(err, "fault.rates_size") {
			b.Error(err)
		}
		b.must(upload(boss(), "kg", sample(b, "kg")))
		d, err := b.Drafted(ctx, boss(), "kg")
		b.must(err)
		seen := map[money.Currency]Change{}
		for _, c := range d.Changes {
			seen[c.New.To] = c
		}
		if n, ok := seen["KGS"].Tenths(); !ok || n != 93 || seen["KGS"].ByHand || !seen["RUB"].ByHand || seen["EUR"].Old.Value != 0 || len(seen) != 5 {
			b.Errorf("%d, %v, %+v", n, ok, d.Changes)
		}
		b.stands("KGS", thursday, "80 of 2026-11-23 by ")

		b.now = b.now.Add(time.Minute)
		b.must(upload(boss(), "kg", bytes.ReplaceAll(sample(b, "kg"), []byte("87,4500"), []byte("88,0000"))))
		if err := b.Apply(ctx, boss(), "kg", d.ID); !fault.HasKey(err, "fault.rates_other") {
			b.Error("applied what nobody looked at", err)
		}
		d, err = b.Drafted(ctx, boss(), "kg")
		b.must(err)
		if err := b.Apply(ctx, identity.Guest(), "kg", d.ID); !fault.Is(err, fault.Forbidden) {
			b.Error(err)
		}
		b.must(b.Apply(ctx, boss(), "kg", d.ID))
		b.stands("KGS", thursday, "88 of 2026-11-26 by kg")
		b.stands("RUB", thursday, "100 of 2026-11-26 by ")
		if _, err := b.Drafted(ctx, boss(), "kg"); !fault.Is(err, fault.NotFound) {
			b.Error(err)
		}
		b.must(upload(boss(), "ru", sample(b, "ru")))
		d, err = b.Drafted(ctx, boss(), "ru")
		b.must(err)
		b.must(b.Drop(ctx, boss(), "ru", d.ID))
		if n := b.count("SELECT COUNT(*) FROM rate_drafts"); n != 0 {
			b.Errorf("%d drafts wait", n)
		}
		if n := b.count("SELECT COUNT(*) FROM audit_notes WHERE action IN ('rates.applied', 'rates.dropped')"); n != 2 {
			b.Errorf("%d notes", n)
		}
	})
}
