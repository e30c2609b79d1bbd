package relief_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"agora/fault"
	"agora/goods"
	"agora/identity"
	. "agora/relief"
)

// TestTheSameFileTwiceChangesNothing imports a file, and once more; a number that is
// another renews the need.
func TestTheSameFileTwiceChangesNothing(t *testing.T) {
	crises(t, func(a *aid, clock *time.Time) {
		take := func(file string) map[NeedVerdict]int {
			t.Helper()
			rows, err := ReadNeeds(strings.NewReader(file))
			a.must(err)
			list, err := a.ImportNeeds(a.Context(), expects, a.crisis.ID, rows)
			a.must(err)
			n := map[NeedVerdict]int{}
			for _, l := range list {
				n[l.Verdict]++
			}
			return n
		}
		const file = "item;facility;daily;days;stock;deadline;contact;note\nmask-iir;kulob central hospital;100;10;40;2026-12-24;Dr. Nur nur@example.org;for <wards>\nGLOVE-M;Kulob central hospital, Kulob;1;20;;;;\nmask-iir;elsewhere;1;1;;;;\n"
		if got := take(file); got[RowGood] != 2 || got[RowRefused] != 1 {
			t.Errorf("%v", got)
		}
		before, err := a.Needs(a.Context(), a.crisis.ID, Wanted, 0)
		a.must(err)
		*clock = clock.AddDate(0, 0, 1)
		if got := take(file); got[RowThere] != 2 || got[RowGood] != 0 {
			t.Errorf("once more: %v", got)
		}
		after, err := a.Needs(a.Context(), a.crisis.ID, Wanted, 0)
		if a.must(err); !reflect.DeepEqual(before, after) || len(after) != 2 || after[0].Reporter != (Contact{Email: "nur@example.org", Name: "Dr. Nur"}) {
			t.Errorf("%+v\n%+v", before, after)
		}
		if got := take(strings.Replace(file, ";40;", ";45;", 1)); got[RowGood] != 1 || got[RowThere] != 1 || a.needed("mask-iir") != 955 {
			t.Errorf("with another number: %v, %d", got, a.needed("mask-iir"))
		}
		rows, err := ReadNeeds(strings.NewReader(file))
		a.must(err)
		if _, err := a.ImportNeeds(a.Context(), identity.Guest(), a.crisis.ID, rows); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a guest: %v", err)
		}
		a.hospital.Takes.Only = []goods.ItemID{a.item("glove-m").ID}
		_, err = a.Found(a.Context(), expects, a.hospital)
		a.must(err)
		other := strings.Replace(file, ";40;", ";41;", 1)
		if got := take(other); got[RowGood] != 0 || got[RowRefused] != 2 {
			t.Errorf("what the place does not take: %v", got)
		}
		if _, err := ReadNeeds(strings.NewReader("facility,item,units\n" + strings.Repeat("a,b,1\n", MaxNeedRows+1))); !fault.Is(err, fault.TooLarge) {
			t.Errorf("too many rows: %v", err)
		}
	})
}

// TestFacilitiesThatAreNearlyTheSame compares what people type with what there is.
func TestFacilitiesThatAreNearlyTheSame(t *testing.T) {
	crises(t, func(a *aid, _ *time.Time) {
		_, err := a.Found(a.Context(), expects, Facility{Crisis: a.crisis.ID, Kind: "clinic", Profile: Profile{Name: "Восейский дом здоровья", Country: "TJ", Town: "Восе", Contact: Contact{Phone: "+992"}}})
		a.must(err)
		for typed, want := range map[[2]string]string{{"kulob hospital", "Kulob"}: "Kulob central hospital", {"Kulob Centrall Hospital", ""}: "Kulob central hospital", {"KULOBCENTRAL HOSPITAL", "Kulob"}: "Kulob central hospital",
			{"Voseiskij dom zdorovja", "Vose"}: "Восейский дом здоровья", {"School 14", "Khujand"}: "", {"", ""}: ""} {
			list, err := a.Similar(a.Context(), a.crisis.ID, typed[0], typed[1])
			a.must(err)
			got := ""
			if len(list) > 0 {
				got = list[0].Name
			}
			if got != want || len(list) > 0 && list[0].Contact != (Contact{}) {
				t.Errorf("%q: %q, want %q", typed, got, want)
			}
		}
	})
}

// FuzzReadNeeds reads any file: an error is one for people, what is read is bounded, and
// written again it reads the same.
func FuzzReadNeeds(f *testing.F) {
	f.Add([]byte("facility,item,units\nKulob,mask-iir,5\n"))
	f.Add([]byte("\ufefffacility;item;daily;days;stock;deadline\n'=1;x;1;2;3;2027-01-01\n;;\n\"torn"))
	book := excelize.NewFile()
	for n, row := range [][]any{{"facility", "item", "units", "deadline"}, {"Kulob", "mask-iir", 5, 46_000}} {
		if err := book.SetSheetRow("Sheet1", []string{"A1", "A3"}[n], &row); err != nil {
			f.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := book.Write(&b); err != nil {
		f.Fatal(err)
	}
	rows, err := ReadNeeds(bytes.NewReader(b.Bytes()))
	if err != nil || len(rows) != 1 || rows[0].Row != 3 || rows[0].Want.Units != 5 || rows[0].Want.Deadline.Format(time.DateOnly) != "2025-12-09" {
		f.Fatalf("%+v %v", rows, err)
	}
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, file []byte) {
		rows, err := ReadNeeds(bytes.NewReader(file))
		if err != nil {
			if fault.List(err) == nil {
				t.Fatalf("an internal error: %v", err)
			}
			return
		}
		var whole []NeedRow
		for _, r := range rows {
			if w := r.Want; len(r.Faults) == 0 && (w.Units < 0 || w.Units > MostUnits || w.Daily < 0 || w.Gap() < 0) {
				t.Fatalf("%+v", r)
			}
			if len(r.Faults) == 0 {
				whole = append(whole, r)
			}
		}
		again, err := ReadNeeds(strings.NewReader(WriteNeeds(whole)))
		if err != nil || len(again) != len(whole) {
			t.Fatalf("%d of %d rows come back: %v", len(again), len(whole), err)
		}
		for i := range again {
			again[i].Row = whole[i].Row
			if !reflect.DeepEqual(again[i], whole[i]) {
				t.Fatalf("%+v came back as %+v", whole[i], again[i])
			}
		}
	})
}
