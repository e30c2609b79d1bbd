package delivery

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// FuzzReadTracked is about files that carriers give: what is taken is whole.
func FuzzReadTracked(f *testing.F) {
	f.Add("number,time,what,place\nRR473362372KG,2026-11-25 10:00,customs,Osh\n")
	f.Add("\uFEFFwhat,place,number,time\ndelivered,\"Lahore, GPO\",ABC1,2026-11-25T10:00:00+05:00\n")
	f.Fuzz(func(t *testing.T, s string) {
		list, err := ReadTracked(strings.NewReader(s))
		if err == nil {
			whole(t, list, MostTracked)
		}
	})
}

// FuzzReadTold is about calls of carriers; what is taken from one is taken
// again when it is written anew.
func FuzzReadTold(f *testing.F) {
	f.Add([]byte(`{"events":[{"number":"RR473362372KG","time":"2026-11-25T10:00:00Z","what":"customs","place":" Osh "}]}`))
	f.Add([]byte(`{"Events":[{"time":"2026-11-25 10:00","what":"returned"},{}]}`))
	f.Add([]byte(`{"events":[{"time":"0000-01-01T00:00:00+05:00","what":"customs"}]}`)) // the year before the first
	f.Fuzz(func(t *testing.T, body []byte) {
		list, err := readTold(body)
		if err != nil {
			return
		}
		whole(t, list, mostTold)
		type event struct{ Number, Time, What, Place string }
		var told struct{ Events []event }
		for _, e := range list {
			told.Events = append(told.Events, event{e.Number, e.At.Format(time.RFC3339), string(e.What), e.Place})
		}
		again, err := json.Marshal(told)
		if err != nil {
			t.Fatal(err)
		}
		same := func(a, b Tracked) bool {
			return a.Number == b.Number && a.At.Truncate(time.Second).Equal(b.At) && a.What == b.What && a.Place == b.Place
		}
		if back, err := readTold(again); err != nil || !slices.EqualFunc(list, back, same) {
			t.Errorf("%s came back as %+v, %v", again, back, err)
		}
	})
}

// FuzzSigned: only the right hand signs, whatever stands in the header.
func FuzzSigned(f *testing.F) {
	f.Add("secret", "sha256=00", []byte("{}"))
	f.Add("", "sha256=b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad", []byte{})
	f.Fuzz(func(t *testing.T, secret, header string, body []byte) {
		if signed(secret, header, body) && (secret == "" || signed(secret, header, append(bytes.Clone(body), '.'))) {
			t.Errorf("%q signs for %q", header, secret)
		}
	})
}

// whole fails on what no parcel can be told.
func whole(t *testing.T, list []Tracked, most int) {
	t.Helper()
	if len(list) > most {
		t.Fatalf("%d taken", len(list))
	}
	for _, e := range list {
		if !slices.Contains(Whats[:], e.What) || e.At.Year() < firstYear || e.At.After(time.Now().Add(early)) || !utf8.ValidString(e.Place) ||
			utf8.RuneCountInString(e.Place) > maxPlace || e.Place != strings.TrimSpace(e.Place) {
			t.Fatalf("%+v", e)
		}
	}
}
