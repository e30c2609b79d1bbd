package paper

import "fmt"

// Count makes the pages of the title at hand say how many there are, "2 / 19", counted
// from its first.
func (p *Paper) Count() { p.counts = true }

// numbered writes the number of a page beneath it.
func (p *Paper) numbered(n string) {
	p.y = margin - 10
	p.text(n, 8, 0, wide-2*margin, true, "")
}

// tell writes the numbers of pages that waited for the last of them.
func (p *Paper) tell() {
	for i, n := range p.open {
		p.page.Reset()
		p.numbered(fmt.Sprintf("%d / %d", i+1, len(p.open)))
		p.file.keepStream(n, "", p.page.Bytes(), false)
	}
	p.open, p.counts = nil, false
}
