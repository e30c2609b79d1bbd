package paper

import (
	"bytes"
	"compress/zlib"
	"fmt"
)

// file is a PDF as it is written: numbered objects, then where each is.
type file struct {
	bytes.Buffer
	at []int // where object i+1 begins; 0 while it is only promised
}

// promise gives the number of an object that is written later.
func (f *file) promise() int {
	f.at = append(f.at, 0)
	return len(f.at)
}

// keep writes a promised object.
func (f *file) keep(n int, body string) {
	f.at[n-1] = f.Len()
	fmt.Fprintf(f, "%d 0 obj\n%s\nendobj\n", n, body)
}

// add writes an object and gives its number.
func (f *file) add(body string) int {
	n := f.promise()
	f.keep(n, body)
	return n
}

// stream writes a compressed stream and gives its number.
func (f *file) stream(more string, content []byte, font bool) int {
	n := f.promise()
	f.keepStream(n, more, content, font)
	return n
}

// keepStream writes a promised stream; a font says how long it was before.
func (f *file) keepStream(n int, more string, content []byte, font bool) {
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	z.Write(content) //nolint:errcheck // into memory
	z.Close()        //nolint:errcheck // into memory
	if font {
		more += fmt.Sprintf("/Length1 %d", len(content))
	}
	f.at[n-1] = f.Len()
	fmt.Fprintf(f, "%d 0 obj\n<</Filter/FlateDecode/Length %d%s>>\nstream\n", n, packed.Len(), more)
	f.Write(packed.Bytes())
	f.WriteString("\nendstream\nendobj\n")
}

// end writes the table of objects.
func (f *file) end(root, info int) {
	start := f.Len()
	fmt.Fprintf(f, "xref\n0 %d\n0000000000 65535 f \n", len(f.at)+1)
	for _, at := range f.at {
		fmt.Fprintf(f, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(f, "trailer\n<</Size %d/Root %d 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(f.at)+1, root, info, start)
}
