package papers

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"agora/catalog"
	"agora/db"
	"agora/goods"
	"agora/i18n"
	"agora/relief"
)

var update = flag.Bool("update", false, "write golden files")

// sample is a consignment of three packages, one of which holds two items and has no
// value, and one is missing; and of more masks, when there are to be more.
func sample(t testing.TB, packages int64, languages ...string) Set {
	t.Helper()
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	masks := goods.Lot{ID: 1, Item: 1, Batch: "M26-118", Origin: "CN", Expires: goods.DayOf(time.Date(2027, 12, 31, 0, 0, 0, 0, time.UTC))}
	s := Set{Origin: "https://agora.example", Speech: []*i18n.Locale{words.Locale("en")}}
	for _, l := range languages {
		s.Speech = append(s.Speech, words.Locale(l))
	}
	at := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	id := db.IDAt(at)
	s.Cargo = relief.Cargo{Consignment: relief.Consignment{ID: relief.ConsignmentID(id), Crisis: 41, State: relief.Counted, Packages: packages, Letter: relief.Letter{Number: "CN-697", From: "A foundation", Place: "Kashgar", Currency: "CNY"}},
		Case:     relief.Crisis{ID: 41, Case: relief.Case{Title: catalog.Texts{"en": "Spring flood, Kulob", "ru": "Весенний паводок, Куляб", "ur": "بہار کا سیلاب، کولاب"}}},
		Facility: relief.Facility{ID: 7, Kind: "hospital", Profile: relief.Profile{Name: "Kulob central hospital", Town: "Kulob", Country: "TJ", Landmark: "behind the old mosque"}},
		Items: map[goods.ItemID]relief.Item{
			1: {ID: 1, Code: "mask-iir", Sort: relief.Sort{Name: catalog.Texts{"en": "Masks, type IIR", "ru": "Маски, тип IIR", "ur": "ماسک، قسم IIR"}, Unit: "piece", Codes: []relief.Code{{Scheme: "hs", Code: "630790"}}}},
			2: {ID: 2, Code: "glove-m", Sort: relief.Sort{Name: catalog.Texts{"en": "Gloves, size M"}, Unit: "pair"}}},
		HandOvers: []relief.Custody{{ID: 5, At: at.Add(time.Hour), Signature: relief.Signature{Custodian: "Silk Road Cargo", Person: "R. Saidov", Place: "Karasu yard", Sign: "code", Proof: "4711"}},
			{ID: 6, At: at.Add(2 * time.Hour), Signature: relief.Signature{Custodian: "Airport", Person: "N. Karimova", Place: "Dushanbe", Sign: "photo", Proof: "x", Numbers: []int64{1, 2}}}},
		Parcels: []relief.Parcel{
			{Package: relief.Package{Number: 1, ID: 101, State: relief.Arrived, Value: 1300_00, Custody: 6}, Contents: []goods.Stock{{Lot: masks, Units: 2000}}},
			{Package: relief.Package{Number: 2, ID: 102, State: relief.Arrived, Custody: 6}, Contents: []goods.Stock{{Lot: masks, Units: 500}, {Lot: goods.Lot{ID: 2, Item: 2, Batch: "G26-044"}, Units: 30}}},
			{Package: relief.Package{Number: 3, ID: 103, State: relief.Absent, Value: 1210_00, Custody: 5}, Contents: []goods.Stock{{Lot: goods.Lot{ID: 2, Item: 2, Batch: "G26-044"}, Units: 1000}}}}}
	for n := int64(4); n <= packages; n++ {
		s.Parcels = append(s.Parcels, relief.Parcel{Package: relief.Package{Number: n, ID: 100 + n, State: relief.Sealed, Value: 1300_00}, Contents: []goods.Stock{{Lot: masks, Units: 2000}}})
	}
	return s
}

func drawn(t testing.TB, s Set, k Kind) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := s.Write(&b, k); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPapersAsDataAreTheGoldenOnes(t *testing.T) {
	s := sample(t, 3, "ru")
	s.Over = 6
	for _, k := range append(Kinds[:6:6], Proof) {
		got, err := json.MarshalIndent(s.Sheet(k), "", " ")
		if err != nil {
			t.Fatal(err)
		}
		path, got := filepath.Join("testdata", string(k)+".json"), append(got, '\n')
		if *update {
			if err := os.WriteFile(path, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if want, err := os.ReadFile(path); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s differs; look at it, and run with -update if it is meant:\n%s", path, got)
		}
	}
}

func TestTheSamePaperForTheSameSet(t *testing.T) {
	for _, k := range Kinds {
		if !bytes.Equal(drawn(t, sample(t, 30, "ur"), k), drawn(t, sample(t, 30, "ur"), k)) {
			t.Errorf("%s: written twice it differs", k)
		}
	}
}

// tool finds a program that looks at papers; without it the test is skipped, or fails
// when every test was asked for.
func tool(t *testing.T, name, pack string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		missing := "no " + name + ": install the Debian package " + pack
		if os.Getenv("AGORA_TEST_ALL") != "" {
			t.Fatal(missing)
		}
		t.Skip(missing)
	}
	return path
}

func run(t *testing.T, path string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), path, args...).Output()
	if err != nil {
		t.Fatal(path, err)
	}
	return string(out)
}

func kept(t *testing.T, raw []byte, name string) string {
	t.Helper()
	dir := t.TempDir()
	if keep := os.Getenv("AGORA_KEEP_PAPERS"); keep != "" {
		dir = keep
	}
	path := filepath.Join(dir, name+".pdf")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

var blanks = regexp.MustCompile(`\s+`)

// TestAManifestOfManyPagesAddsUp reads 697 packages back from the pages: each says which
// of how many it is and what its rows sum to; these make the whole.
func TestAManifestOfManyPagesAddsUp(t *testing.T) {
	reader := tool(t, "pdftotext", "poppler-utils")
	path := kept(t, drawn(t, sample(t, 697, "ru"), Manifest), "manifest")
	pages := strings.Split(strings.TrimSuffix(run(t, reader, "-layout", path, "-"), "\f"), "\f")
	if len(pages) < 10 {
		t.Fatalf("%d pages", len(pages))
	}
	// 695 packages of 1,300.00 and one of 1,210.00; 694 of 2,000 masks, 500 and 2,000 more, 1,030 pairs
	var packages, units, value int64
	foot := regexp.MustCompile(`(?m)^\s*(\d+)\s+This page.*?(\d+)\s+(\d+)\.00 CNY$`)
	for n, p := range pages {
		if want := fmt.Sprintf("%d / %d", n+1, len(pages)); !strings.Contains(p, want) {
			t.Errorf("page %d does not say %q", n+1, want)
		}
		var a, b, c int64
		if m := foot.FindStringSubmatch(p); m != nil {
			_, _ = fmt.Sscan(m[1]+" "+m[2]+" "+m[3], &a, &b, &c)
		} else if n < len(pages)-1 {
			t.Errorf("page %d has no sums: %s", n+1, p)
		}
		packages, units, value = packages+a, units+b, value+c
	}
	if !strings.Contains(pages[0], "+ [not") {
		t.Errorf("the sum of the first page hides that a value is not known: %s", pages[0])
	}
	if packages != 697 || units != 695*2000+500+1030 || value != 695*1300+1210 {
		t.Errorf("the pages make %d packages, %d units, %d", packages, units, value)
	}
	all := blanks.ReplaceAllString(strings.Join(pages, ""), "")
	for _, want := range []string{"[notknown·неизвестно]", "1390500", "904710.00CNY+[notknown", "mask-iir", "M26-118", "2027-12-31", "Маски"} {
		if !strings.Contains(all, want) {
			t.Errorf("the manifest lacks %q", want)
		}
	}
	if strings.Contains(all, "…") {
		t.Error("a text is cut")
	}
}

// TestPapersSayWhatIsKnown reads each paper as a person does, in three scripts.
func TestPapersSayWhatIsKnown(t *testing.T) {
	reader := tool(t, "pdftotext", "poppler-utils")
	for _, lang := range []string{"ru", "ur", "hi", "km", "hy", "si", "zh-Hans"} {
		s := sample(t, 3, lang)
		s.Over = 6
		for k, want := range map[Kind][]string{
			Manifest: {"CN-697", "CN", "[?]", "A foundation", "Kulob central hospital", "2000"},
			Packing:  {"2 / 3", "500 × Masks", "batch G26-044", "CN China", "-1300.00"},
			Gift:     {"no commercial value in trade", "not for sale", "2510.00 CNY"},
			Customs:  {"630790", "Value: mask-iir", "Country of origin: glove-m", "CN China", "-Country of origin: mask-iir", "Kyoto Convention", "Value: glove-m", "HS code: glove-m", "1030"},
			Waybill:  {"Silk Road Cargo", "R. Saidov", "Karasu yard", "1–3", "1–2", "-4711"},
			Receipt:  {"2 / 3", "Gloves", "1000", "Silk Road Cargo, R. Saidov", "1210.00", "N. Karimova"},
			Proof:    {"N. Karimova", "Silk Road Cargo", "without a request", "1–2", "2500", "-4711"},
			Labels:   {"1 / 3", "3 / 3", "CN-697", "behind the old mosque", "-Gloves"},
		} {
			path := kept(t, drawn(t, s, k), string(k)+"-"+lang)
			got := blanks.ReplaceAllString(run(t, reader, path, "-")+run(t, reader, "-raw", path, "-"), " ")
			for _, w := range want {
				not, without := strings.CutPrefix(w, "-")
				if strings.Contains(got, not) == without {
					t.Errorf("%s in %s, %q: %v\n%s", k, lang, not, !without, got)
				}
			}
			if strings.Contains(got, "…") {
				t.Errorf("%s in %s: a text is cut: %s", k, lang, got)
			}
		}
	}
}

// TestTheCodesOfLabelsAreReadBack prints labels as a desk printer would and scans them.
func TestTheCodesOfLabelsAreReadBack(t *testing.T) {
	render, scan := tool(t, "pdftoppm", "poppler-utils"), tool(t, "zbarimg", "zbar-tools")
	s := sample(t, 697, "ru")
	s.Numbers = []int64{1, 3, 8, 9, 10, 11, 200, 412, 413, 696, 697}
	path := kept(t, drawn(t, s, Labels), "labels")
	prefix := strings.TrimSuffix(path, ".pdf")
	run(t, render, "-r", "203", "-gray", "-png", path, prefix)
	var got []string
	for _, page := range []string{"-1.png", "-2.png"} {
		got = append(got, strings.Fields(run(t, scan, "--quiet", "--raw", prefix+page))...)
	}
	seen := map[int64]bool{}
	for _, text := range got {
		tag, ok := relief.ReadLabel(text)
		if !ok || tag.Crisis != 41 || tag.Consignment != s.ID || !strings.HasPrefix(text, "https://agora.example/relief/41/") {
			t.Errorf("%q is read as %+v", text, tag)
		}
		seen[tag.Number] = true
	}
	for _, n := range s.Numbers {
		if !seen[n] {
			t.Errorf("the code of package %d is not read: %v", n, got)
		}
	}
}

func BenchmarkManifest697(b *testing.B) {
	s := sample(b, 697, "ru")
	for b.Loop() {
		drawn(b, s, Manifest)
	}
}

func BenchmarkLabels697(b *testing.B) {
	s := sample(b, 697, "ru")
	for b.Loop() {
		drawn(b, s, Labels)
	}
}
