package customs

import (
	"slices"

	"agora/money"
)

// Foot is what the rows of a table sum to on each page, and on all up to it: rows of
// their own beneath, for those who hold a single page.
type Foot struct {
	Page   string `json:"page"`   // captions of both
	All    string `json:"all"`    // of the second
	Column int    `json:"column"` // in which the captions stand
	Sums   []Sum  `json:"sums"`
}

// Sum is a column that is added up.
type Sum struct {
	Column int            `json:"column"`
	Of     []int64        `json:"of"` // what each row adds
	In     money.Currency `json:"in,omitempty"`

	Open    []bool `json:"open,omitempty"`    // by row: what it adds is not known
	Unknown string `json:"unknown,omitempty"` // is written instead of that
}

// rows gives both rows beneath a page whose rows are from one to another.
func (f *Foot) rows(cols, from, to int) [][][]string {
	page, all := make([][]string, cols), make([][]string, cols)
	page[f.Column], all[f.Column] = []string{f.Page}, []string{f.All}
	for _, s := range f.Sums {
		page[s.Column], all[s.Column] = s.between(from, to), s.between(0, to)
	}
	return [][][]string{page, all}
}

// between writes the sum of rows from one to another: with what is not known it is more.
func (s Sum) between(from, to int) []string {
	var sum int64
	for _, n := range s.Of[from:to] {
		sum += n
	}
	if s.Open == nil || !slices.Contains(s.Open[from:to], true) {
		return []string{s.words(sum)}
	}
	if sum == 0 {
		return []string{s.Unknown}
	}
	return []string{s.words(sum), "+ " + s.Unknown}
}

func (s Sum) words(n int64) string {
	if s.In == "" {
		return number(n)
	}
	return sum(money.Of(n, s.In))
}

// table draws rows until there are no more; its head stands on every page, and its foot
// beneath each.
func (p *pen) table(t *Table) {
	heads := make([][]string, len(t.Cols))
	for i, c := range t.Cols {
		heads[i] = []string{c.Caption}
	}
	p.row(t.Cols, heads, small)
	begin, foot := 0, p.footHigh(t)
	for i, cells := range t.Rows {
		if folded, height := p.foldRow(t.Cols, cells, text-1); p.Fits(height + foot) {
			p.drawRow(t.Cols, folded, height, text-1)
			continue
		}
		p.foot(t, begin, i)
		begin = i
		p.Turn()
		p.row(t.Cols, heads, small)
		p.row(t.Cols, cells, text-1)
	}
	p.foot(t, begin, len(t.Rows))
}

// foot draws what rows sum to.
func (p *pen) foot(t *Table, from, to int) {
	if t.Foot == nil {
		return
	}
	for _, cells := range t.Foot.rows(len(t.Cols), from, to) {
		p.row(t.Cols, cells, text-1)
	}
}

// footHigh is how much of a page the foot takes.
func (p *pen) footHigh(t *Table) (high float64) {
	if t.Foot == nil {
		return 0
	}
	for _, cells := range t.Foot.rows(len(t.Cols), 0, len(t.Rows)) {
		_, height := p.foldRow(t.Cols, cells, text-1)
		high += height
	}
	return high
}

// row draws the cells of a row where there is room.
func (p *pen) row(cols []Col, cells [][]string, size float64) {
	folded, height := p.foldRow(cols, cells, size)
	p.Room(height)
	p.drawRow(cols, folded, height, size)
}

// foldRow breaks the cells of a row into lines, and gives how high it is.
func (p *pen) foldRow(cols []Col, cells [][]string, size float64) (folded [][]string, height float64) {
	folded = make([][]string, len(cols))
	for i, c := range cols {
		for _, l := range cells[i] {
			folded[i] = append(folded[i], p.Fold(l, size, c.Share*p.wide-2*pad)...)
		}
		if len(folded[i]) > longestColumn {
			folded[i] = append(folded[i][:longestColumn-1], "…")
		}
		height = max(height, 2*pad+float64(len(folded[i]))*size*leading)
	}
	return folded, height
}

func (p *pen) drawRow(cols []Col, folded [][]string, height, size float64) {
	at := 0.0
	for i, c := range cols {
		box := c.Share * p.wide
		p.Frame(at, 0, box, height, 0.5)
		for k, l := range folded[i] {
			p.Put(l, size, at+pad, pad+float64(k)*size*leading, box-2*pad, c.Number)
		}
		at += box
	}
	p.Space(height)
}
