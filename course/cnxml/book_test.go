package cnxml

import (
	"bytes"
	"encoding/xml"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"

	"agora/course"
)

// shared is where the book lies that is too large to be here as its authors keep it.
const shared = "../../../shared/data/academy/openstax-entrepreneurship"

// TestWholeBook imports the Entrepreneurship book and holds what comes out against an
// independent count of its XML.
func TestWholeBook(t *testing.T) {
	if _, err := os.Stat(shared); err != nil {
		t.Skip("the book is not here: ", shared)
	}
	c, report, err := Read(os.DirFS(shared))
	if err != nil {
		t.Fatal(err)
	}
	t.Log("\n" + report.String())
	for _, row := range []struct {
		what      string
		got, want int
	}{
		{"modules", report.Modules, 79},
		{"lessons", report.Lessons, 92},
		{"words", report.Words, 289_391},
		{"exercises", report.Exercises, 479},
		{"tables", report.Tables, 55},
		{"formulas", report.Formulas, 2},
		{"footnotes", report.Footnotes, 564},
		{"figures", report.Figures, 217},
		{"notes", report.Boxes, 206},
		{"terms", report.Terms, 2398},
		{"definitions", report.Definitions, 409},
	} {
		if row.got != row.want {
			t.Errorf("%s: %d, want %d", row.what, row.got, row.want)
		}
	}
	packed := same(t, c)
	if kept, err := os.ReadFile("../../academy/starter/openstax-entrepreneurship.zip"); err != nil || !bytes.Equal(kept, packed) {
		t.Error("the book that comes with the program is another; make it anew: ", err)
	}
	left := map[string]int{}
	for _, l := range report.Left {
		left[l.Name] += l.Times
	}
	if d := cmp.Diff(map[string]int{"metadata": 79, "md:abstract": 79, "md:content-id": 79, "md:title": 79, "md:uuid": 79,
		"image": 217, "entry@namest": 52, "list@place": 62, "table@summary": 55, "para@class=centered-text": 1, "emphasis@position": 2}, left); d != "" {
		t.Error("left:", d)
	}
	elements, words := map[string]int{}, map[string]int{}
	files, err := fs.Glob(os.DirFS(shared), "modules/*/index.cnxml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		document, err := os.ReadFile(shared + "/" + name)
		if err != nil {
			t.Fatal(err)
		}
		count(t, document, elements, words)
	}
	compareElements(t, report, elements)
	drawn := map[string]int{}
	for _, m := range c.Modules {
		drawnWords(m, drawn)
	}
	compareWords(t, drawn, words)
}

// count counts elements and words of a document by a reader of its own: words of title,
// content and glossary.
func count(t *testing.T, document []byte, elements, words map[string]int) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(document))
	aside := 0 // in metadata
	var text strings.Builder
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			elements[named(token.Name)]++
			if token.Name.Local == "metadata" || aside > 0 {
				aside++
			}
			if !slices.Contains([]string{"emphasis", "term", "sup", "link"}, token.Name.Local) {
				text.WriteByte(' ')
			}
		case xml.EndElement:
			aside = max(0, aside-1)
			if !slices.Contains([]string{"emphasis", "term", "sup", "link"}, token.Name.Local) {
				text.WriteByte(' ')
			}
		case xml.CharData:
			if aside == 0 {
				text.Write(token)
			}
		}
	}
	tally(text.String(), words)
}

// tally counts words: letters and digits in a row.
func tally(text string, words map[string]int) {
	text = norm.NFKC.String(text)
	for w := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }) {
		words[w]++
	}
}

func drawnWords(m course.Module, words map[string]int) {
	for _, l := range m.Lessons {
		if !strings.Contains(l.ID, "-") { // the title of other parts is the same
			tally(strings.TrimSuffix(l.Title["en"], " (1/2)"), words)
		}
		page, _ := course.Draw(l.Body["en"], course.Options{Lesson: func(id string) string { return id }})
		tally(wordsOf(page), words)
		for _, q := range l.Quiz.Questions {
			tally(q.Ask["en"], words)
			for i, c := range q.Choices {
				if tally(c.Text["en"], words); c.Right {
					tally(letters(i), words)
				}
			}
		}
	}
}

func compareElements(t *testing.T, report *Report, elements map[string]int) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(elements)) {
		if got := report.Drawn[name] + leftWhole(report, name); got != elements[name] {
			t.Errorf("%s: %d in the book, %d drawn, %d left", name, elements[name], report.Drawn[name], leftWhole(report, name))
		}
	}
}

func leftWhole(report *Report, name string) (n int) {
	for _, l := range report.Left {
		if l.Name == name {
			n += l.Times
		}
	}
	return n
}

// compareWords finds words of the XML that are missing, each by how often.
func compareWords(t *testing.T, drawn, words map[string]int) {
	t.Helper()
	total, lost := 0, 0
	for _, w := range slices.Sorted(maps.Keys(words)) {
		total += words[w]
		if n := words[w] - drawn[w]; n > 0 {
			lost += n
			t.Errorf("%q is %d times in the book and %d times in the lessons", w, words[w], drawn[w])
		}
	}
	t.Logf("%d words in the XML, %d of them lost", total, lost)
}

// same writes a course in the native format and reads it again.
func same(t *testing.T, c *course.Course) (packed []byte) {
	t.Helper()
	packed, err := course.Zip(c)
	if err != nil {
		t.Fatal(err)
	}
	again, report, err := course.ReadZip(packed)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(c, again); d != "" {
		t.Error("written and read it is another:", d)
	}
	for _, n := range report.Notes {
		t.Error(n.Error())
	}
	twice, err := course.Zip(again)
	if err != nil || !bytes.Equal(packed, twice) {
		t.Error("written again it has other bytes: ", err)
	}
	t.Logf("%d KiB packed", len(packed)>>10)
	return packed
}

// wordsOf is the text of a page.
func wordsOf(page string) string {
	var b strings.Builder
	for z := html.NewTokenizer(strings.NewReader(page)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			b.Write(z.Text())
		default:
			if name, _ := z.TagName(); !slices.Contains([]string{"em", "strong", "a", "code"}, string(name)) {
				b.WriteByte(' ')
			}
		}
	}
}
