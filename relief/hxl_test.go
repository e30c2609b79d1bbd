package relief_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"agora/db"
	. "agora/relief"
)

// The syntax of HXL 1.1: a hashtag begins with a letter after its sign; attributes follow,
// each behind a plus; both are small letters, digits and underscores.
var tagForm = regexp.MustCompile(`^\s*#[a-z][a-z0-9_]*(\s*\+[a-z][a-z0-9_]*)*\s*$`)

// hxl checks a file by the text of HXL 1.1: its tags stand in one of the first 25 rows, of
// which the first that has only tags and empty cells, and at least one tag, is it; and by
// what its tags say of its values.
func hxl(file []byte) (wrong []string) {
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(file, []byte("\ufeff")))).ReadAll()
	if err != nil {
		return []string{err.Error()}
	}
	at := -1
	for i := 0; i < len(rows) && i < 25 && at < 0; i++ {
		some, only := false, true
		for _, cell := range rows[i] {
			some, only = some || tagForm.MatchString(cell), only && (strings.TrimSpace(cell) == "" || tagForm.MatchString(cell))
		}
		if some && only {
			at = i
		}
	}
	if at < 0 {
		return []string{"there is no row of tags"}
	}
	for i, row := range rows[at+1:] {
		for c, value := range row {
			if problem := hxlValue(rows[at][c], value); problem != "" {
				wrong = append(wrong, fmt.Sprintf("row %d, %s: %q %s", at+i+2, rows[at][c], value, problem))
			}
		}
	}
	return wrong
}

func hxlValue(tag, value string) string {
	within := func(most float64) string {
		if n, err := strconv.ParseFloat(value, 64); err != nil || n < -most || n > most {
			return "is none"
		}
		return ""
	}
	name, attributes, _ := strings.Cut(tag, "+")
	has := func(a string) bool { return strings.Contains("+"+attributes+"+", "+"+a+"+") }
	switch {
	case value == "":
	case name == "#date":
		if _, err := time.Parse(time.DateOnly, value); err != nil {
			return "is no day"
		}
	case name == "#geo" && has("lat"):
		return within(90)
	case name == "#geo" && has("lon"):
		return within(180)
	case has("quantity"), has("num"):
		if _, err := strconv.ParseFloat(value, 64); err != nil {
			return "is no number"
		}
	case name == "#country" && has("code") && !regexp.MustCompile(`^[A-Z]{2,3}$`).MatchString(value):
		return "is no country"
	}
	return ""
}

// TestTheCheckOfHXLSeesWhatIsWrong breaks a good file in each way.
func TestTheCheckOfHXLSeesWhatIsWrong(t *testing.T) {
	const good = "place,lat,lon,n,on\n#loc+name,#geo+lat,#geo+lon,#inneed+quantity,#date+reported\nKulob,37.9,69.8,12,2026-11-20\n"
	if wrong := hxl([]byte("\ufeff" + good)); len(wrong) > 0 {
		t.Fatal(wrong)
	}
	for what, pair := range map[string][2]string{"no tags": {"#loc", "loc"}, "large letters": {"#geo+lat", "#Geo+Lat"}, "an empty tag": {"#loc+name", "#"}, "a space in one": {"#geo+lon", "#geo lon"}, "a latitude": {"37.9", "140"},
		"a longitude": {"69.8", "-181"}, "a quantity": {",12,", ",many,"}, "a day": {"2026-11-20", "20.11.2026"}, "an attribute without name": {"#inneed+quantity", "#inneed+"}} {
		broken := strings.Replace(good, pair[0], pair[1], 1)
		if broken == good || len(hxl([]byte(broken))) == 0 {
			t.Errorf("%s is not seen", what)
		}
	}
}

// TestFilesAreHXL writes both files of a crisis whose names are formulas.
func TestFilesAreHXL(t *testing.T) {
	crises(t, func(a *aid, _ *time.Time) {
		a.hospital.Name, a.hospital.Lat, a.hospital.Lon = "=HYPERLINK(1)", 0, -69_78100
		f, err := a.Found(a.Context(), expects, a.hospital)
		a.must(err)
		n, err := a.Report(a.Context(), expects, Need{Crisis: a.crisis.ID, Facility: f.ID, Item: a.item("mask-iir").ID, Want: Want{Units: 12_000}})
		a.must(err)
		a.consigns("number,item,units\n1,mask-iir,2000\n2,glove-m,100\n")
		for name, write := range map[string]func(*bytes.Buffer) error{"totals": func(b *bytes.Buffer) error { return a.Export(a.Context(), a.crisis.ID, b) }, "needs": func(b *bytes.Buffer) error { return a.ExportNeeds(a.Context(), a.crisis.ID, b) }} {
			var b bytes.Buffer
			a.must(write(&b))
			if wrong := hxl(b.Bytes()); len(wrong) > 0 || !bytes.HasPrefix(b.Bytes(), []byte("\ufeff")) || !strings.Contains(b.String(), ",'=HYPERLINK(1),") || !strings.Contains(b.String(), ",0,-69.781\n") {
				t.Errorf("%s: %v\n%s", name, wrong, b.String())
			}
			if name == "needs" && (strings.Count(b.String(), "\n") != 3 || !strings.Contains(b.String(), db.TimeOfID(int64(n.ID)).Format(time.DateOnly))) {
				t.Error(b.String())
			}
		}
	})
}
