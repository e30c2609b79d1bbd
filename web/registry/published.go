package registry

import (
	"fmt"

	"agora/certificate"
	"agora/fault"
	"agora/web"
)

// keys publishes the keys of the node, by which anybody proves what it signed.
func (g *Registry) keys(r *web.Request) error {
	raw, err := g.Certificates.Document(r.R.Context(), r.Origin())
	return publish(r, "application/did+json", raw, err)
}

// list publishes what was taken back.
func (g *Registry) list(r *web.Request) error {
	n, err := r.PathID("list")
	if err != nil {
		return fault.New(fault.NotFound, "fault.certificate_unknown")
	}
	raw, err := g.Certificates.List(r.R.Context(), r.Origin(), n, r.Now())
	return publish(r, "application/vc", raw, err)
}

// publish answers with what programs of others read, also those in browsers. It names
// nobody, and may be kept for as long as a list is.
func publish(r *web.Request, kind string, raw []byte, err error) error {
	if err != nil {
		return err
	}
	h := r.W.Header()
	h.Set("Content-Type", kind)
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Cache-Control", fmt.Sprintf("public, max-age=%.0f", certificate.ListFor.Seconds()))
	_, err = r.W.Write(raw)
	return err
}
