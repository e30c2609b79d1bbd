// Package blob keeps files by the hash of their content, on the node's disk or
// wherever else a Shelf is.
// Pictures that people send are decoded within bounds, turned upright, made
// small and written anew, so that nothing but the picture survives.
//
// It has no tables. Invariants:
//   - A key is the hash of the content and an extension: a stored file never
//     changes, may be cached for ever, and the same content is kept once.
//   - A file is on its shelf, whole, before its key is given out.
//   - Nothing that a person sent is served as anything but a picture made
//     here, or a download.
//   - One picture is decoded at a time, in a bounded amount of memory.
//
// Whoever knows a key may read the file by Serve: what is private lies in a
// store of its own, which only Give answers for.
package blob

import (
	"context"
	"io"
	"os"
	"strings"

	"agora/fault"
)

// Key names a stored file: the first 32 hex digits of the SHA-256 of its
// content, short because pages carry many, and an extension.
type Key string

const keyDigits = 32

// Valid reports whether k has the form of a key.
func (k Key) Valid() bool {
	if len(k) < keyDigits || k.Type() == "" {
		return false
	}
	return !strings.ContainsFunc(string(k[:keyDigits]), func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'a' || r > 'f')
	})
}

// Type gives the media type of a key, "" when it is no key.
func (k Key) Type() string {
	if len(k) < keyDigits {
		return ""
	}
	switch _, ending := k.ending(); ending {
	case ".jpg":
		return "image/jpeg"
	case ".webp", ownPicture:
		return "image/webp"
	case ".svg":
		return "image/svg+xml"
	case ".bin", ownFile:
		return "application/octet-stream"
	}
	return ""
}

// Store is files on a shelf.
type Store struct {
	shelf    Shelf
	fresh    string        // folder in which files are written before they have a name
	decoding chan struct{} // held by whoever decodes a picture
	whose    string        // see Of
}

// Open opens a stored file; a NotFound fault for a key nobody stored.
func (s *Store) Open(k Key) (*os.File, error) {
	if !k.Valid() {
		return nil, fault.New(fault.NotFound, "fault.not_found")
	}
	f, err := s.shelf.Open(context.Background(), k)
	return f, absent(err)
}

// bounded reads at most max bytes; more is a TooLarge fault. It stops when
// the context ends, so that a slow sender holds nothing for ever.
type bounded struct {
	ctx   context.Context
	r     io.Reader
	left  int64
	max   int64
	field string // of the fault
}

func bound(ctx context.Context, r io.Reader, max int64, field string) io.Reader {
	return &bounded{ctx: ctx, r: r, left: max, max: max, field: field}
}

func (b *bounded) Read(p []byte) (int, error) {
	if err := b.ctx.Err(); err != nil {
		return 0, err
	}
	if int64(len(p)) > b.left+1 {
		p = p[:b.left+1]
	}
	n, err := b.r.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, &fault.Error{Kind: fault.TooLarge, Key: "fault.file_large", Field: b.field, Args: []any{"kib", b.max >> 10}}
	}
	return n, err
}
