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
	r.Download(name, kind)
	h := r.W.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	http.ServeContent(r.W, r.R, "", time.Time{}, file)
	return nil
}

// Download begins an answer that is a file to be saved and is kept nowhere on
// its way, and gives where it is written, as by Pour. name must hold no quote.
func (r *Request) Download(name, kind string) io.Writer {
	h := r.W.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	h.Set("Cache-Control", "private, no-store")
	return pieces{r}
}
