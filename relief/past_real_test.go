package relief_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	. "agora/relief"
)

// pastReal opens a file of real records, if they are here.
func pastReal(t *testing.T, name string) io.Reader {
	t.Helper()
	body, err := os.ReadFile(filepath.Join("..", "..", "shared", "data", "relief", name))
	if err != nil {
		t.Skip("the records of GetUsPPE are not here: ", err)
	}
	return bytes.NewReader(body)
}

// tell counts lines and the units of those that are good.
func tell[T any](t *testing.T, w io.Writer, name string, lines iter.Seq2[Past[T], error], units func(T) int64) {
	t.Helper()
	var c PastCount
	var sum, rows int64
	ids := map[string]bool{}
	for p, err := range lines {
		if err != nil {
			t.Fatal(name, err)
		}
		rows++
		c.Add(p.Verdict, p.Faults)
		if p.Verdict != LineGood {
			continue
		}
		if ids[p.ID] {
			t.Errorf("%s: line %d is good twice", name, p.Row)
		}
		ids[p.ID] = true
		sum += units(p.Said)
	}
	if rows != c.Good+c.Parked+c.Refused {
		t.Errorf("%s: %d lines are not %v", name, rows, &c)
	}
	fmt.Fprintf(w, "%s: %d lines, %v; %d good units\n", name, rows, &c, sum)
	for _, why := range c.Reasons() {
		fmt.Fprintf(w, "%6d %s %s\n", c.Why[why], why.Field, why.Key)
	}
}

// TestTheRecordsOf2020 counts what is good in the real files, and why the rest is not;
// AGORA_KEEP_PAST=1 keeps the counts.
func TestTheRecordsOf2020(t *testing.T) {
	var got bytes.Buffer
	tell(t, &got, "offers", ReadOffers(pastReal(t, "all_offers.csv"), now), func(o PastOffer) int64 { return o.Units })
	tell(t, &got, "matches", ReadMatches(pastReal(t, "all_matches.csv"), now), func(m PastMatch) int64 { return m.Units })
	const golden = "testdata/past.txt"
	if os.Getenv("AGORA_KEEP_PAST") != "" {
		if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Error(diff)
	}
}

// TestBoundsAreWhatDonorsProved counts again, without the reader, what each donor
// brought of each item, and finds the bound as SOURCES.md says.
func TestBoundsAreWhatDonorsProved(t *testing.T) {
	rows, err := csv.NewReader(pastReal(t, "all_matches.csv")).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	each := map[string]int64{}
	for _, i := range PastItems() {
		each[i.Code] = i.Each
	}
	lines, line, donors := map[string]int64{}, map[string]int64{}, map[string]map[string]int64{}
	for _, r := range rows[1:] {
		n, err := strconv.ParseInt(r[8], 10, 64)
		if err != nil || n < 1 || r[3] != "delivered" {
			continue
		}
		n *= each[hyphens(r[7])]
		if lines[r[7]]++; donors[r[7]] == nil {
			donors[r[7]] = map[string]int64{}
		}
		line[r[7]] = max(line[r[7]], n)
		donors[r[7]][r[1]] += n
	}
	f, err := os.Open("getusppe/bounds.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	bounds, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range bounds[1:] {
		var donor int64
		for _, n := range donors[b[0]] {
			donor = max(donor, n)
		}
		most := roundUp(2 * donor)
		if lines[b[0]] < 10 {
			most = 10_000
		}
		if want := fmt.Sprint(b[0], lines[b[0]], line[b[0]], donor, most); want != fmt.Sprint(b[0], number(t, b[1]), number(t, b[2]), number(t, b[3]), number(t, b[4])) {
			t.Errorf("%v: the records say %s", b, want)
		}
	}
}

// roundUp gives the next 1, 2 or 5 with zeros.
func roundUp(n int64) int64 {
	for tens := int64(1); ; tens *= 10 {
		for _, f := range []int64{1, 2, 5} {
			if f*tens >= n {
				return f * tens
			}
		}
	}
}

func number(t *testing.T, s string) int64 {
	t.Helper()
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// BenchmarkReadMatches reads the 6,932 lines of 2020.
func BenchmarkReadMatches(b *testing.B) {
	body, err := os.ReadFile(filepath.Join("..", "..", "shared", "data", "relief", "all_matches.csv"))
	if err != nil {
		b.Skip("the records of GetUsPPE are not here: ", err)
	}
	for b.Loop() {
		for range ReadMatches(bytes.NewReader(body), time.Now()) {
		}
	}
}

// TestSpellingsOf2020 folds what 2,288 donors wrote where a form asked for their state.
func TestSpellingsOf2020(t *testing.T) {
	rows, err := csv.NewReader(pastReal(t, "all_offers.csv")).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	codes := map[string]string{}
	millions, line := 0, 0
	for p, err := range ReadOffers(pastReal(t, "all_offers.csv"), now) {
		if err != nil {
			t.Fatal(err)
		}
		line++
		if codes[rows[line][6]] = p.Said.State; number(t, rows[line][3]) > 1_000_000 {
			millions++
		}
	}
	var unknown []string
	for spelling, code := range codes {
		if code == "" {
			unknown = append(unknown, spelling)
		}
	}
	slices.Sort(unknown)
	want := []string{"", "Alberta", "BC", "CADDO", "Friesland", "Galway", "Greece", "Honghong", "Kowloon", "Martinique", "Miaoli", "NSW", "Ontario", "Shanghai", "TD", "pb", "test1"}
	if diff := cmp.Diff(want, unknown); diff != "" || len(codes) != 79 || millions != 45 {
		t.Errorf("of %d spellings %d are no state, %d offers are above a million\n%s", len(codes), len(unknown), millions, diff)
	}
}
