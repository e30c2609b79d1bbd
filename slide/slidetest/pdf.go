// Package slidetest makes small PDFs for tests of slides.
package slidetest

import (
	"bytes"
	"fmt"
	"strings"
)

// Page is a page with words on it, in ASCII.
type Page struct {
	Text          string
	Width, Height int // points; 0 for 960 by 540
	draw          string
}

// Heavy is a page that takes long to paint: so many curves, see-through.
func Heavy(curves int) Page {
	var b strings.Builder
	b.WriteString("/A gs 40 w 0.2 0.3 0.6 RG\n")
	for i := range curves {
		fmt.Fprintf(&b, "%d %d m %d 900 100 -%d 900 %d c S\n", i%900, i%500, i%700, i%300, i%540)
	}
	return Page{draw: b.String()}
}

// PDF writes pages as a file.
func PDF(pages ...Page) []byte {
	var w writer
	w.WriteString("%PDF-1.4\n")
	var kids []string
	for i := range pages {
		kids = append(kids, fmt.Sprintf("%d 0 R", 4+2*i))
	}
	w.object("<</Type/Catalog/Pages 2 0 R>>")
	w.object(fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", len(pages), strings.Join(kids, " ")))
	w.object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
	for i, p := range pages {
		if p.Width == 0 {
			p.Width, p.Height = 960, 540
		}
		if p.draw == "" {
			p.draw = fmt.Sprintf("BT /F 40 Tf 60 %d Td (%s) Tj ET", p.Height-120, p.Text)
		}
		w.object(fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents %d 0 R/Resources<</Font<</F 3 0 R>>/ExtGState<</A<</CA 0.1>>>>>>>>", p.Width, p.Height, 5+2*i))
		w.object(fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(p.draw), p.draw))
	}
	return w.end("")
}

// Locked is a file that opens only with a password.
func Locked() []byte {
	var w writer
	w.WriteString("%PDF-1.4\n")
	w.object("<</Type/Catalog/Pages 2 0 R>>")
	w.object("<</Type/Pages/Count 0/Kids[]>>")
	secret := strings.Repeat("41", 32)
	w.object("<</Filter/Standard/V 1/R 2/P -4/O<" + secret + ">/U<" + secret + ">>>")
	return w.end("/Encrypt 3 0 R/ID[<01020304><01020304>]")
}

// writer numbers objects from 1 and remembers where they are.
type writer struct {
	bytes.Buffer
	at []int
}

func (w *writer) object(body string) {
	w.at = append(w.at, w.Len())
	fmt.Fprintf(w, "%d 0 obj\n%s\nendobj\n", len(w.at), body)
}

// end writes the table of objects and what leads to it.
func (w *writer) end(more string) []byte {
	start := w.Len()
	fmt.Fprintf(w, "xref\n0 %d\n0000000000 65535 f \n", len(w.at)+1)
	for _, at := range w.at {
		fmt.Fprintf(w, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(w, "trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n", len(w.at)+1, more, start)
	return w.Bytes()
}
