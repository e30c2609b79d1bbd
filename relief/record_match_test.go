package relief_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"agora/catalog"
	"agora/country"
	"agora/db/dbtest"
	"agora/event"
	"agora/goods"
	"agora/match"
	. "agora/relief"
)

// Matching over the records of 2020: what donors offered then is divided among the
// facilities that were to get something. A facility's need of an item is all that was
// matched to it, delivered or not. What nobody wrote down is taken from the records: its
// days left from how long it waited, its exposed staff from how often it asked, what it
// did not get before from its matches that were closed. There are no places, so no way
// counts; gloves go in whole boxes.

// past2020 imports the real lists and gives what is to be matched.
func past2020(t testing.TB) (offers []match.Offer, needs []match.Need) {
	t.Helper()
	s := New(dbtest.At(t, func() time.Time { return now }, event.Schema, goods.Schema, Schema))
	c, err := s.Declare(t.Context(), expects, Crisis{Case: Case{Title: catalog.Texts{"en": "2020"}, Countries: []country.Code{"US"}, Began: now}})
	if err != nil {
		t.Fatal(err)
	}
	for kind, name := range map[RecordKind]string{Offers: "all_offers.csv", Matches: "all_matches.csv"} {
		f, err := os.Open(filepath.Join("..", "..", "shared", "data", "relief", name))
		if err != nil {
			t.Skip("the records of GetUsPPE are not here: ", err)
		}
		defer f.Close()
		if _, err := s.Import(t.Context(), expects, c.ID, kind, f); err != nil {
			t.Fatal(err)
		}
	}
	packs := packsOf(t, s, c.ID)
	each := func(kind RecordKind, do func(Record)) {
		if err := s.EachRecord(t.Context(), c.ID, kind, LineGood, func(r Record) error { do(r); return nil }); err != nil {
			t.Fatal(err)
		}
	}
	each(Offers, func(r Record) {
		offers = append(offers, match.Offer{ID: int64(len(offers) + 1), Item: int64(r.Item), Units: r.Units, Pack: packs[r.Item]})
	})
	return offers, needs2020(each)
}

// packsOf gives how many units of an item go together.
func packsOf(t testing.TB, s *Service, crisis CrisisID) map[goods.ItemID]int64 {
	items, err := s.Items(context.Background(), crisis)
	if err != nil {
		t.Fatal(err)
	}
	packs := map[goods.ItemID]int64{}
	for _, i := range items {
		if len(i.Packs) > 0 {
			packs[i.ID] = i.Packs[0].Units
		}
	}
	return packs
}

func needs2020(each func(RecordKind, func(Record))) (needs []match.Need) {
	at, asked, closed := map[string]int{}, map[string]int64{}, map[string]int64{}
	var facility []string
	each(Matches, func(r Record) {
		f := r.Cells[2]
		key := fmt.Sprint(f, r.Item)
		if _, ok := at[key]; !ok {
			at[key] = len(needs)
			needs = append(needs, match.Need{ID: int64(len(needs) + 1), Item: int64(r.Item), Homemade: true, Kind: 50})
			facility = append(facility, f)
		}
		n := &needs[at[key]]
		n.Units += r.Units
		n.DaysLeft = max(n.DaysLeft, int64(r.Ended.Sub(r.Began).Hours()/24))
		if asked[f]++; r.Status == PastClosed {
			closed[f]++
		}
	})
	for i := range needs {
		n := &needs[i]
		n.DaysLeft = max(30-n.DaysLeft, 0) // who waited long had nothing left
		n.First, n.Exposed, n.Unmet = n.Units/10, asked[facility[i]], 100*closed[facility[i]]/asked[facility[i]]
	}
	return needs
}

// TestMatchingTheRecordsOf2020 compares the plan with the optimum that GLPK finds, item
// by item: of those whose every pair GLPK can hold as such, of the others with the offers
// added up, which gives the same optimum where no way counts. GLPK may open boxes; the
// plan may not.
func TestMatchingTheRecordsOf2020(t *testing.T) {
	offers, needs := past2020(t)
	start := time.Now()
	plan, err := match.Match(offers, needs, match.Suggested)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d offers and %d needs: %d lines in %v; %.4f of what boxes that are open would give", len(offers), len(needs), len(plan.Lines), time.Since(start), float64(plan.Points)/float64(plan.Most))
	glpsol, err := exec.LookPath("glpsol")
	if err != nil {
		t.Skip("glpsol of GLPK is not installed: no independent optimum was compared")
	}
	var points, best int64
	var pairs, sums int
	for item, part := range byItem2020(offers, needs) {
		one, err := match.Match(part.offers, part.needs, match.Suggested)
		if err != nil {
			t.Fatal(err)
		}
		list := part.offers
		if len(list)*len(part.needs) > 20_000 {
			sums++
			list = []match.Offer{{Units: unitsOf2020(list)}}
		} else {
			pairs++
		}
		most := optimum2020(t, glpsol, list, part.needs)
		if worth := worth2020(t, one, part); worth != one.Points || worth > most {
			t.Errorf("item %d: the plan says %d points, its lines have %d, GLPK %d", item, one.Points, worth, most)
		}
		points, best = points+one.Points, best+most
	}
	t.Logf("%.4f of the optimum of GLPK: %d items by pairs, %d with offers added up", float64(points)/float64(best), pairs, sums)
	if points != plan.Points || points*100 < best*95 {
		t.Errorf("plans of items have %d points, the whole %d, the optimum %d", points, plan.Points, best)
	}
}

type part2020 struct {
	offers []match.Offer
	needs  []match.Need
}

func byItem2020(offers []match.Offer, needs []match.Need) map[int64]*part2020 {
	parts := map[int64]*part2020{}
	of := func(item int64) *part2020 {
		if parts[item] == nil {
			parts[item] = &part2020{}
		}
		return parts[item]
	}
	for _, o := range offers {
		of(o.Item).offers = append(of(o.Item).offers, o)
	}
	for _, n := range needs {
		of(n.Item).needs = append(of(n.Item).needs, n)
	}
	return parts
}

func unitsOf2020(list []match.Offer) (sum int64) {
	for _, o := range list {
		sum += o.Units
	}
	return sum
}

// gain2020 is what a unit is worth to a need, by the words of match.Weights.
func gain2020(n match.Need) int64 {
	w := match.Suggested
	return w.Unit + w.DaysLeft*(30-min(n.DaysLeft, 30))/30 + w.Exposed*n.Exposed/(n.Exposed+20) + w.Kind*n.Kind/100 + w.Unmet*n.Unmet/100
}

// worth2020 counts the points of a plan, and proves that nobody gives or gets too much.
func worth2020(t *testing.T, plan match.Plan, part *part2020) (points int64) {
	given, got := map[int64]int64{}, map[int64]int64{}
	for _, l := range plan.Lines {
		given[l.Offer] += l.Units
		got[l.Need] += l.Units
	}
	for _, o := range part.offers {
		if pack := max(o.Pack, 1); given[o.ID] > o.Units || given[o.ID]%pack != 0 {
			t.Errorf("offer %d of %d units gives %d", o.ID, o.Units, given[o.ID])
		}
	}
	for _, n := range part.needs {
		if got[n.ID] > n.Units {
			t.Errorf("need %d of %d units gets %d", n.ID, n.Units, got[n.ID])
		}
		points += gain2020(n)*got[n.ID] + match.Suggested.First*min(n.First, got[n.ID])
	}
	return points
}

// optimum2020 asks GLPK for the most points of an item.
func optimum2020(t *testing.T, glpsol string, offers []match.Offer, needs []match.Need) int64 {
	if len(offers) == 0 || len(needs) == 0 {
		return 0
	}
	var goal, rows, bounds bytes.Buffer
	takes := make([]strings.Builder, len(needs))
	for i, o := range offers {
		fmt.Fprintf(&rows, " s%d:", i)
		for j := range needs {
			fmt.Fprintf(&rows, " + x%d_%d\n", i, j)
			fmt.Fprintf(&takes[j], " + x%d_%d\n", i, j)
		}
		fmt.Fprintf(&rows, " <= %d\n", o.Units)
	}
	for j, n := range needs {
		first := min(n.First, n.Units)
		fmt.Fprintf(&goal, " + %d f%d + %d r%d\n", gain2020(n)+match.Suggested.First, j, gain2020(n), j)
		fmt.Fprintf(&rows, " d%d:%s - f%d - r%d = 0\n", j, takes[j].String(), j, j)
		fmt.Fprintf(&bounds, " 0 <= f%d <= %d\n 0 <= r%d <= %d\n", j, first, j, n.Units-first)
	}
	dir := t.TempDir()
	model, solution := filepath.Join(dir, "model.lp"), filepath.Join(dir, "solution")
	text := slices.Concat([]byte("Maximize\n points:\n"), goal.Bytes(), []byte("Subject To\n"), rows.Bytes(), []byte("Bounds\n"), bounds.Bytes(), []byte("End\n"))
	if err := os.WriteFile(model, text, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), glpsol, "--lp", model, "--write", solution).CombinedOutput(); err != nil {
		t.Fatal(err, string(out))
	}
	out, err := os.ReadFile(solution)
	if err != nil {
		t.Fatal(err)
	}
	for line := range bytes.Lines(out) {
		f := bytes.Fields(line)
		if len(f) < 6 || string(f[0]) != "s" || string(f[len(f)-2]) != "f" {
			continue
		}
		points, err := strconv.ParseFloat(string(f[len(f)-1]), 64)
		if err != nil {
			t.Fatal(err)
		}
		return int64(points + 0.5)
	}
	t.Fatalf("GLPK found no optimum")
	return 0
}

// BenchmarkMatchTheRecordsOf2020 matches the real lines.
func BenchmarkMatchTheRecordsOf2020(b *testing.B) {
	offers, needs := past2020(b)
	var plan match.Plan
	for b.Loop() {
		plan, _ = match.Match(offers, needs, match.Suggested)
	}
	b.ReportMetric(float64(len(offers)+len(needs)), "offers+needs")
	b.ReportMetric(float64(plan.Points)/float64(plan.Most), "of-optimum")
}
