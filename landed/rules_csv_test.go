package landed

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"time"

	"agora/db"
	"agora/db/dbtest"
	"agora/fault"
)

func TestRulesGoToAFileAndComeBack(t *testing.T) {
	rules, err := shippedRules()
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := WriteRulesCSV(&file, rules); err != nil {
		t.Fatal(err)
	}
	back, err := ReadRulesCSV(&file)
	if err != nil || !reflect.DeepEqual(back, rules) {
		t.Errorf("%d of %d came back as they were, %v", len(back), len(rules), err)
	}
	if c := Changes(rules, back); len(c) != 0 {
		t.Errorf("the same rules change %v", c)
	}
}

const goodRow = "own-vat,vat,PK,1800,the law,2026-11-26,high,guaranteed"

func TestRulesOfAFile(t *testing.T) {
	const head = "id,kind,to,bps,source,seen,confidence,status"
	for name, c := range map[string]struct{ text, key, column string }{
		"one":                 {head + "\n" + goodRow, "", ""},
		"of a spreadsheet":    {"\uFEFF" + head + "\r\n" + goodRow + "\r\n", "", ""},
		"several countries":   {head + "\n" + strings.Replace(goodRow, "PK", "PK LK", 1), "", ""},
		"nothing":             {"", "fault.rules_head", ""},
		"an unknown column":   {head + ",tax\n" + goodRow + ",1", "fault.rules_column", ""},
		"a column twice":      {head + ",bps\n" + goodRow + ",1", "fault.rules_column", ""},
		"a rate of words":     {head + "\n" + strings.Replace(goodRow, "1800", "18 %", 1), "fault.rules_row", "bps"},
		"an unknown country":  {head + "\n" + strings.Replace(goodRow, "PK", "XX", 1), "fault.rules_row", "to"},
		"an unknown kind":     {head + "\n" + strings.Replace(goodRow, ",vat,", ",gst,", 1), "fault.rules_row", "kind"},
		"no source":           {head + "\n" + strings.Replace(goodRow, "the law", "", 1), "fault.rules_row", "source"},
		"a day of other form": {head + "\n" + strings.Replace(goodRow, "2026-11-26", "26.11.2026", 1), "fault.rules_row", "day"},
		"one id twice":        {head + "\n" + goodRow + "\n" + goodRow, "fault.rules_row", "id"},
		"a row too short":     {head + "\nown-vat,vat", "fault.rules_row", ""},
	} {
		rules, err := ReadRulesCSV(strings.NewReader(c.text))
		switch {
		case c.key == "" && (err != nil || len(rules) == 0):
			t.Errorf("%s: %v", name, err)
		case c.key != "" && (!fault.HasKey(err, c.key) || c.column != "" && !strings.Contains(strings.Join(argsOf(err), " "), c.column)):
			t.Errorf("%s: %v %v", name, err, argsOf(err))
		}
	}
}

func argsOf(err error) (list []string) {
	for _, e := range fault.List(err) {
		for _, a := range e.Args {
			if s, ok := a.(string); ok {
				list = append(list, s)
			}
		}
	}
	return list
}

func FuzzReadRulesCSV(f *testing.F) {
	f.Add("id,kind,to,bps,source,seen,confidence,status\n" + goodRow)
	f.Add("id,kind,to,threshold,sent,excess\nx,duty,UZ,100.00 USD,KG KZ,yes")
	f.Fuzz(func(t *testing.T, s string) {
		rules, err := ReadRulesCSV(strings.NewReader(s))
		if err != nil {
			return
		}
		var file bytes.Buffer
		if err := WriteRulesCSV(&file, rules); err != nil {
			t.Fatal(err)
		}
		if back, err := ReadRulesCSV(&file); err != nil || len(Changes(rules, back)) > 0 {
			t.Errorf("%q came back as %v, %v", s, back, err)
		}
	})
}

// TestADraftIsLookedAtBeforeItApplies brings a file in, sees what it changes,
// and is refused when something else changed meanwhile.
func TestADraftIsLookedAtBeforeItApplies(t *testing.T) {
	dbtest.Each(t, []db.Schema{Schema}, func(t *testing.T, d *db.DB) {
		s, ctx := New(d), t.Context()
		const file = "id,kind,to,bps,source,seen,confidence,status,from,sent\nown-vat,vat,PK,1800,the law,2026-11-26,high,guaranteed,2026-01-01,\n" +
			"vat-tr,vat,TR,1900,the law,2026-11-26,high,guaranteed,2026-01-01,\n"
		put := func() (id DraftID) {
			t.Helper()
			if err := d.Write(ctx, func(tx *db.Tx) (err error) { id, err = s.PutDraft(tx, []byte(file)); return err }); err != nil {
				t.Fatal(err)
			}
			return id
		}
		apply := func(id DraftID) error {
			return d.Write(ctx, func(tx *db.Tx) error { _, err := s.ApplyDraft(tx, id); return err })
		}
		first, second := put(), put()
		draft, err := s.Draft(ctx, first)
		if err != nil || draft.Rules != 2 || len(draft.Changes) != 2 || !draft.Changes[0].New || draft.Changes[1].New {
			t.Fatalf("%+v, %v", draft, err)
		}
		cells := draft.Changes[1].Cells
		if len(cells) == 0 || cells[0] != (CellChange{"bps", "2000", "1900"}) {
			t.Errorf("it changes %v", cells)
		}
		if err := apply(first); err != nil {
			t.Fatal(err)
		}
		v, err := s.View(ctx)
		if err != nil || len(v.Rules("PK", VAT)) != 1 || v.Rules("TR", VAT)[0].Rate != 1900 || v.Rules("TR", VAT)[0].Version != 1 {
			t.Errorf("in force: %+v, %v", v.Rules("TR", VAT), err)
		}
		if err := apply(second); !fault.Is(err, fault.Conflict) {
			t.Errorf("a look that is old: %v", err)
		}
		if err := apply(first); err == nil {
			t.Error("applied twice")
		}
		if again, err := s.Draft(ctx, put()); err != nil || len(again.Changes) != 0 {
			t.Errorf("the same file once more changes %v, %v", again.Changes, err)
		}
	})
}

// TestASetIsSwitchedOnADay plans a change and takes it back.
func TestASetIsSwitchedOnADay(t *testing.T) {
	dbtest.Each(t, []db.Schema{Schema}, func(t *testing.T, d *db.DB) {
		s, ctx := New(d), t.Context()
		put := func(w Switch) error { return d.Write(ctx, func(tx *db.Tx) error { return s.PutSwitch(tx, w) }) }
		now := time.Now()
		tomorrow := day(now).AddDate(0, 0, 1)
		if err := put(Switch{"eaeu-b", day(now).AddDate(0, 0, -1), true}); !fault.Is(err, fault.Invalid) {
			t.Errorf("yesterday: %v", err)
		}
		for _, w := range []Switch{{"eaeu-b", tomorrow, true}, {"eaeu-a", tomorrow, false}} {
			if err := put(w); err != nil {
				t.Fatal(err)
			}
		}
		sets := func(after int) (list []string) {
			v, err := s.On(ctx, day(now).AddDate(0, 0, after))
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range v.Rules("KZ", DeMinimis) {
				list = append(list, r.Set)
			}
			return list
		}
		if a, b := sets(0), sets(1); !reflect.DeepEqual(a, []string{"eaeu-a"}) || !reflect.DeepEqual(b, []string{"eaeu-b"}) {
			t.Errorf("today %v, tomorrow %v", a, b)
		}
		if err := d.Write(ctx, func(tx *db.Tx) error { return s.DropSwitch(tx, Switch{Set: "eaeu-b", Day: tomorrow}) }); err != nil {
			t.Fatal(err)
		}
		if b := sets(1); len(b) != 0 {
			t.Errorf("taken back: %v", b)
		}
	})
}
