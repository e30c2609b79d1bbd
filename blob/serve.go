package blob

import (
	"log/slog"
	"mime"
	"net/http"
	"time"

	"agora/fault"
)

// Serve answers a request for the file named by the last part of its path:
// cacheable for ever, never sniffed, never run, with byte ranges. What is not
// there is answered 404 here, because a broken picture needs no page.
func (s *Store) Serve(w http.ResponseWriter, r *http.Request, key string) {
	s.serve(w, r, key, "public, max-age=31536000, immutable")
}

// Give answers like Serve, but nothing on the way may keep the file: it is for
// a store whose files only some may read, and whose caller knows who.
func (s *Store) Give(w http.ResponseWriter, r *http.Request, k Key) {
	s.serve(w, r, string(k), "private, no-store")
}

// GiveAs answers like Give, with a download that is saved under a name of its own.
func (s *Store) GiveAs(w http.ResponseWriter, r *http.Request, k Key, name string) {
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	s.serve(w, r, string(k), "private, no-store")
}

func (s *Store) serve(w http.ResponseWriter, r *http.Request, key, cache string) {
	k := Key(key)
	f, err := s.Open(k)
	if err != nil {
		if fault.KindOf(err) == fault.Internal {
			slog.ErrorContext(r.Context(), "blob: serve", "key", key, "err", err)
		}
		http.Error(w, http.StatusText(fault.Status(err)), fault.Status(err))
		return
	}
	defer f.Close()
	h := w.Header()
	h.Set("Content-Type", k.Type())
	h.Set("Cache-Control", cache)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("ETag", `"`+key+`"`)
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
	if k.Type() == "application/octet-stream" && h.Get("Content-Disposition") == "" {
		h.Set("Content-Disposition", `attachment; filename="`+key+`"`)
	}
	http.ServeContent(w, r, "", time.Time{}, f)
}
