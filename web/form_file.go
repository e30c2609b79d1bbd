package web

import (
	"fmt"
	"mime/multipart"
	"path"
	"strings"
)

// Sent is a file of a form.
type Sent struct {
	Name string // as the sender's machine calls it, at most 60 characters; "" when that is no text
	head *multipart.FileHeader
}

// Open opens the file; the caller closes it.
func (s Sent) Open() (multipart.File, error) {
	f, err := s.head.Open()
	if err != nil {
		return nil, fmt.Errorf("web: open upload: %w", err)
	}
	return f, nil
}

// Sent gives the files that were sent under a name; empty ones, as a browser
// sends when nothing was chosen, are left out.
func (f *Form) Sent(name string) (list []Sent) {
	for _, head := range f.files[name] {
		if head.Size == 0 && head.Filename == "" {
			continue
		}
		list = append(list, Sent{fileName(head.Filename), head})
	}
	return list
}

// fileName is a file's name as it may be said back: its end, where it differs
// from others of the same camera.
func fileName(s string) string {
	s = strings.TrimSpace(path.Base(strings.ReplaceAll(s, `\`, "/")))
	if !plainText(s) || strings.ContainsAny(s, "\n\t") {
		return ""
	}
	if r := []rune(s); len(r) > 60 {
		s = "…" + string(r[len(r)-59:])
	}
	return s
}
