package bench

import (
	"math/rand/v2"
	"strings"

	"agora/search"
)

// goodsMaker makes products of made-up words in five scripts. Words come by
// Zipf's law, as they do in shops: a few stand in very many titles. The same
// seed makes the same goods.
type goodsMaker struct {
	scripts [][]string
	zipf    *rand.Zipf
	random  *rand.Rand
	now     int64
}

const wordsOfScript = 24_000

func newGoodsMaker(seed uint64) *goodsMaker {
	r := rand.New(rand.NewPCG(seed, 7))
	g := &goodsMaker{random: r, zipf: rand.NewZipf(r, 1.07, 2, wordsOfScript-1), now: 1_790_000_000_000_000}
	for _, letters := range []struct{ consonants, vowels string }{
		{"b d f g h j k l m n p q r s t v x z ch sh", "a e i o u"},
		{"б в г д ж з к л м н п р с т ф х ц ч ш щ", "а е и о у ы ю я"},
		{"ب پ ت ٹ ج چ ح خ د ر ز س ش ع غ ف ق ک گ ل م ن ہ", "ا و ی"},
		{"क ख ग च ज ट ड त द न प फ ब म य र ल व श स ह", "ा ि ी ु ू े ो"},
		{"b c ç d f g ğ h k l m n p r s ş t y z", "a e ı i o ö u ü"},
	} {
		g.scripts = append(g.scripts, g.words(strings.Fields(letters.consonants), strings.Fields(letters.vowels)))
	}
	return g
}

// words makes the words of one script, each once.
func (g *goodsMaker) words(consonants, vowels []string) []string {
	seen := map[string]bool{}
	var list []string
	for len(list) < wordsOfScript {
		var b strings.Builder
		for range 2 + g.random.IntN(3) {
			b.WriteString(consonants[g.random.IntN(len(consonants))] + vowels[g.random.IntN(len(vowels))])
		}
		if g.random.IntN(2) == 0 {
			b.WriteString(consonants[g.random.IntN(len(consonants))])
		}
		if w := b.String(); !seen[w] {
			seen[w] = true
			list = append(list, w)
		}
	}
	return list
}

// text draws words of a script.
func (g *goodsMaker) text(script, least, most int) string {
	var b strings.Builder
	for range least + g.random.IntN(most-least+1) {
		b.WriteString(g.scripts[script][g.zipf.Uint64()] + " ")
	}
	return b.String()
}

// page makes products from..from+n.
func (g *goodsMaker) page(from, n int) []search.Document {
	list := make([]search.Document, n)
	for i := range list {
		script := g.random.IntN(len(g.scripts))
		shelf := g.random.IntN(200)
		list[i] = search.Document{Product: int64(from + i + 1), Version: 1, Shop: int64(1 + g.random.IntN(20_000)),
			Country: []string{"KG", "KZ", "UZ", "PK", "IN", "CN", "RU", "TR"}[g.random.IntN(8)], Currency: []string{"KGS", "KZT", "UZS", "PKR"}[g.random.IntN(4)],
			Category: "shelf" + string(rune('a'+shelf%20)) + string(rune('a'+shelf/20)), Parent: "row" + string(rune('a'+shelf%20)),
			Price: int64(100 + g.random.IntN(1_000_000)), Stock: g.random.IntN(10) > 0, Standing: g.random.IntN(3) / 2 * (3000 + g.random.IntN(2000)),
			Since: g.now - int64(g.random.IntN(700*86400))*1_000_000, Titles: []string{g.text(script, 4, 9)}, Bodies: []string{g.text(script, 25, 54)},
			Attributes: []search.Attribute{{Name: "Colour", Value: []string{"red", "blue", "green", "white", "black"}[g.random.IntN(5)]},
				{Name: "Size", Value: []string{"S", "M", "L"}[g.random.IntN(3)]}}}
	}
	return list
}
