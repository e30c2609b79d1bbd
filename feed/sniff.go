package feed

import (
	"bytes"
	"io"
	"unicode/utf8"

	"agora/fault"
)

// bounded fails with TooLarge instead of reading on past its bound.
type bounded struct {
	r    io.Reader
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, tooLarge()
	}
	n, err := b.r.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	return n, err
}

// written refuses what is no text in UTF-8.
func written(start []byte, whole bool) error {
	switch {
	case len(bytes.TrimSpace(start)) == 0:
		return fault.New(fault.Invalid, "fault.feed_empty")
	case bytes.HasPrefix(start, []byte("\xff\xfe")), bytes.HasPrefix(start, []byte("\xfe\xff")):
		return fault.New(fault.Invalid, "fault.feed_utf16")
	case bytes.IndexByte(start, 0) >= 0, bytes.HasPrefix(start, []byte("%PDF")):
		return fault.New(fault.Invalid, "fault.feed_binary")
	case !validStart(start, whole):
		return fault.New(fault.Invalid, "fault.feed_encoding")
	}
	return nil
}

func tooLarge() error {
	return fault.New(fault.TooLarge, "fault.feed_large", "max", int64(MaxBytes>>20))
}

// validStart reports whether b is UTF-8; its last letter may be cut unless b is
// whole.
func validStart(b []byte, whole bool) bool {
	for cut := 0; cut < utf8.UTFMax && cut <= len(b); cut++ {
		if utf8.Valid(b[:len(b)-cut]) {
			return true
		}
		if whole {
			return false
		}
	}
	return false
}

// delimiter gives the mark that the header is cut at: the one that is there
// most often outside of quotes.
func delimiter(start []byte) rune {
	count := map[byte]int{}
	quoted := false
	for _, c := range start {
		if c == '"' {
			quoted = !quoted
		}
		if c == '\n' && !quoted {
			break
		}
		if !quoted {
			count[c]++
		}
	}
	best := byte(',')
	for _, d := range []byte{';', '\t'} {
		if count[d] > count[best] {
			best = d
		}
	}
	return rune(best)
}
