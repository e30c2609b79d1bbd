package feed

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"agora/catalog"
	"agora/fault"
)

// seed adds the files of testdata of these kinds.
func seed(f *testing.F, kinds ...string) {
	f.Helper()
	for _, kind := range kinds {
		files, err := filepath.Glob("testdata/*." + kind)
		if err != nil || len(files) == 0 {
			f.Fatal("no files of ", kind, err)
		}
		for _, name := range files {
			b, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(b)
		}
	}
}

// survives reads a file: an error is one for people, and what is read without a
// complaint comes back from our own file as it is.
func survives(t *testing.T, b []byte, o Options) {
	t.Helper()
	o.Categories, o.Traits = categories(), traits()
	r, err := Read(bytes.NewReader(b), bazaar(), o)
	if err != nil && fault.List(err) == nil {
		t.Fatalf("an internal error: %v", err)
	}
	if len(r.Problems) > MaxProblems || len(r.Left) > MaxLeft {
		t.Fatal("a report without bounds")
	}
	if err != nil || len(r.Problems) > 0 || r.Format == SpreeTexts {
		return
	}
	var products []catalog.Product
	for _, d := range r.Products {
		if faults := d.Check(bazaar()); faults != nil {
			t.Fatal(faults)
		}
		products = append(products, product(d))
	}
	var out bytes.Buffer
	if err := Write(&out, bazaar(), products, traits()); err != nil {
		t.Fatal(err)
	}
	again, err := Read(bytes.NewReader(out.Bytes()), bazaar(), Options{Categories: o.Categories, Traits: o.Traits})
	if err != nil || len(again.Problems) > 0 || len(again.Products) != len(products) {
		t.Fatalf("%v %s\n%s", err, told(again.Problems), out.String())
	}
	for i, d := range again.Products {
		if !products[i].Same(d) {
			t.Fatal(cmp.Diff(products[i].Whole(), product(d).Whole()), out.String())
		}
	}
}

// FuzzCSV looks for tables with commas that break the readers.
func FuzzCSV(f *testing.F) {
	seed(f, "csv")
	var ours bytes.Buffer
	if err := Write(&ours, bazaar(), []catalog.Product{everything()}, traits()); err != nil {
		f.Fatal(err)
	}
	f.Add(ours.Bytes())
	f.Fuzz(func(t *testing.T, b []byte) { survives(t, b, Options{}) })
}

// FuzzTSV looks for tables with tabs, in which quotes are loose.
func FuzzTSV(f *testing.F) {
	seed(f, "tsv")
	f.Add([]byte("Handle\tTitle\tVariant Price\na\t5\" tin\t1\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		survives(t, append([]byte("id\ttitle\tprice\tlink\tbrand\tcondition\tgtin\tshipping_weight\n"), b...), Options{})
		survives(t, b, Options{})
	})
}

// FuzzXML looks for markup: feeds, and products whose fields are attributes.
func FuzzXML(f *testing.F) {
	seed(f, "xml")
	f.Fuzz(func(t *testing.T, b []byte) { survives(t, b, Options{}) })
}

// FuzzJSON looks for fixtures whose rows name one another.
func FuzzJSON(f *testing.F) {
	seed(f, "json")
	f.Fuzz(func(t *testing.T, b []byte) {
		survives(t, b, Options{})
		survives(t, append([]byte(`[{"model":`), b...), Options{})
	})
}

// FuzzXLSX looks for workbooks, and for sheets and words in one that is packed
// well.
func FuzzXLSX(f *testing.F) {
	whole := sheetOf(f, []any{"Handle", "Title", "Variant Price"}, []any{"a", "A", 1.5})
	f.Add(whole, []byte{}, []byte{})
	f.Add([]byte{}, part(f, whole, "xl/worksheets/sheet1.xml"), part(f, whole, "xl/sharedStrings.xml"))
	f.Fuzz(func(t *testing.T, file, sheet, shared []byte) {
		if len(sheet) == 0 {
			survives(t, append([]byte("PK\x03\x04"), bytes.TrimPrefix(file, []byte("PK\x03\x04"))...), Options{})
			return
		}
		survives(t, repacked(t, whole, map[string][]byte{"xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": shared}), Options{})
	})
}

// part gives one part of a workbook.
func part(t testing.TB, book []byte, name string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	for _, p := range z.File {
		if !strings.EqualFold(p.Name, name) {
			continue
		}
		r, err := p.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := b.ReadFrom(r); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

// repacked gives a workbook with other parts.
func repacked(t testing.TB, book []byte, parts map[string][]byte) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, p := range z.File {
		text, other := parts[p.Name]
		if !other {
			text = part(t, book, p.Name)
		}
		w, err := out.Create(p.Name)
		if err == nil {
			_, err = w.Write(text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// FuzzMapping looks for tables of nobody's format whose columns a person named.
func FuzzMapping(f *testing.F) {
	f.Add([]byte("Название;Цена;Фото\nШапка;1 200,50;https://a.test/1.jpg b.png\n"), "title price picture")
	f.Add([]byte("a,b,c,d,e\nA,1,0.5 kg,red,12 cm\n"), "title price weight option length")
	f.Add([]byte("a,b,c,d,e\nA,1,Osh,used,wool\n"), "title:ur price brand condition attribute")
	f.Fuzz(func(t *testing.T, b []byte, fields string) {
		survives(t, b, Options{Mapping: func(header []string) (Mapping, error) {
			m, list := Mapping{}, strings.Fields(fields)
			for n, h := range header {
				if n < len(list) {
					m[norm(h)] = Field(list[n])
				}
			}
			return m, nil
		}})
	})
}
