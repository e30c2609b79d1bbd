package sheet

import (
	"bytes"
	"io"
)

// tocLine begins each line of a zip's table of contents.
var tocLine = []byte("PK\x01\x02")

// Entries counts the lines of a zip's table of contents, at most to most+1, in
// little memory: what a zip says of their number need not be true, and reading a
// million of them first would fill the memory.
func Entries(r io.ReaderAt, size int64, most int) (n int, err error) {
	const chunk = 1 << 20
	b := make([]byte, chunk)
	for at := int64(0); at < size && n <= most; at += chunk - int64(len(tocLine)) + 1 {
		got, err := r.ReadAt(b[:min(chunk, size-at)], at)
		if err != nil && err != io.EOF {
			return n, err
		}
		n += bytes.Count(b[:got], tocLine)
		if got < chunk {
			break
		}
	}
	return n, nil
}
