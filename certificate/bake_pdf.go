package certificate

import (
	"bytes"
	"compress/zlib"
	"io"
)

// maxAttached is into how many files of a paper is looked.
const maxAttached = 8

// fromPDF looks for a certificate among the files that are attached to a paper, as ours
// have it. It reads what stands in the file as such, not what is packed with other
// objects.
func fromPDF(raw []byte) ([]byte, error) {
	for range maxAttached {
		_, rest, ok := bytes.Cut(raw, []byte("/EmbeddedFile/"))
		if !ok {
			break
		}
		raw = rest
		if text := attached(rest); len(text) > 0 && text[0] == '{' {
			return text, nil
		}
	}
	return nil, errNothing
}

// attached reads the stream that begins next; nil for none.
func attached(rest []byte) []byte {
	_, body, ok := bytes.Cut(rest[:min(len(rest), 1<<20)], []byte("stream\n"))
	if !ok {
		return nil
	}
	z, err := zlib.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil
	}
	out, err := io.ReadAll(io.LimitReader(z, maxDocument+1))
	if err != nil {
		return nil
	}
	return bytes.TrimSpace(out)
}
