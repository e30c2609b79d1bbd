package relief_test

import (
	"bytes"
	"iter"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"agora/fault"
	. "agora/relief"
)

// holds proves of any file: what is good has no fault and is complete, comes once, and a
// second reading gives the same.
func holds[T any](t *testing.T, read func() iter.Seq2[Past[T], error], complete func(T) bool) {
	t.Helper()
	var first []Past[T]
	ids := map[string]bool{}
	for p, err := range read() {
		if err != nil {
			if fault.List(err) == nil {
				t.Errorf("a file made %v", err)
			}
			break
		}
		if first = append(first, p); (p.Verdict == LineGood) != (len(p.Faults) == 0) || p.Row < 1 {
			t.Errorf("%+v", p)
		}
		if p.Verdict != LineGood {
			continue
		}
		if !complete(p.Said) || ids[p.ID] || len(p.ID) != 32 {
			t.Errorf("good, but %+v", p)
		}
		ids[p.ID] = true
	}
	n := 0
	for p, err := range read() {
		if err == nil && (n >= len(first) || !reflect.DeepEqual(p, first[n])) {
			t.Errorf("a second reading gives %+v", p)
		}
		n++
	}
}

func fits(item string, units int64, at ...time.Time) bool {
	for _, i := range PastItems() {
		if i.Code == item {
			for _, a := range at {
				if a.Year() < 2000 || a.After(now) {
					return false
				}
			}
			return units > 0 && units <= i.Most && units%i.Each == 0
		}
	}
	return false
}

func seed(f *testing.F, name, head string) {
	f.Helper()
	body, err := os.ReadFile("testdata/getusppe/" + name)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(body)
	for _, s := range []string{"", head, head + "\"", "\xef\xbb\xbf" + head + ",,,,,,,,\n", "\xff\xfe" + head, head + strings.Repeat("9,", 9), head + "\x00"} {
		f.Add([]byte(s))
	}
}

func FuzzReadOffers(f *testing.F) {
	seed(f, "offers.csv", offerHead)
	f.Fuzz(func(t *testing.T, body []byte) {
		holds(t, func() iter.Seq2[Past[PastOffer], error] { return ReadOffers(bytes.NewReader(body), now) }, func(o PastOffer) bool {
			return o.Donor != "" && o.Donation != "" && len(o.State) == 2 && fits(o.Item, o.Units, o.Created)
		})
	})
}

func FuzzReadMatches(f *testing.F) {
	seed(f, "matches.csv", matchHead)
	f.Fuzz(func(t *testing.T, body []byte) {
		holds(t, func() iter.Seq2[Past[PastMatch], error] { return ReadMatches(bytes.NewReader(body), now) }, func(m PastMatch) bool {
			return m.Match != "" && m.Donor != "" && m.Facility != "" && m.Status != "" && fits(m.Item, m.Units, m.Created, m.Ended) && !m.Ended.Before(m.Created)
		})
	})
}
