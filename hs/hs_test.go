package hs

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"
)

func TestLookup(t *testing.T) {
	for code, want := range map[string]string{"0409": "0409", "040900": "040900", "64052099": "640520", "6405201234": "640520"} {
		m, ok := Lookup(code)
		if !ok || m.Closest().Code != want || m.Chapter.Code != want[:2] || m.Heading.Text == "" {
			t.Errorf("Lookup(%s) = %+v, %v", code, m, ok)
		}
	}
	for _, code := range []string{"", "04", "0499", "9999", "999999", "04090", "640599", "64052012345", "64o5", "TOTAL", "7701"} {
		if m, ok := Lookup(code); ok {
			t.Errorf("Lookup(%q) = %+v, want none", code, m)
		}
	}
}

func TestListIsWhole(t *testing.T) {
	l, codes := whole(), 0
	for _, h := range l.headings {
		codes += len(h.codes)
		if len(h.codes) == 0 || !strings.HasPrefix(h.codes[0].Code, h.Code) {
			t.Errorf("%s has codes %v", h.Code, h.codes)
		}
	}
	if len(l.chapters) != 96 || len(l.headings) != 1228 || codes != 5612 {
		t.Errorf("%d chapters, %d headings, %d codes", len(l.chapters), len(l.headings), codes)
	}
}

// A word with letters of two alphabets was mistyped, and nobody would find it.
func TestWordsAreOfOneAlphabet(t *testing.T) {
	d := vocabulary()
	all := slices.Clone(d.unspaced)
	for _, k := range sorted(d.words) {
		all = append(all, d.words[k]...)
	}
	for _, w := range all {
		for _, p := range w.parts {
			var found []string
			for name, table := range map[string]*unicode.RangeTable{"Latin": unicode.Latin, "Cyrillic": unicode.Cyrillic, "Arabic": unicode.Arabic} {
				if strings.IndexFunc(p.text, func(r rune) bool { return unicode.Is(table, r) }) >= 0 {
					found = append(found, name)
				}
			}
			if len(found) > 1 {
				t.Errorf("[%s] %s %q is of %v", d.concepts[w.concept].name, w.lang, p.text, found)
			}
		}
	}
	if len(all) < 4000 {
		t.Errorf("only %d words", len(all))
	}
}

func TestFindSaysWhy(t *testing.T) {
	list := Find(Ask{Title: map[string]string{"ru": "Войлочные тапочки с вышивкой"}}, Suggested)
	if len(list) != Suggested || list[0].Codes[0].Code != "640520" {
		t.Fatalf("%+v", list)
	}
	want := []Reason{{"тапочки", "slippers"}}
	if !slices.Contains(list[0].Reasons, want[0]) {
		t.Errorf("reasons %+v, want %+v", list[0].Reasons, want)
	}
	if list := Find(Ask{Title: map[string]string{"en": "zzz qqq"}}, Suggested); len(list) != 0 {
		t.Errorf("nonsense gave %s", brief(list))
	}
	if !Fits("640520", list) || !Fits("99", nil) || Fits("010121", list) || Fits("", list) {
		t.Error("Fits is wrong")
	}
}

// The better code within a heading follows the words: of silk, of leather, green.
func TestFindChoosesCodes(t *testing.T) {
	for title, want := range map[string]string{"Green tea": "090210", "Silk scarf": "621410", "Wool shawl": "621420",
		"Leather wallet": "420231", "Cotton tablecloth": "630251", "Linen tablecloth": "630259", "Bamboo basket": "460211",
		"Walnut kernels": "080232", "Black pepper": "090411", "Cotton t-shirt": "610910"} {
		list := Find(Ask{Title: map[string]string{"en": title}}, Suggested)
		if len(list) == 0 || list[0].Codes[0].Code != want {
			t.Errorf("%s: want %s, got %+v", title, want, list[:min(1, len(list))])
		}
	}
}

func TestDictionaryRefuses(t *testing.T) {
	for _, text := range []string{"en tea", "[tea] 0999", "[] 0902", "[tea 0902", "[tea] 0902\nen", "[tea] 0902\nen tea,,x", "[tea]\n[tea]", "[tea] 0902\nenglish tea"} {
		d := &dictionary{place: map[string]int{}, words: map[string][]word{}}
		if err := d.read(strings.NewReader(text), false); err == nil {
			t.Errorf("%q was read", text)
		}
	}
	d := &dictionary{place: map[string]int{}, words: map[string][]word{}}
	if err := d.read(strings.NewReader("[tea <drink] 0902+green\nen tea"), false); err != nil || d.check() == nil {
		t.Errorf("needs what is no concept: %v", err)
	}
	for _, text := range []string{"", "code,description\n0902,Tea", "code,description\n09,Tea\n0902", "code,description\n09,Tea\n0902,Tea\n0902,Tea", "code,description\nx9,Tea"} {
		if _, err := readList(strings.NewReader(text)); err == nil {
			t.Errorf("list %q was read", text)
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, p := range labels(f, "labelled.csv")[:80] {
		f.Add(p.lang, p.title, p.category)
	}
	f.Fuzz(func(t *testing.T, lang, title, category string) {
		a := Ask{Title: map[string]string{lang: title}, Description: map[string]string{lang: title + "\n" + category}, Category: map[string]string{"en": category}, Within: category}
		list := Find(a, Suggested)
		if len(list) > Suggested || !reflect.DeepEqual(list, Find(a, Suggested)) {
			t.Fatalf("%d suggestions, or others the second time", len(list))
		}
		for i, s := range list {
			if len(s.Codes) == 0 || len(s.Reasons) == 0 || i > 0 && s.Score > list[i-1].Score {
				t.Fatalf("%+v", s)
			}
		}
	})
}

func FuzzReaders(f *testing.F) {
	f.Add("[tea <drink ~] 0902+green 090210\nen tea, black tea\nru ча*\n# note")
	f.Add("code,description\n09,Tea\n0902,Tea\n090210,Green")
	f.Fuzz(func(t *testing.T, text string) {
		d := &dictionary{place: map[string]int{}, words: map[string][]word{}}
		if d.read(strings.NewReader(text), false) == nil && d.check() == nil {
			d.meanings(words("en", text, 1))
		}
		if l, err := readList(strings.NewReader(text)); err == nil && len(l.place) != len(l.headings) {
			t.Fatalf("%d places of %d headings", len(l.place), len(l.headings))
		}
	})
}

func BenchmarkFind(b *testing.B) {
	list := labels(b, "labelled.csv")
	Find(list[0].ask(), Suggested)
	for i := 0; b.Loop(); i++ {
		Find(list[i%len(list)].ask(), Suggested)
	}
}
