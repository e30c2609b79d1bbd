package relief_test

import (
	"bytes"
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"agora/blob"
	"agora/catalog"
	"agora/db"
	"agora/fault"
	"agora/goods"
	"agora/identity"
	. "agora/relief"
)

// archives reads the archive of the crisis: its files by name, and what is said of them.
func (a *aid) archives() (files map[string]*bytes.Buffer, said []Archived) {
	a.Helper()
	files = map[string]*bytes.Buffer{}
	said, at, err := a.Archive(a.Context(), expects, a.crisis.ID, func(name string) (io.Writer, error) {
		if files[name] != nil {
			a.Errorf("%s is there twice", name)
		}
		files[name] = &bytes.Buffer{}
		return files[name], nil
	})
	a.must(err)
	if !at.Equal(now) {
		a.Errorf("as it was at %v", at)
	}
	return files, said
}

// TestAnArchiveHasAllThatIsCounted writes a crisis in which one person gave everything, and
// somebody wrote formulas: each file has a row for each row of its table, is good HXL, has
// no cell that is computed, and nothing by which she is reached. Its moves sum to zero for
// each item, and to its stock.
func TestAnArchiveHasAllThatIsCounted(t *testing.T) {
	crises(t, func(a *aid, _ *time.Time) {
		files, err := blob.Open(a.TempDir())
		a.must(err)
		a.KeepFiles(files)
		_, err = a.Found(a.Context(), expects, Facility{Crisis: a.crisis.ID, Kind: "clinic", Profile: Profile{Name: "=HYPERLINK(1)", Country: "TJ", Town: "@Kulob,\n\"upper\""}})
		a.must(err)
		a.items[0].Name = catalog.Texts{"en": "+1+cmd|' /C calc'!A0"}
		_, err = a.Stock(a.Context(), expects, a.items[0])
		a.must(err)
		a.leaves()
		all, said := a.archives()
		rows := map[string]int64{}
		for _, f := range said {
			rows[f.Name] = f.Rows
			if slices.Contains(f.Columns, "") || len(f.Columns) < 4 {
				a.Errorf("%s: %q", f.Name, f.Columns)
			}
		}
		for name, b := range all {
			list, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b.Bytes(), []byte("\ufeff")))).ReadAll()
			if wrong := hxl(b.Bytes()); err != nil || len(wrong) > 0 || int64(len(list)-2) != rows[name] {
				a.Errorf("%s: %v %v, said %d rows", name, err, wrong, rows[name])
			}
			for _, cells := range list[2:] {
				for _, c := range cells {
					if _, err := strconv.ParseFloat(c, 64); err != nil && c != "" && strings.Contains("=+-@\t\r", c[:1]) {
						a.Errorf("%s computes %q", name, c)
					}
				}
			}
			private := markWords
			if slices.Contains([]string{"pledges.csv", "donations.csv", "money.csv", "consignments.csv"}, name) {
				private = markWords[2:] // she chose to be named as a donor
			}
			for _, word := range private {
				if strings.Contains(b.String(), word) {
					a.Errorf("%s has %s", name, word)
				}
			}
		}
		for _, table := range []string{"facilities", "items", "needs", "pledges", "allotments", "consignments", "packages", "custody", "scans", "discrepancies", "donations", "carriages", "tasks"} {
			var n int64
			a.must(a.d.Read(a.Context(), func(tx *db.Tx) error { return tx.Row("SELECT COUNT(*) FROM relief_"+table, nil, &n) }))
			if got := rows[strings.Replace(table, "carriages", "carriage", 1)+".csv"]; got != n || n == 0 && table != "allotments" {
				a.Errorf("%s has %d rows of %d", table, got, n)
			}
		}
		a.addsUp(all["moves.csv"].Bytes(), all["stock.csv"].Bytes())
	})
}

// addsUp wants that moves sum to zero, and those of the stock of places to what stock says.
func (a *aid) addsUp(moves, stock []byte) {
	a.Helper()
	sum := func(file []byte, column string, only func(row map[string]string) bool) (units int64) {
		list, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(file, []byte("\ufeff")))).ReadAll()
		a.must(err)
		for _, cells := range list[2:] {
			row := map[string]string{}
			for i, c := range cells {
				row[list[0][i]] = c
			}
			if n, err := strconv.ParseInt(row[column], 10, 64); err == nil && only(row) {
				units += n
			}
		}
		return units
	}
	whole := sum(moves, "units", func(map[string]string) bool { return true })
	in := sum(moves, "units", func(row map[string]string) bool { return goods.Account(row["account"]).Sort() == goods.Place })
	if there := sum(stock, "units", func(map[string]string) bool { return true }); whole != 0 || in != there || there == 0 {
		a.Errorf("moves sum to %d; in places are %d, and stock says %d", whole, in, there)
	}
}

// TestAnArchiveIsForWhoCoordinates refuses others, and ends with the file that cannot be
// written.
func TestAnArchiveIsForWhoCoordinates(t *testing.T) {
	crises(t, func(a *aid, _ *time.Time) {
		opened := 0
		open := func(string) (io.Writer, error) {
			if opened++; opened == 3 {
				return nil, io.ErrClosedPipe
			}
			return io.Discard, nil
		}
		for _, by := range []identity.Actor{identity.Guest(), {Person: 5}, {Person: 6, Roles: []identity.Role{identity.Caller}}} {
			if _, _, err := a.Archive(a.Context(), by, a.crisis.ID, open); !fault.Is(err, fault.Forbidden) || opened != 0 {
				a.Errorf("%+v: %v", by, err)
			}
		}
		if list, _, err := a.Archive(a.Context(), expects, a.crisis.ID, open); err != io.ErrClosedPipe || len(list) != 2 || opened != 3 {
			a.Errorf("%d files: %v", len(list), err)
		}
	})
}
