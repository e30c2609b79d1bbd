package web

import (
	"io"
	"net/http"
	"os"
	"time"
)

// Private answers with a file that only this person may have: to be saved, kept
// by no cache, never run in a page of ours.
func (r *Request) Private(file *os.File, kind, name string) error {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	h := r.W.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	http.ServeContent(r.W, r.R, "", time.Time{}, file)
	return nil
}
