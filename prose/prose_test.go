package prose_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"agora/course"
	"agora/prose"
)

// text is what a reader of Markdown sees, and how many words are bold or slanted.
func text(t testing.TB, md string) (string, int) {
	t.Helper()
	page, _ := course.Draw(md, course.Options{})
	z, b, marks := html.NewTokenizer(strings.NewReader(page)), strings.Builder{}, 0
	for {
		switch z.Next() {
		case html.ErrorToken:
			return strings.Join(strings.Fields(b.String()), " "), marks
		case html.TextToken:
			b.Write(z.Text())
		case html.StartTagToken:
			name, _ := z.TagName()
			switch string(name) {
			case "strong", "em", "del":
				marks++
			case "p", "br":
				b.WriteByte(' ')
			default:
				t.Errorf("%q makes <%s>", md, name)
			}
		}
	}
}

// nasty draws texts of the signs that mean something in Markdown.
func nasty(what string) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		return prose.Clean(rapid.StringOfN(rapid.RuneFrom([]rune("ab1é ,.:;-+=*_#>`~|[](){}<>!&\\/\"'$^@\n\t’“ ")), 0, 24, -1).Draw(t, what))
	})
}

// TestWordsMeanThemselves draws any text as the words that it is.
func TestWordsMeanThemselves(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := nasty("text").Draw(r, "text")
		md, _ := prose.Lines(prose.Escape(s))
		if got, marks := text(t, md); got != strings.Join(strings.Fields(s), " ") || marks > 0 {
			r.Fatalf("%q became %q, which reads %q", s, md, got)
		}
	})
}

// TestEmphasisIsSeen marks words at random: each mark is seen or said to be lost, and no word changes.
func TestEmphasisIsSeen(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var marked, want strings.Builder
		for i := range rapid.IntRange(1, 5).Draw(r, "pieces") {
			s := nasty("text").Draw(r, fmt.Sprint(i))
			inner := want.Len()
			want.WriteString(s)
			switch e := prose.Escape(s); rapid.IntRange(0, 5).Draw(r, "mark") {
			case 0:
				marked.WriteString(prose.Strong(e))
			case 1:
				marked.WriteString(prose.Em(e))
			case 2:
				marked.WriteString(prose.Struck(e))
			case 3:
				marked.WriteString(prose.Strong("a" + prose.Em(e) + "b"))
				whole := want.String()
				want.Reset()
				want.WriteString(whole[:inner] + "a" + s + "b")
			default:
				marked.WriteString(e)
			}
		}
		md, _ := prose.Lines(marked.String())
		if got, _ := text(t, md); got != strings.Join(strings.Fields(want.String()), " ") {
			r.Fatalf("%q became %q, which reads %q", marked.String(), md, got)
		}
	})
}

// TestManyMarks finishes soon with texts that are made to be slow.
func TestManyMarks(t *testing.T) {
	for _, one := range []string{prose.Strong(""), prose.Strong(" "), "a" + prose.Em("(b)") + "c", prose.Em("a,") + prose.Strong("b,"), string(prose.StrongOn), string(prose.EmOff), prose.Strong("a") + prose.Em(" ") + " "} {
		began := time.Now()
		prose.Lines(strings.Repeat(one, 100_000) + "z")
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("%q took %v", one, took)
		}
	}
}

// TestEmphasis shows where Markdown has emphasis and where not.
func TestEmphasis(t *testing.T) {
	for _, c := range []struct {
		marked, want string
		lost         int
	}{
		{"a " + prose.Strong(" b ") + "c", "a **b** c", 0},
		{"a" + prose.Em("b") + "c", "a*b*c", 0},
		{"a" + prose.Em("(b)") + "c", "a(b)c", 1},
		{prose.Em("a") + prose.Em("b"), "_ab_", 0},
		{prose.Strong("a " + prose.Em("b")), "**a _b_**", 0},
		{prose.Strong(prose.Strong("a") + "b"), "**ab**", 0},
		{prose.Strong("") + "x", "x", 0},
		{prose.Strong("1.") + " x", "**1.** x", 0},
		{"1. x" + string(prose.Break) + "# y", "1\\. x\\\n\\# y", 0},
	} {
		if got, lost := prose.Lines(c.marked); got != c.want || lost != c.lost {
			t.Errorf("%q: %q, %d lost; want %q, %d", c.marked, got, lost, c.want, c.lost)
		}
	}
}
