package wording

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"agora/audit"
	"agora/db"
	"agora/db/dbtest"
	"agora/fault"
	"agora/i18n"
	"agora/identity"
)

var schemas = []db.Schema{audit.Schema, Schema}

func operator() identity.Actor {
	return identity.Actor{Person: 1, Roles: []identity.Role{identity.Operator}}
}

func words(t *testing.T) *i18n.Bundle {
	t.Helper()
	b, err := i18n.LoadFS(fstest.MapFS{
		"messages/en.json": {Data: []byte(`{"hello":"Hello {name}","pay":"Pay now","thing":{"one":"{n} thing","other":"{n} things"}}`)},
		"messages/ky.json": {Data: []byte(`{"hello":"Салам {name}","pay":"Pay now","thing":{"one":"{n} нерсе","other":"{n} нерсе"}}`)},
		"reviewed/ky.json": {Data: []byte(`["hello"]`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestACorrectionHoldsAtOnceAndAfterAStart(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		b := words(t)
		s := New(d, b)
		if err := s.Save(t.Context(), operator(), "ky", "pay", i18n.Entry{Text: "Төлөө"}, true); err != nil {
			t.Fatal(err)
		}
		if got := b.Locale("ky").T("pay"); got != "Төлөө" {
			t.Errorf("the page says %q", got)
		}
		next := words(t)
		s = New(d, next)
		if err := s.Load(t.Context()); err != nil {
			t.Fatal(err)
		}
		line, err := s.Find("ky", "pay")
		if err != nil || next.Locale("ky").T("pay") != "Төлөө" || !line.Own || !line.Reviewed || line.Written.Text != "Pay now" {
			t.Errorf("after a start: %+v %v", line, err)
		}
		if raw, err := s.Export("ky"); err != nil || !strings.Contains(string(raw), "\n  \"pay\": \"Төлөө\",\n") {
			t.Errorf("exported is %s %v", raw, err)
		}
		if err := s.Revert(t.Context(), operator(), "ky", "pay"); err != nil || next.Locale("ky").T("pay") != "Pay now" {
			t.Errorf("after taking it back: %q %v", next.Locale("ky").T("pay"), err)
		}
		notes, err := audit.List(t.Context(), d, audit.Filter{}, audit.Page{Limit: 10})
		if err != nil || len(notes) != 2 || notes[0].Action != "wording.reverted" || notes[1].Subject != "ky:pay" {
			t.Errorf("noted: %+v %v", notes, err)
		}
	})
}

func TestReview(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		s := New(d, words(t))
		save := func(key, text string, reviewed bool) Line {
			if err := s.Save(t.Context(), operator(), "ky", key, i18n.Entry{Text: text}, reviewed); err != nil {
				t.Fatal(err)
			}
			line, _ := s.Find("ky", key)
			return line
		}
		if line := save("pay", "Pay now", true); line.Own || !line.Reviewed {
			t.Errorf("reviewed as it is: %+v", line)
		}
		if line := save("hello", "Салам {name}", false); line.Reviewed {
			t.Errorf("the mark of the file was taken away: %+v", line)
		}
		if line := save("hello", "Салам {name}", true); !line.Reviewed || len(s.of("ky")) != 1 {
			t.Errorf("as the file has it, nothing is kept: %+v %v", line, s.of("ky"))
		}
		if lines, n := s.List("ky", Filter{Only: Unreviewed, Limit: 10}); n != 1 || lines[0].Key != "thing" {
			t.Errorf("not reviewed: %v", lines)
		}
		if lines, n := s.List("ky", Filter{Text: "PAY", Limit: 1}); n != 1 || len(lines) != 1 || !lines[0].Same() {
			t.Errorf("found: %v", lines)
		}
		if lines, n := s.List("ky", Filter{Offset: 2, Limit: 5}); n != 3 || len(lines) != 1 {
			t.Errorf("the last page: %v of %d", lines, n)
		}
		if raw, err := s.ExportReviewed("ky"); err != nil || string(raw) != "[\n  \"hello\",\n  \"pay\"\n]\n" {
			t.Errorf("reviewed: %s %v", raw, err)
		}
		if _, err := s.Export("xx"); !fault.Is(err, fault.NotFound) {
			t.Errorf("a file of no language: %v", err)
		}
		st := s.Standings()
		if len(st) != 2 || st[1] != (Standing{Lang: "ky", Name: "Кыргызча", Dir: "ltr", Texts: 3, Translated: 2, Reviewed: 2}) {
			t.Errorf("standings: %+v", st)
		}
	})
}

func TestWhatIsRefused(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		s := New(d, words(t))
		for _, c := range []struct {
			by        identity.Actor
			lang, key string
			e         i18n.Entry
			want      fault.Kind
		}{
			{identity.Guest(), "ky", "pay", i18n.Entry{Text: "x"}, fault.Forbidden},
			{operator(), "xx", "pay", i18n.Entry{Text: "x"}, fault.NotFound},
			{operator(), "ky", "no.such", i18n.Entry{Text: "x"}, fault.NotFound},
			{operator(), "ky", "hello", i18n.Entry{Text: "x"}, fault.Invalid},
			{operator(), "ky", "thing", i18n.Entry{Text: "x"}, fault.Invalid},
		} {
			if err := s.Save(context.Background(), c.by, c.lang, c.key, c.e, false); !fault.Is(err, c.want) {
				t.Errorf("%s %s: %v", c.lang, c.key, err)
			}
		}
		if got := s.words.Locale("ky").T("hello", "name", "A"); got != "Салам A" {
			t.Errorf("the page says %q", got)
		}
	})
}

// TestACorrectionThatANewProgramHasOutgrown keeps the row and shows the
// program's text.
func TestACorrectionThatANewProgramHasOutgrown(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		if err := d.Write(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO wordings (lang, name, text, own, reviewed, changed_at) VALUES ('ky', 'hello', '"Салам {person}"', 1, 1, 1)`)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		s := New(d, words(t))
		if err := s.Load(t.Context()); err != nil {
			t.Fatal(err)
		}
		if line, err := s.Find("ky", "hello"); err != nil || !line.Unfit || line.Now.Text != "Салам {name}" {
			t.Errorf("%+v %v", line, err)
		}
	})
}
