package search

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// anyText makes texts of letters, marks and what stands between them, of many
// scripts.
func anyText() *rapid.Generator[string] {
	return rapid.StringOfN(rapid.OneOf(
		rapid.RuneFrom([]rune("abchejksxyzoquwgi'ʻ- .0159")),
		rapid.RuneFrom(nil, unicode.Latin, unicode.Cyrillic, unicode.Arabic),
		rapid.RuneFrom(nil, unicode.Devanagari, unicode.Sinhala, unicode.Khmer, unicode.Tamil, unicode.Bengali),
		rapid.RuneFrom(nil, unicode.Armenian, unicode.Georgian, unicode.Han, unicode.Thai, unicode.Myanmar),
		rapid.Rune(),
	), 0, 60, -1)
}

func TestFoldingTwiceIsFoldingOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for _, w := range Words(anyText().Draw(t, "text")) {
			again := askedWords(w.Exact, pairs)
			if strings.ContainsFunc(w.Exact, Unspaced) {
				again = []Word{again[0]} // a cluster of one, two or three
				if got := exactOf(w.Exact); got != w.Exact {
					t.Fatalf("%+q folds to %+q", w.Exact, got)
				}
				continue
			}
			if len(again) != 1 || again[0].Exact != w.Exact {
				t.Fatalf("%+q folds to %+v", w.Exact, again)
			}
		}
	})
}

func exactOf(text string) string {
	var f folder
	return f.fold([]rune(text)).Exact
}

func TestAFolderOfManyTextsFoldsEachAlike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		by := &folder{memory: map[memory]Word{}}
		texts := rapid.SliceOfN(anyText(), 1, 8).Draw(t, "texts")
		for _, text := range append(texts, texts[0], "cicim", "cicim şal") { // a c of two languages
			if got, want := render(by.document(text)), render(Words(text)); got != want {
				t.Fatalf("%+q: %s instead of %s after others", text, got, want)
			}
		}
	})
}

func TestCaseAndNormalFormChangeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := norm.NFC.String(anyText().Draw(t, "text"))
		want := render(Words(text))
		for name, other := range map[string]string{"NFD": norm.NFD.String(text), "NFKC": norm.NFKC.String(text)} {
			if got := render(Words(other)); got != want {
				t.Fatalf("%+q: %s instead of %s in form %s", text, got, want, name)
			}
		}
	})
	for _, text := range []string{"ЧАЙ ЗЕЛЁНЫЙ", "Green TEA", "ԹԵՅ ՉԱՅ", "QOVUN OʻZBEK", "ӘЖЕ ҚЫМЫЗ"} {
		if got, want := render(Words(strings.ToLower(text))), render(Words(text)); got != want {
			t.Errorf("%s: %s is not %s", text, got, want)
		}
	}
}

func render(words []Word) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteString(w.Exact + "/" + w.Latin + "/" + strings.Join(w.Sounds, ",") + " ")
	}
	return b.String()
}

// bounded fails for words that are not as promised.
func bounded(t *testing.T, words []Word, most int) {
	t.Helper()
	if len(words) > most {
		t.Fatalf("%d words", len(words))
	}
	for _, w := range words {
		if w.Exact == "" || !utf8.ValidString(w.Exact) || utf8.RuneCountInString(w.Exact) > 3*maxLetters || len(w.Latin) > 4*maxLetters || len(w.Sounds) > maxSounds {
			t.Fatalf("out of bounds: %+v", w)
		}
		for i := range len(w.Latin) {
			if c := w.Latin[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') {
				t.Fatalf("%q has the Latin form %q", w.Exact, w.Latin)
			}
		}
		for _, s := range w.Sounds {
			if s == "" || len(s) > len(w.Latin)+2 {
				t.Fatalf("%q has the sounds %q", w.Latin, w.Sounds)
			}
		}
		if d := Distance(w.Latin, w.Latin); d != 0 {
			t.Fatalf("%q is %g from itself", w.Latin, d)
		}
	}
}

func addSeeds(f *testing.F) {
	for _, s := range []string{"Зелёный чай, 250 г", "绿茶 500g", "چائے سبز", "ក្រមា", "चूड़ियाँ", "O‘zbekiston", "[kt,", "lvcha", "\xff\xfe", "a\u0301\u0301\u0301", "ﷺ"} {
		f.Add(s)
	}
}

func FuzzWords(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, text string) { bounded(t, Words(text), maxWords) })
}

func FuzzQuery(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, text string) {
		asked := Query(text)
		if len(asked) > maxAsked {
			t.Fatalf("%d places", len(asked))
		}
		for i, a := range asked {
			if len(a.Readings) == 0 || len(a.Readings) > 10 {
				t.Fatalf("%d readings of %q", len(a.Readings), a.Typed)
			}
			for _, r := range a.Readings {
				bounded(t, r.Words, maxParts)
				if r.Covers < 1 || i+r.Covers > len(asked) {
					t.Fatalf("place %d of %d covers %d", i, len(asked), r.Covers)
				}
			}
		}
	})
}

func BenchmarkWords(b *testing.B) {
	titles := []string{
		"Ковёр ручной работы, шерсть, 120x180", "Зелёный чай листовой 250 г", "Handmade felt slippers for women", "手工羊毛地毯 120厘米",
		"Qoʻlda toʻqilgan gilam, jun", "قالین دستباف پشمی", "हाथ से बनी चूड़ियाँ लाल", "Қолдан жасалған киіз тәпішке", "Gümüş küpe el yapımı",
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		Words(titles[i%len(titles)])
	}
}

func BenchmarkDistance(b *testing.B) {
	for b.Loop() {
		Distance("churian", "chudiyan")
	}
}

func BenchmarkConcepts(b *testing.B) {
	s := NewSynonyms(Goods())
	words := Words("Ковёр ручной работы, шерсть, 120x180")
	b.ReportAllocs()
	for b.Loop() {
		s.Concepts(words)
	}
}

func BenchmarkQuery(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Query("зелёный чай rjdth")
	}
}
