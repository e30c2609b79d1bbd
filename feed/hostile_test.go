package feed

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

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
		"elements without end": "<rss><channel>" + strings.Repeat("<item><id>", 1<<20),
		"deep elements":        strings.Repeat("<a>", 1<<20),
		"many pieces":          "<rss><channel><item>" + strings.Repeat("<x>1</x>", 1<<20),
		"deep JSON":            `[{"model":` + strings.Repeat("[", 1<<20),
	} {
		if _, err := Read(strings.NewReader(file), bazaar(), Options{}); fault.List(err) == nil {
			t.Errorf("%s: %v", name, err)
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
