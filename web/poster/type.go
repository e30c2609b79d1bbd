package poster

import (
	"image"
	"image/color"
	"image/draw"
	"slices"
	"sync"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"

	"agora/letters"
)

// Type is the letters that posters are written with. It is safe for use by
// many; one poster is drawn at a time, since each takes a core for a while.
type Type struct {
	*letters.Set
	mu     sync.Mutex
	shaper shaping.HarfbuzzShaper
}

// Load reads the letters.
func Load() (*Type, error) {
	set, err := letters.Load()
	return &Type{Set: set}, err
}

// line writes one line with its foot at y, cut when it is too long.
func (t *Type) line(m draw.Image, text string, p Poster, c color.Color, size int, box image.Rectangle, y int) {
	t.write(m, text, p, c, size, 1, box, y-size)
}

// write writes a text of at most so many lines into a box, from top down; the
// last line ends in dots when there is more.
func (t *Type) write(m draw.Image, text string, p Poster, c color.Color, size, lines int, box image.Rectangle, top int) {
	if !t.Can(text) {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	dir := di.DirectionLTR
	if p.RTL {
		dir = di.DirectionRTL
	}
	runes := []rune(text)
	in := shaping.Input{Text: runes, RunEnd: len(runes), Direction: dir, Size: fixed.I(size), Language: language.NewLanguage(p.Lang), Face: t.Faces[0]}
	var seg shaping.Segmenter
	var runs []shaping.Output
	for _, part := range slices.Clone(seg.Split(in, t)) {
		runs = append(runs, t.shaper.Shape(part))
	}
	dots := in
	dots.Text, dots.RunEnd = []rune("…"), 1
	dots.Face, dots.Script = t.Faces[0], language.Common
	var wrapper shaping.LineWrapper
	config := shaping.WrapConfig{Direction: dir, TruncateAfterLines: lines, Truncator: t.shaper.Shape(dots)}
	wrapped, _ := wrapper.WrapParagraph(config, box.Dx(), runes, shaping.NewSliceIterator(runs))
	step := leading(p, size)
	for i, line := range wrapped {
		t.set(m, line, c, box, p.RTL, top+size+i*step)
	}
}

// leading is how far lines of a size are apart.
func leading(p Poster, size int) int {
	if p.RTL || p.Lang == "hi" || p.Lang == "ne" || p.Lang == "km" || p.Lang == "si" {
		return size * 3 / 2
	}
	return size * 5 / 4
}

// set draws the runs of one line, in the order in which they are seen.
func (t *Type) set(m draw.Image, line shaping.Line, c color.Color, box image.Rectangle, rtl bool, y int) {
	seen := slices.Clone(line)
	slices.SortFunc(seen, func(a, b shaping.Output) int { return int(a.VisualIndex - b.VisualIndex) })
	var width fixed.Int26_6
	for _, run := range seen {
		width += run.Advance
	}
	x := fixed.I(box.Min.X)
	if rtl {
		x = fixed.I(box.Max.X) - width
	}
	z := vector.NewRasterizer(Width, Height)
	for _, run := range seen {
		scale := float32(run.Size) / 64 / float32(run.Face.Upem())
		for _, g := range run.Glyphs {
			if outline, ok := run.Face.GlyphDataOutline(g.GlyphID); ok {
				trace(z, outline, float32(x+g.XOffset)/64, float32(y)-float32(g.YOffset)/64, scale)
			}
			x += g.Advance
		}
	}
	z.Draw(m, m.Bounds(), image.NewUniform(c), image.Point{})
}

// trace adds the outline of a letter with its foot at (x, y).
func trace(z *vector.Rasterizer, o font.GlyphOutline, x, y, scale float32) {
	for _, s := range o.Segments {
		at := func(i int) (float32, float32) { return x + s.Args[i].X*scale, y - s.Args[i].Y*scale }
		ax, ay := at(0)
		switch s.Op {
		case opentype.SegmentOpMoveTo:
			z.ClosePath()
			z.MoveTo(ax, ay)
		case opentype.SegmentOpLineTo:
			z.LineTo(ax, ay)
		case opentype.SegmentOpQuadTo:
			bx, by := at(1)
			z.QuadTo(ax, ay, bx, by)
		case opentype.SegmentOpCubeTo:
			bx, by := at(1)
			cx, cy := at(2)
			z.CubeTo(ax, ay, bx, by, cx, cy)
		}
	}
	z.ClosePath()
}
