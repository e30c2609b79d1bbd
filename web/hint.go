package web

import (
	"net/http"
	"strings"

	"agora/web/ui"
)

// hint tells a browser that asks for a page which style sheet it will need,
// before the page is made (103 Early Hints). Only who names the destination is
// told: older clients, and proxies that speak for them, may stumble over an
// answer before the answer.
func (s *Server) hint(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet || r.Header.Get("Sec-Fetch-Dest") != "document" || !r.ProtoAtLeast(1, 1) ||
		r.ProtoMajor < 2 && s.o.Proxy || strings.HasPrefix(r.URL.Path, ui.AssetRoot) || strings.HasPrefix(r.URL.Path, "/media/") {
		return
	}
	h := w.Header()
	h.Set("Link", "<"+ui.Asset("agora.css")+">; rel=preload; as=style")
	w.WriteHeader(http.StatusEarlyHints)
	h.Del("Link")
}
