// Package registry is the window in which anybody checks a certificate: by the
// number at its foot, or the code beside it.
//
// It has no tables. Invariant: it shows what stands on a certificate to who has its
// number, and lists none.
package registry

import (
	"cmp"
	"net/http"
	"strings"
	"time"

	"agora/catalog"
	"agora/certificate"
	"agora/fault"
	"agora/web"
	"agora/web/poster"
	"agora/web/ui"
)

// Registry is the window.
type Registry struct {
	Certificates *certificate.Service

	press poster.Press // of pictures
}

// Routes are its ways in.
func (g *Registry) Routes() []web.Route {
	return []web.Route{
		{Method: "GET", Pattern: "/verify", Access: web.Anyone, Handle: g.ask},
		{Method: "GET", Pattern: "/verify/{number}", Access: web.Anyone, Handle: g.show},
		{Method: "GET", Pattern: "/verify/{number}/badge", Access: web.Anyone, Handle: g.badge},
		{Method: "GET", Pattern: "/verify/{number}/badge.png", Access: web.Anyone, Handle: g.picture},
		{Method: "GET", Pattern: "/verify/{number}/certificate.pdf", Access: web.Anyone, Handle: g.paper},
		{Method: "POST", Pattern: "/verify", Access: web.Anyone, Body: certificate.MaxFile + web.DefaultBody, Rate: shown, Handle: g.judge},
		{Method: "GET", Pattern: "/.well-known/did.json", Access: web.Anyone, Handle: g.keys},
		{Method: "GET", Pattern: "/badges/status/{list}", Access: web.Anyone, Handle: g.list},
	}
}

// shown is how often one client shows files: each may ask others, and takes a moment.
var shown = web.Rate{Burst: 20, Every: 10 * time.Second}

// askView is the forms that take a number, or a file.
type askView struct {
	number      ui.Field
	text, email ui.Field
	wrong       string // with the file
}

// view is what is known of a number.
type view struct {
	askView
	heading     string
	badge, tone string
	icon, words string
	rows        []row
	checked     []ui.Row
	files       []ui.Link
}

// row is one line of a certificate.
type row struct{ what, value, lang, dir, url string }

func field(r *web.Request, typed, wrong string) askView {
	return askView{number: ui.Field{Name: "number", Label: r.T("certificate.number"), Value: typed, Error: wrong, Dir: "ltr", Max: 40, Required: true},
		text:  ui.Field{Name: "text", Type: "area", Rows: 3, Label: r.T("certificate.text"), Dir: "ltr"},
		email: ui.Field{Name: "email", Label: r.T("certificate.email"), Type: "email", Dir: "ltr", Max: 254}}
}

// ask shows the form, and leads what was typed there to its page.
func (g *Registry) ask(r *web.Request) error {
	typed := r.Query("number")
	n, ok := certificate.Parse(typed)
	if ok {
		return r.Redirect(web.CertificatePath(n))
	}
	status, wrong := http.StatusOK, ""
	if typed != "" {
		status, wrong = http.StatusUnprocessableEntity, r.T("fault.certificate_number")
	}
	f := r.Frame(r.T("certificate.check"))
	f.Place, f.Found = "", r.Found("/verify", nil)
	return r.Page(status, f, askPage(field(r, typed, wrong)))
}

// find gives the certificate of the path.
func (g *Registry) find(r *web.Request) (certificate.Certificate, error) {
	n, ok := certificate.Parse(r.Path("number"))
	if !ok {
		return certificate.Certificate{}, fault.New(fault.NotFound, "fault.certificate_unknown")
	}
	return g.Certificates.Find(r.R.Context(), n)
}

// valid lets a certificate be fetched in a form; what was taken back is shown instead.
func (g *Registry) valid(r *web.Request, give func(certificate.Certificate) error) error {
	c, err := g.find(r)
	if err != nil {
		return err
	}
	if !c.Valid() {
		return r.Redirect(web.CertificatePath(c.Number))
	}
	return give(c)
}

// badge gives a certificate as a signed file.
func (g *Registry) badge(r *web.Request) error {
	return g.valid(r, func(c certificate.Certificate) error { return r.Badge(g.Certificates, c) })
}

// paper gives a certificate as PDF.
func (g *Registry) paper(r *web.Request) error { return g.valid(r, r.Certificate) }

// picture gives a certificate as a picture with the signed file in it.
func (g *Registry) picture(r *web.Request) error {
	return g.valid(r, func(c certificate.Certificate) error { return r.CertificatePicture(g.Certificates, c, &g.press) })
}

// show says what a number stands for.
func (g *Registry) show(r *web.Request) error {
	c, err := g.find(r)
	if fault.Is(err, fault.NotFound) {
		return g.page(r, http.StatusNotFound, view{askView: field(r, "", ""), heading: r.T("certificate.unknown"), tone: "pome", icon: "warn", words: r.T("certificate.unknown_words")})
	}
	if err != nil {
		return err
	}
	path := web.CertificatePath(c.Number)
	v := view{askView: field(r, "", ""), heading: r.T("certificate.kind_" + string(c.Kind)), badge: r.T("certificate.valid"), tone: "leaf", icon: "ok", words: r.T("certificate.valid_words"), rows: rowsOf(r, c), checked: stepsOf(r, c.Report(r.Origin(), r.Now())),
		files: []ui.Link{{URL: path + "/certificate.pdf", Text: r.T("assembly.certify_get")}, {URL: path + "/badge.png", Text: r.T("certificate.badge_png")}, {URL: path + "/badge", Text: r.T("certificate.badge")}}}
	if !c.Valid() {
		v.files = nil
		v.badge, v.tone, v.icon, v.words = r.T("certificate.revoked"), "pome", "warn", r.T("certificate.revoked_words", "date", r.Locale.Date(c.Revoked))
	}
	return g.page(r, http.StatusOK, v)
}

func (g *Registry) page(r *web.Request, status int, v view) error {
	f := r.Frame(v.heading)
	f.Place, f.Private = "", true // it names a person
	return r.Page(status, f, page(v))
}

func rowsOf(r *web.Request, c certificate.Certificate) []row {
	title, tag := catalog.Texts(c.Title).In(r.Locale.Lang(), r.Reads()...)
	what := row{what: r.T("certificate.subject_" + string(c.Kind)), value: title}
	if tag != "" && tag != r.Locale.Lang() {
		what.lang, what.dir = tag, ui.DirOf(tag)
	}
	rows := []row{
		{what: r.T("certificate.holder"), value: c.Name, dir: "auto"},
		what,
		{what: r.T("certificate.when"), value: strings.Join(r.CertificateFacts(c), " · ")},
		{what: r.T("certificate.by"), value: c.By, dir: "auto"},
		{what: r.T("certificate.issued"), value: r.Locale.Date(c.Issued)},
		{what: r.T("certificate.number"), value: c.Number.String(), dir: "ltr"},
	}
	if asked, tag := catalog.Texts(c.Criteria).In(r.Locale.Lang(), r.Reads()...); asked != "" {
		rows = append(rows, row{what: r.T("certificate.criteria"), value: asked, lang: tag, dir: ui.DirOf(tag)})
	}
	for _, e := range c.Evidence {
		name, tag := catalog.Texts(e.Name).In(r.Locale.Lang(), r.Reads()...)
		rows = append(rows, row{what: r.T("certificate.evidence"), value: cmp.Or(name, e.URL), lang: tag, dir: "auto", url: e.URL})
	}
	return rows
}
