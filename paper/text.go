package paper

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
)

// em is the size in which text is shaped: places are thousandths of it, as in a
// PDF.
const em = 1000

// piece is a run of letters of one font; width in thousandths of the size.
type piece struct {
	font  int // number of the face; han for Han
	show  string
	width int
}

// han marks a piece that the reader's own letters show.
const han = -1

// shape gives a line of text as pieces from left to right.
func (p *Paper) shape(text string) []piece {
	key := line{text, p.size, p.turned}
	if done, ok := p.shaped[key]; ok {
		return done
	}
	var out []piece
	if plain(text) {
		out = []piece{p.plain(text)}
	} else {
		for _, part := range parts(text) {
			if isHan([]rune(part)[0]) {
				out = append(out, hanPiece(part))
			} else {
				out = append(out, p.run(part)...)
			}
		}
	}
	const most = 4096
	if len(p.shaped) < most {
		p.shaped[key] = out
	}
	return out
}

// line is a text in a size: how far marks rise above it is written in points.
type line struct {
	text   string
	size   float64
	turned bool
}

// plain reports a text that looks well without shaping: a sum, a date, a
// reference, English.
func plain(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return (r < ' ' || r > '~') && r != '\u00a0' })
}

// plain sets such a text letter by letter.
func (p *Paper) plain(text string) piece {
	face := p.letters.Faces[0]
	out, width := strings.Builder{}, 0
	for _, r := range text {
		id, _ := face.NominalGlyph(r)
		p.use(0, uint32(id), string(r))
		fmt.Fprintf(&out, "%04X", id)
		width += int(face.HorizontalAdvance(id)) * em / int(face.Upem())
	}
	return piece{0, "<" + out.String() + "> Tj", width}
}

// run shapes text without Han.
func (p *Paper) run(text string) (out []piece) {
	runes := []rune(text)
	dir := di.DirectionLTR
	if p.turned {
		dir = di.DirectionRTL
	}
	in := shaping.Input{Text: runes, RunEnd: len(runes), Direction: dir, Size: fixed.I(em), Language: language.NewLanguage(p.Lang), Face: p.letters.Faces[0]}
	var runs []shaping.Output
	for _, part := range slices.Clone(p.seg.Split(in, p.letters)) {
		runs = append(runs, p.shaper.Shape(part))
	}
	var wrapper shaping.LineWrapper // sorts the runs as they are seen
	lines, _ := wrapper.WrapParagraph(shaping.WrapConfig{Direction: dir, DisableTrailingWhitespaceTrim: true}, 1<<20, runes, shaping.NewSliceIterator(runs))
	for _, line := range lines {
		seen := slices.Clone(line)
		slices.SortFunc(seen, func(a, b shaping.Output) int { return int(a.VisualIndex - b.VisualIndex) })
		for _, o := range seen {
			out = append(out, p.glyphs(o, runes))
		}
	}
	return out
}

// glyphs writes a shaped run: letters, with the way to each next one where it
// is not the letter's own width.
func (p *Paper) glyphs(o shaping.Output, text []rune) piece {
	n := slices.Index(p.letters.Faces, o.Face)
	var b strings.Builder
	b.WriteString("[")
	at, drawn, rise := 0, 0, 0 // where the dot is, and where the PDF's is
	said := stands(o, text)
	for i, g := range o.Glyphs {
		p.use(n, uint32(g.GlyphID), said[i])
		if y := g.YOffset.Round(); y != rise {
			fmt.Fprintf(&b, "] TJ %s Ts [", thousandths(y, p.size))
			rise = y
		}
		if x := at + g.XOffset.Round(); x != drawn {
			fmt.Fprintf(&b, "%d", drawn-x)
			drawn = x
		}
		fmt.Fprintf(&b, "<%04X>", g.GlyphID)
		drawn += p.advance(n, uint32(g.GlyphID))
		at += g.Advance.Round()
	}
	if at != drawn {
		fmt.Fprintf(&b, "%d", drawn-at)
	}
	b.WriteString("] TJ")
	if rise != 0 {
		b.WriteString(" 0 Ts")
	}
	return piece{n, b.String(), at}
}

// stands gives the text for which each letter of a run stands. Letters of a
// cluster have the sign whose letter they are; what is left of its signs goes to
// the letters that are left, all of it to the first when these are fewer.
func stands(o shaping.Output, text []rune) []string {
	said := make([]string, len(o.Glyphs))
	for i := 0; i < len(o.Glyphs); {
		g := o.Glyphs[i]
		signs := slices.Clone(text[g.ClusterIndex:min(g.ClusterIndex+g.RuneCount, len(text))])
		end := min(i+max(g.GlyphCount, 1), len(o.Glyphs))
		var others []int
		for k := i; k < end; k++ {
			at := slices.IndexFunc(signs, func(r rune) bool {
				id, ok := o.Face.NominalGlyph(r)
				return ok && id == o.Glyphs[k].GlyphID
			})
			if at < 0 {
				others = append(others, k)
				continue
			}
			said[k] = string(signs[at])
			signs = slices.Delete(signs, at, at+1)
		}
		for k, other := range others {
			switch {
			case len(signs) == len(others):
				said[other] = string(signs[k])
			case k == 0:
				said[other] = string(signs)
			}
		}
		i = end
	}
	return said
}

// advance is a letter's own width in thousandths.
func (p *Paper) advance(n int, id uint32) int {
	face := p.letters.Faces[n]
	return int(face.HorizontalAdvance(font.GID(id))) * em / int(face.Upem())
}

// hanPiece is a run that is written in UTF-16; each letter is a square.
func hanPiece(text string) piece {
	var b strings.Builder
	n := 0
	for _, u := range utf16.Encode([]rune(text)) {
		fmt.Fprintf(&b, "%04X", u)
		n++
	}
	return piece{han, "<" + b.String() + "> Tj", n * em}
}

// isHan reports letters and marks of Han, which stand in squares.
func isHan(r rune) bool {
	return unicode.Is(unicode.Han, r) || r >= 0x3000 && r <= 0x303F || r >= 0xFF00 && r <= 0xFFEF
}

// parts splits a text where Han begins and ends.
func parts(text string) (list []string) {
	start, was := 0, false
	for i, r := range text {
		if now := isHan(r); i > 0 && now != was {
			list = append(list, text[start:i])
			start = i
		}
		was = isHan(r)
	}
	if start < len(text) {
		list = append(list, text[start:])
	}
	return list
}

// width of a line in thousandths of its size.
func width(pieces []piece) (n int) {
	for _, p := range pieces {
		n += p.width
	}
	return n
}
