package paper

import (
	"bytes"
	"compress/zlib"
	"io"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"

	"agora/letters"
)

// scripts are words of each script, in languages of the interface.
var scripts = map[string]struct {
	rtl  bool
	text string
}{
	"en": {false, "Statement of AG-7KQ2X9M/1: KGS 1,250.00 fi"},
	"ky": {false, "Сатуучунун эсеби: төлөп берүү"},
	"ur": {true, "بیچنے والے کا گوشوارہ AG-7KQ2X9M/1"},
	"hi": {false, "विक्रेता का विवरण क्षत्रिय"},
	"hy": {false, "Վաճառողի հաշիվ"},
	"km": {false, "ការបញ្ជាទិញរបស់អ្នកលក់"},
	"si": {false, "විකුණුම්කරුගේ ප්‍රකාශය"},
	"zh": {false, "卖家对账单 AG-7"},
}

func write(t *testing.T, lang string, rtl bool, text string, rows int) []byte {
	t.Helper()
	set, err := letters.Load()
	if err != nil {
		t.Fatal(err)
	}
	p := New(set, lang, rtl, text)
	p.Pairs([][2]string{{text, "12.50"}})
	p.Table([]Col{{Head: text, Share: 0.6}, {Head: "KGS", Share: 0.4, Number: true}}, func(yield func([]Cell) bool) {
		for range rows {
			if !yield([]Cell{{Text: text, URL: "https://agora.example/(1)"}, {Text: "-1,250.00"}}) {
				return
			}
		}
	})
	var b bytes.Buffer
	if _, err := p.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// said gives the characters of which the paper's letters tell what they are.
func said(t *testing.T, pdf []byte) string {
	t.Helper()
	var out strings.Builder
	for _, m := range regexp.MustCompile(`(?s)/Length (\d+)[^>]*>>\nstream\n`).FindAllSubmatchIndex(pdf, -1) {
		z, err := zlib.NewReader(bytes.NewReader(pdf[m[1]:]))
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(z)
		if err != nil {
			t.Fatal(err)
		}
		for _, pair := range regexp.MustCompile(`<[0-9A-F]{4}> <([0-9A-F]+)>`).FindAllSubmatch(content, -1) {
			out.WriteString(text(string(pair[1])))
		}
		for _, run := range regexp.MustCompile(`/H \S+ Tf [^<]*<([0-9A-F]+)> Tj`).FindAllSubmatch(content, -1) {
			out.WriteString(text(string(run[1])))
		}
	}
	return out.String()
}

func text(hex string) string {
	var units []uint16
	for i := 0; i+4 <= len(hex); i += 4 {
		var u uint16
		for _, c := range hex[i : i+4] {
			u = u<<4 | uint16(strings.IndexRune("0123456789ABCDEF", c))
		}
		units = append(units, u)
	}
	return string(utf16.Decode(units))
}

func TestEveryScriptIsOnThePaperAndCanBeSearched(t *testing.T) {
	for lang, s := range scripts {
		pdf := write(t, lang, s.rtl, s.text, 1)
		got := said(t, pdf)
		for _, r := range s.text {
			if r != ' ' && r != '\u200d' && !strings.ContainsRune(got, r) {
				t.Errorf("%s: %q is not in the paper: %q", lang, r, got)
			}
		}
		if again := write(t, lang, s.rtl, s.text, 1); !bytes.Equal(pdf, again) {
			t.Errorf("%s: written twice it differs", lang)
		}
		if bytes.Contains(pdf, []byte("/F0")) && len(pdf) > 120<<10 {
			t.Errorf("%s: %d bytes for a page", lang, len(pdf))
		}
	}
}

func TestALongTableTurnsThePageAndKeepsItsLinks(t *testing.T) {
	pdf := write(t, "en", false, "Statement", 200)
	pages := bytes.Count(pdf, []byte("/Type/Page/"))
	links := bytes.Count(pdf, []byte(`/URI(https://agora.example/\(1\))`))
	if pages < 4 || links != 200 || !bytes.Contains(pdf, []byte("/Count 4")) && pages == 4 {
		t.Errorf("%d pages, %d links", pages, links)
	}
}

func TestWhatDoesNotFitIsCutWithDots(t *testing.T) {
	set, err := letters.Load()
	if err != nil {
		t.Fatal(err)
	}
	p := New(set, "en", false, "t")
	p.size = 8
	got := p.fit(strings.Repeat("long ", 100), 20*em)
	if w := width(got); w > 20*em || w < 17*em {
		t.Errorf("cut to %d of %d", w, 20*em)
	}
}

func TestAPlateIsOnePageAcross(t *testing.T) {
	set, err := letters.Load()
	if err != nil {
		t.Fatal(err)
	}
	p := NewPlate(set, "en", "Plate")
	p.Ink(0x13245F)
	p.Shape([2]float64{0, 0}, [2]float64{10, 0}, [2]float64{0, 10})
	if w := p.Width("Айгүл", 20); w < 30 || w > 80 {
		t.Errorf("a name is %v wide", w)
	}
	if err := p.Squares("https://agora.example/", 0, 20, 80); err != nil {
		t.Fatal(err)
	}
	if err := p.Squares(strings.Repeat("x", 5000), 0, 0, 80); err == nil {
		t.Error("a code of five thousand letters was drawn")
	}
	var b bytes.Buffer
	if _, err := p.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(b.Bytes(), []byte("/MediaBox[0 0 842 595]")) || bytes.Count(b.Bytes(), []byte("/Type/Page/")) != 1 {
		t.Error("it is not one page of A4 across")
	}
}
