package feed

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"agora/catalog"
	"agora/fault"
)

// packed gives a zip of parts, each made of a text repeated.
func packed(t *testing.T, parts map[string]string, repeat int) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range parts {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		for range repeat {
			if _, err := io.WriteString(w, text); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// sheetOf gives a workbook with these rows.
func sheetOf(t testing.TB, rows ...[]any) []byte {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	for n, row := range rows {
		if err := book.SetSheetRow("Sheet1", fmt.Sprint("A", n+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := book.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// grows gives by how much a function makes the heap grow.
func grows(f func()) int64 {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return int64(after.HeapSys) - int64(before.HeapSys)
}

func TestABombIsRefusedInLittleMemory(t *testing.T) {
	zeros := strings.Repeat("0", 1<<20)
	types := `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`
	for name, file := range map[string][]byte{
		"a sheet of gigabytes": packed(t, map[string]string{"xl/worksheets/sheet1.xml": zeros}, 1500),
		"many parts": func() []byte {
			p := map[string]string{}
			for i := range 2000 {
				p[fmt.Sprint("p", i)] = types
			}
			return packed(t, p, 1)
		}(),
		"a million parts":            contents(1 << 19),
		"styles that fill a disk":    packed(t, map[string]string{"xl/styles.xml": zeros}, 40),
		"a sheet packed too tightly": packed(t, map[string]string{"xl/worksheets/sheet1.xml": zeros}, 60),
	} {
		grown := grows(func() {
			if _, err := Read(bytes.NewReader(file), bazaar(), Options{}); !fault.Is(err, fault.TooLarge) {
				t.Errorf("%s: %v", name, err)
			}
		})
		if grown > 64<<20 {
			t.Errorf("%s: the heap grew by %d MiB", name, grown>>20)
		}
	}
	for name, file := range map[string]string{
		"elements without end":   "<rss><channel>" + strings.Repeat("<item><id>", 1<<20),
		"deep elements":          strings.Repeat("<a>", 1<<20),
		"many pieces":            "<rss><channel><item>" + strings.Repeat("<x>1</x>", 1<<20),
		"deep JSON":              `[{"model":` + strings.Repeat("[", 1<<20),
		"a billion laughs":       `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><rss><channel><item><id>&b;</id></item></channel></rss>`,
		"a laugh from elsewhere": `<rss><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><channel><item><id>&a;</id></item></channel></rss>`,
		"nothing but columns":    "Handle,Title,Variant Price" + strings.Repeat(",", 30<<20),
		"a row of cells":         "Handle,Title,Variant Price\na,A,1" + strings.Repeat(",", 30<<20),
		"too many columns":       "Handle,Title,Variant Price" + strings.Repeat(",x", maxColumns),
		"columns of markup":      "<rss><channel>" + strings.Repeat("<item>"+strings.Repeat("<a><b>1</b></a>", 900)+"</item>", 2000),
		"records of nothing":     "[" + strings.Repeat(`{"model":"product.x","pk":1,"fields":{}},`, 8*MaxRows+2),
		"a number without end":   `[{"model":"product.product","pk":` + strings.Repeat("9", 20<<20),
	} {
		grown := grows(func() {
			if _, err := Read(strings.NewReader(file), bazaar(), Options{}); fault.List(err) == nil {
				t.Errorf("%s: %v", name, err)
			}
		})
		if grown > 160<<20 {
			t.Errorf("%s: the heap grew by %d MiB", name, grown>>20)
		}
	}
	// One long text that every cell names.
	rows := [][]any{{"Handle", "Title", "Variant Price"}}
	long := strings.Repeat("x", 32_000)
	for i := range 4000 {
		rows = append(rows, []any{fmt.Sprint("p", i), long, 1})
	}
	if _, err := Read(bytes.NewReader(sheetOf(t, rows...)), bazaar(), Options{}); !fault.Is(err, fault.TooLarge) {
		t.Errorf("one text in every cell: %v", err)
	}
}

// contents gives a zip of nothing but a table of contents, which says that there
// is one part.
func contents(lines int) []byte {
	line := append([]byte("PK\x01\x02"), make([]byte, 42)...)
	b := append([]byte("PK\x03\x04"), bytes.Repeat(line, lines)...)
	end := append([]byte("PK\x05\x06"), make([]byte, 18)...)
	end[8], end[10], end[12], end[16] = 1, 1, 46, 4
	return append(b, end...)
}

// TestAFormulaStaysWords brings formulas in and out: none is ever run, neither
// here nor where our files are opened.
func TestAFormulaStaysWords(t *testing.T) {
	book := excelize.NewFile()
	defer book.Close()
	header, row := []any{"Handle", "Title", "Variant SKU", "Variant Price"}, []any{"a", "=cmd|' /C calc'!A0", "@SUM(1)", 1}
	for n, r := range [][]any{header, row} {
		if err := book.SetSheetRow("Sheet1", fmt.Sprint("A", n+1), &r); err != nil {
			t.Fatal(err)
		}
	}
	if err := book.SetCellFormula("Sheet1", "A3", `WEBSERVICE("http://10.0.0.1/")`); err != nil {
		t.Fatal(err)
	}
	if err := book.SetCellFormula("Sheet1", "D2", "1+1"); err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := book.Write(&file); err != nil {
		t.Fatal(err)
	}
	r, err := Read(&file, bazaar(), Options{})
	if err != nil || len(r.Products) != 1 || r.Products[0].Title["ru"] != "=cmd|' /C calc'!A0" {
		t.Fatal(err, told(r.Problems), r.Products)
	}
	p := everything()
	for _, at := range []*string{&p.Brand, &p.Certificate, &p.Tint, &p.Variants[0].SKU, &p.Variants[0].Barcode} {
		*at = "=1+1"
	}
	for _, text := range []catalog.Texts{p.Title, p.Traits[2].Text} {
		text["ru"], text["ur"] = "+1", "@x"
	}
	p.Media[0].Alt = catalog.Texts{"ru": "-1"}
	for name, write := range map[string]func(io.Writer) error{
		"ours":    func(w io.Writer) error { return Write(w, bazaar(), []catalog.Product{p}, traits()) },
		"Shopify": func(w io.Writer) error { return WriteShopify(w, bazaar(), []catalog.Product{p}, Site{}) },
	} {
		var out bytes.Buffer
		if err := write(&out); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(&out).ReadAll()
		if err != nil || len(rows) < 2 {
			t.Fatal(name, err)
		}
		for _, cell := range slices.Concat(rows...) {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Errorf("%s: %q would run", name, cell)
			}
		}
	}
}

func TestAWorkbookIsReadAsItShows(t *testing.T) {
	file := sheetOf(t, []any{"Handle", "Title", "Variant SKU", "Variant Barcode", "Variant Price", "Variant Grams"},
		[]any{"a", "'=A", "0012", 4600000000017, 0.1 + 0.2, 150.2}, []any{}, []any{"b", "B", "1E5", "x", "12,50", nil})
	r, err := Read(bytes.NewReader(file), bazaar(), Options{})
	if err != nil || len(r.Problems) > 0 {
		t.Fatal(err, told(r.Problems))
	}
	want := "a active \"=A\" [0012 [] 0.30 x0 151g]\nb active \"B\" [1E5 [] 12.50 x0 0g]\n"
	if got := shape(r.Products); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got := r.Products[0].Variants[0].Barcode; got != "4600000000017" {
		t.Error(got)
	}
}
