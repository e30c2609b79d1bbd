package relief_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"agora/fault"
	"agora/goods"
	"agora/identity"
	. "agora/relief"
)

// imports reads a list into a crisis.
func (a *aid) imports(kind RecordKind, body []byte) Import {
	a.Helper()
	out, err := a.Import(a.Context(), expects, a.crisis.ID, kind, bytes.NewReader(body))
	a.must(err)
	return out
}

// kept writes down all that is kept of lists, without ids.
func (a *aid) kept() string {
	a.Helper()
	var b strings.Builder
	codes := map[goods.ItemID]string{}
	items, err := a.Items(a.Context(), a.crisis.ID)
	a.must(err)
	for _, i := range items {
		codes[i.ID] = i.Code
		fmt.Fprintln(&b, i.Code)
	}
	for _, kind := range RecordKinds {
		for _, v := range []Verdict{LineGood, LineParked, LineRefused, LineDropped} {
			a.must(a.EachRecord(a.Context(), a.crisis.ID, kind, v, func(r Record) error {
				fmt.Fprintln(&b, kind, r.Row, v, codes[r.Item], r.Units, r.Status, r.Began, r.Ended, r.Cells, r.Mended, r.Faults)
				return nil
			}))
		}
	}
	for after := PledgeID(0); ; {
		list, err := a.Pledges(a.Context(), a.crisis.ID, Recorded, after)
		a.must(err)
		for _, p := range list {
			after = p.ID
			fmt.Fprintln(&b, codes[p.Item], p.Units, p.Gift)
		}
		if len(list) < PageSize {
			return b.String()
		}
	}
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	body, err := io.ReadAll(excerpt(t, name))
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// long repeats an offer with other keys, so that a list has several batches.
func long(lines int) []byte {
	var b bytes.Buffer
	b.WriteString(offerHead)
	for n := range lines {
		qty := 10 + n
		if n%7 == 3 {
			qty = -1
		}
		if n%11 == 5 {
			qty = 50_000_000
		}
		fmt.Fprintf(&b, "d%d,o%d,n95,%d,2020-04-19 04:00:00 UTC,Form,CA\n", n, n, qty)
	}
	return b.Bytes()
}

// TestAListIsKeptOnce: what is sent again, cut off in the middle, or shifted by a line,
// ends as if it had come once.
func TestAListIsKeptOnce(t *testing.T) {
	crises(t, func(a *aid, _ *time.Time) {
		offers, matches := append(read(a.T, "offers.csv"), bytes.TrimPrefix(long(1_300), []byte(offerHead))...), read(a.T, "matches.csv")
		first := a.imports(Offers, offers)
		second := a.imports(Matches, matches)
		if first.New == 0 || first.New != first.Good+first.Parked+first.Refused || second.New != second.Good+second.Parked+second.Refused {
			t.Errorf("offers %v, %d new; matches %v, %d new", &first.PastCount, first.New, &second.PastCount, second.New)
		}
		want := a.kept()
		if again := a.imports(Offers, offers); again.New != 0 || again.Good != first.Good {
			t.Errorf("again: %v, %d new", &again.PastCount, again.New)
		}
		a.imports(Matches, matches)
		if got := a.kept(); got != want {
			t.Error("a second reading changed what is kept")
		}
		// a file from which the first line was taken out says nothing new that counts
		head, rest, _ := bytes.Cut(long(1_300), []byte("\n"))
		_, rest, _ = bytes.Cut(rest, []byte("\n"))
		if shifted := a.imports(Offers, append(append(head, '\n'), rest...)); shifted.New != shifted.Refused {
			t.Errorf("shifted by a line: %v, %d new", &shifted.PastCount, shifted.New)
		}
		broken := errors.New("the line is down")
		for _, at := range []int{len(offerHead) + 3, len(offers) / 2, len(offers) - 9} {
			other := newAid(a.T, a.d)
			if _, err := other.Import(a.Context(), expects, other.crisis.ID, Offers, io.MultiReader(bytes.NewReader(offers[:at]), away{broken})); !errors.Is(err, broken) {
				t.Error(at, err)
			}
			other.imports(Offers, offers)
			other.imports(Matches, matches)
			if other.kept() != want {
				t.Errorf("cut off after %d bytes, and sent again, it is not the same", at)
			}
		}
	})
}

// TestAPersonMendsWhatIsParked, or leaves it out; what is absurd counts for nothing
// until then, and never unless she says so.
func TestAPersonMendsWhatIsParked(t *testing.T) {
	crises(t, func(a *aid, _ *time.Time) {
		a.imports(Offers, []byte(offerHead+"d1,o1,n95,50000000,2020-04-19 04:00:00 UTC,Form,CA\nd2,o2,gown,5,2020-04-19 04:00:00 UTC,Form,Ontario\nd3,o3,gown,7,2020-04-19 04:00:00 UTC,Form,\nd4,o4,gown,199999999999998,2020-04-19 04:00:00 UTC,Form,CA\n"))
		sums := func() string {
			list, err := a.RecordSums(a.Context(), a.crisis.ID)
			a.must(err)
			units, lines := int64(0), int64(0)
			for _, s := range list {
				units, lines = units+s.Units, lines+s.Lines
			}
			return fmt.Sprint(lines, " ", units)
		}
		list, err := a.Records(a.Context(), a.crisis.ID, Offers, LineParked, Record{})
		a.must(err)
		if len(list) != 3 || list[0].Row != 2 || list[0].Faults[0].Key != "fault.relief_absurd" || list[1].Faults[0].Error().Args[1] != "Ontario" || sums() != "0 0" {
			t.Fatalf("%+v, %s", list, sums())
		}
		cells := func(i int, column int, v string) []string {
			c := append([]string(nil), list[i].Cells...)
			c[column] = v
			return c
		}
		mend := func(i int, c []string, sure bool) error {
			cell := func(i int) (string, bool) { return c[i], true }
			return a.Mend(a.Context(), expects, a.crisis.ID, Offers, list[i].Key, cell, sure)
		}
		for i, c := range [][]string{list[0].Cells, cells(0, 3, "x"), cells(0, 3, "199999999999998"), cells(0, 4, "2999-01-01 00:00:00 UTC")} {
			if err := mend(0, c, i > 1); fault.List(err) == nil || fault.List(err)[0].Field == "" {
				t.Errorf("%v is taken: %v", c, err)
			}
		}
		if sums() != "0 0" {
			t.Error(sums())
		}
		a.must(mend(0, cells(0, 3, "500"), false))
		a.must(mend(1, cells(1, 6, "ny"), false))
		if err := mend(0, cells(0, 3, "600"), false); !fault.Is(err, fault.Conflict) {
			t.Error("mended twice: ", err)
		}
		if err := mend(2, append(cells(1, 6, "ny")[:6:6], "ny"), false); !fault.HasKey(err, "fault.relief_again") {
			t.Error("two lines say the same: ", err)
		}
		a.must(a.Drop(a.Context(), expects, a.crisis.ID, Offers, list[2].Key))
		if sums() != "2 505" {
			t.Error(sums())
		}
		if err := a.Drop(a.Context(), counts, a.crisis.ID, Matches, list[2].Key); !fault.Is(err, fault.NotFound) {
			t.Error(err)
		}
		// the corrected file of the sender, and the old one again, bring nothing
		if out := a.imports(Offers, []byte(offerHead+"d1,o1,n95,500,2020-04-19 04:00:00 UTC,Form,CA\n")); out.New != 0 {
			t.Error("what was mended here and there counts twice")
		}
		pledges, err := a.Pledges(a.Context(), a.crisis.ID, Recorded, 0)
		a.must(err)
		if len(pledges) != 2 || pledges[0].Units != 500 || pledges[1].Place != "NY" {
			t.Errorf("%+v", pledges)
		}
		promised := a.overview().Pledged
		if len(promised) != 0 {
			t.Error("what was recorded is promised: ", promised)
		}
		a.must(a.Take(a.Context(), expects, a.crisis.ID, pledges[0].ID, true))
		if promised = a.overview().Pledged; promised[pledges[0].Item] != 500 {
			t.Error(promised)
		}
		if err := a.Drop(a.Context(), identity.Actor{Person: 9}, a.crisis.ID, Offers, list[2].Key); !fault.Is(err, fault.Forbidden) {
			t.Error("anybody may: ", err)
		}
	})
}

// TestTheRecordsOf2020AreKept imports the real lists, twice: they are in no total of the
// crisis, and their own sums are those of the lines that are good.
func TestTheRecordsOf2020AreKept(t *testing.T) {
	dir := filepath.Join("..", "..", "shared", "data", "relief")
	offers, err := os.ReadFile(filepath.Join(dir, "all_offers.csv"))
	if err != nil {
		t.Skip("the records of GetUsPPE are not here: ", err)
	}
	matches, err := os.ReadFile(filepath.Join(dir, "all_matches.csv"))
	if err != nil {
		t.Fatal(err)
	}
	crises(t, func(a *aid, _ *time.Time) {
		start := time.Now()
		if out := a.imports(Offers, offers); out.New != 4966 || out.String() != "4161 good, 416 parked, 389 refused" {
			t.Errorf("offers: %d new, %v", out.New, &out.PastCount)
		}
		if out := a.imports(Matches, matches); out.New != 6932 || out.String() != "6006 good, 515 parked, 411 refused" {
			t.Errorf("matches: %d new, %v", out.New, &out.PastCount)
		}
		t.Log("11,898 lines in ", time.Since(start))
		if out := a.imports(Matches, matches); out.New != 0 {
			t.Errorf("matches again: %d new", out.New)
		}
		counts, err := a.RecordCounts(a.Context(), a.crisis.ID)
		a.must(err)
		if got := fmt.Sprint(counts); got != "map[matches:map[good:6006 parked:515 refused:411] offers:map[good:4161 parked:416 refused:389]]" {
			t.Error(got)
		}
		sums, err := a.RecordSums(a.Context(), a.crisis.ID)
		a.must(err)
		units := map[RecordKind]int64{}
		for _, s := range sums {
			units[s.Kind] += s.Units
		}
		if units[Offers] != 65_674_832 || units[Matches] != 26_704_713 {
			t.Error(units)
		}
		if o := a.overview(); len(o.Totals)+len(o.Pledged) != 0 {
			t.Error("records are in the totals of the crisis: ", o.Totals, o.Pledged)
		}
	})
}
