package paper

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"

	"github.com/go-text/typesetting/shaping"

	"agora/letters"
)

// A4 and its margins, in points.
const (
	wide, high = 595, 842
	margin     = 40
	bottom     = 56
)

// format is the size of a page in points. A bare one is all its own: it has
// neither title nor number.
type format struct {
	wide, high, margin, bottom float64
	bare                       bool
}

// A4, A6 for labels (ISO 216), whose margin is what printers leave white, and A4
// across for plates.
var (
	a4    = format{wide, high, margin, bottom, false}
	a6    = format{298, 420, 14, 28, true}
	plate = format{high, wide, plateMargin, plateMargin, true}
)

// Paper is one paper, written from the top down.
type Paper struct {
	Lang string // BCP 47
	RTL  bool   // the language runs from right to left

	on      format // of the page at hand
	title   string
	letters *letters.Set
	shaper  shaping.HarfbuzzShaper
	seg     shaping.Segmenter
	shaped  map[line][]piece
	used    map[int]map[uint32]string
	size    float64 // of the text being set
	turned  bool    // the text being set runs from right to left

	file     file
	pages    []int // objects
	counts   bool  // pages of the title at hand say how many there are
	open     []int // objects of their numbers, which are written when all are there
	parent   int
	fonts    int // the object that names them
	page     bytes.Buffer
	links    []string
	attached []attachment
	y        float64
}

// Cell is one place of a table or a line.
type Cell struct {
	Text string
	URL  string // where it leads; "" for nowhere
}

// Col is a column of a table.
type Col struct {
	Head   string
	Share  float64 // of the width; those of all columns sum to 1
	Number bool    // stands at the end of the column
}

// New begins a paper with a title, which stands on every page.
func New(set *letters.Set, lang string, rtl bool, title string) *Paper {
	return begun(a4, set, lang, rtl, title)
}

func begun(f format, set *letters.Set, lang string, rtl bool, title string) *Paper {
	p := &Paper{Lang: lang, RTL: rtl, on: f, title: title, letters: set, shaped: map[line][]piece{}, used: map[int]map[uint32]string{}}
	p.file.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	p.parent, p.fonts = p.file.promise(), p.file.promise()
	p.begin()
	p.entitle()
	return p
}

// entitle writes the title as it stands on the first page.
func (p *Paper) entitle() {
	if p.on.bare {
		return
	}
	p.text(p.title, 18, 0, wide-2*margin, false, "")
	p.y -= 26
}

func (p *Paper) begin() {
	p.page.Reset()
	p.links = nil
	p.y = p.on.high - p.on.margin
	if !p.on.bare {
		p.y -= 14
	}
}

// turn ends a page and begins the next, with the title above.
func (p *Paper) turn() {
	p.finish()
	p.begin()
	if p.on.bare {
		return
	}
	p.text(p.title, 8, 0, wide-2*margin, false, "")
	p.y -= 18
}

// finish writes the page at hand, with its number.
func (p *Paper) finish() {
	if !p.on.bare && !p.counts {
		p.numbered(fmt.Sprint(len(p.pages) + 1))
	}
	content := fmt.Sprintf("%d 0 R", p.file.stream("", p.page.Bytes(), false))
	if p.counts {
		p.open = append(p.open, p.file.promise())
		content = fmt.Sprintf("[%s %d 0 R]", content, p.open[len(p.open)-1])
	}
	links := ""
	if len(p.links) > 0 {
		links = "/Annots[" + strings.Join(p.links, "") + "]"
	}
	p.pages = append(p.pages, p.file.add(fmt.Sprintf("<</Type/Page/Parent %d 0 R/MediaBox[0 0 %g %g]/Resources<</Font %d 0 R>>/Contents %s%s>>",
		p.parent, p.on.wide, p.on.high, p.fonts, content, links)))
}

// text sets one line at the height at hand, in a box that begins some points
// from the beginning of lines; at the end of the box when it is a number. What
// does not fit is cut, and dots say so.
func (p *Paper) text(s string, size, from, box float64, end bool, url string) {
	if s == "" {
		return
	}
	p.turned = p.RTL
	left := margin + from
	if p.RTL { // the paper is mirrored, its columns too
		left = wide - margin - from - box
	}
	x, w := p.set(s, size, left, box, end != p.RTL)
	if url != "" {
		p.links = append(p.links, fmt.Sprintf("<</Type/Annot/Subtype/Link/Border[0 0 0]/Rect[%.2f %.2f %.2f %.2f]/A<</S/URI/URI%s>>>>", x, p.y-2, x+w, p.y+size, literal(url)))
	}
}

// set writes one line at the left or the right of a box, and gives where it
// begins and how wide it is.
func (p *Paper) set(s string, size, left, box float64, right bool) (x, w float64) {
	p.size = size
	pieces := p.fit(s, int(box/size*em))
	w = float64(width(pieces)) * size / em
	x = left
	if right {
		x = left + box - w
	}
	at := x
	for _, c := range pieces {
		name := "H"
		if c.font != han {
			name = fmt.Sprint("F", c.font)
		}
		fmt.Fprintf(&p.page, "BT /%s %g Tf %.2f %.2f Td %s ET\n", name, size, at, p.y, c.show)
		at += float64(c.width) * size / em
	}
	return x, w
}

// fit shapes a text, cut to a width in thousandths.
func (p *Paper) fit(s string, most int) []piece {
	pieces := p.shape(s)
	if width(pieces) <= most {
		return pieces
	}
	runes := []rune(s)
	for low, up := 0, len(runes); ; {
		n := (low + up + 1) / 2
		if low >= up {
			return p.shape(string(runes[:low]) + "…")
		}
		if width(p.shape(string(runes[:n])+"…")) <= most {
			low = n
		} else {
			up = n - 1
		}
	}
}

// thousandths gives a height of the shaped text in points.
func thousandths(n int, size float64) string { return fmt.Sprintf("%.2f", float64(n)*size/em) }

// Line writes a line of small text.
func (p *Paper) Line(c Cell) {
	p.room(14)
	p.text(c.Text, 10, 0, wide-2*margin, false, c.URL)
	p.y -= 14
}

// Pairs writes names, each with its value at the end of the line.
func (p *Paper) Pairs(list [][2]string) {
	for _, pair := range list {
		p.room(15)
		p.text(pair[0], 10, 0, 300, false, "")
		p.text(pair[1], 10, 300, wide-2*margin-300, true, "")
		p.rule(0.3)
		p.y -= 15
	}
	p.y -= 8
}

// Space leaves some points free.
func (p *Paper) Space(points float64) { p.y -= points }

// Table writes rows until there are no more; its head stands on every page.
func (p *Paper) Table(cols []Col, rows func(yield func([]Cell) bool)) {
	p.head(cols)
	for row := range rows {
		if p.y < bottom+12 {
			p.turn()
			p.head(cols)
		}
		p.row(cols, row, 8)
		p.y -= 12
	}
}

func (p *Paper) head(cols []Col) {
	heads := make([]Cell, len(cols))
	for i, c := range cols {
		heads[i].Text = c.Head
	}
	p.room(30)
	p.row(cols, heads, 7)
	p.rule(0.8)
	p.y -= 14
}

func (p *Paper) row(cols []Col, cells []Cell, size float64) {
	from := 0.0
	const gap = 4
	for i, c := range cols {
		box := c.Share * (wide - 2*margin)
		p.text(cells[i].Text, size, from, box-gap, c.Number, cells[i].URL)
		from += box
	}
}

// rule draws a line beneath the text at hand.
func (p *Paper) rule(weight float64) {
	fmt.Fprintf(&p.page, "%g w %d %.2f m %d %.2f l S\n", weight, margin, p.y-4, wide-margin, p.y-4)
}

// room turns the page when so many points are not left.
func (p *Paper) room(points float64) {
	if p.y-points < bottom {
		p.turn()
	}
}

// WriteTo ends the paper and writes it.
func (p *Paper) WriteTo(w io.Writer) (int64, error) {
	p.finish()
	p.tell()
	names := strings.Builder{}
	for n := range p.letters.Faces {
		if len(p.used[n]) > 0 {
			fmt.Fprintf(&names, "/F%d %d 0 R", n, p.embed(&p.file, n))
		}
	}
	fmt.Fprintf(&names, "/H %d 0 R", embedHan(&p.file))
	p.file.keep(p.fonts, "<<"+names.String()+">>")
	kids := strings.Builder{}
	for _, n := range p.pages {
		fmt.Fprintf(&kids, "%d 0 R ", n)
	}
	p.file.keep(p.parent, fmt.Sprintf("<</Type/Pages/Kids[%s]/Count %d>>", kids.String(), len(p.pages)))
	root := p.file.add(fmt.Sprintf("<</Type/Catalog/Pages %d 0 R/Lang%s/ViewerPreferences<</DisplayDocTitle true>>%s>>", p.parent, literal(p.Lang), p.attachments()))
	p.file.end(root, p.file.add(fmt.Sprintf("<</Title%s/Producer(Agora)>>", words(p.title))))
	return p.file.WriteTo(w)
}

// literal writes a text of ASCII.
func literal(s string) string {
	return "(" + strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`, "\n", "", "\r", "").Replace(s) + ")"
}

// words writes any text, in UTF-16.
func words(s string) string {
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	return b.String() + ">"
}
