package registry

import (
	"io"
	"net/http"
	"strings"

	"agora/certificate"
	"agora/web"
	"agora/web/ui"
)

// judge says what is to be thought of a file, or a text, of any issuer. Nothing of it
// is kept.
func (g *Registry) judge(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	raw, err := fileOf(form)
	if err != nil {
		return err
	}
	if len(raw) == 0 {
		f := r.Frame(r.T("certificate.check"))
		v := field(r, "", "")
		v.email.Value, v.wrong = form.Get("email"), r.T("fault.certificate_file")
		return r.Page(http.StatusUnprocessableEntity, f, askPage(v))
	}
	report, err := r.Checked(g.Certificates, raw)
	if err != nil {
		return err
	}
	return g.page(r, http.StatusOK, judged(r, report, form.Get("email")))
}

// fileOf reads what was shown: a file, else a text.
func fileOf(form *web.Form) ([]byte, error) {
	f, _, err := form.File("file")
	if err != nil {
		return nil, err
	}
	if f == nil {
		return []byte(form.Get("text")), nil
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, certificate.MaxFile+1))
}

// judged is what is shown of a report.
func judged(r *web.Request, report certificate.Report, email string) view {
	v := view{askView: field(r, "", ""), heading: isolated(report.Title), rows: claimed(r, report, email), checked: stepsOf(r, report)}
	switch report.Result() {
	case certificate.Bad:
		v.badge, v.tone, v.icon, v.words = r.T("certificate.result_bad"), "pome", "warn", r.T("certificate.words_bad")
	case certificate.Open:
		v.badge, v.tone, v.icon, v.words = r.T("certificate.result_open"), "saff", "warn", r.T("certificate.words_open")
	default:
		v.badge, v.tone, v.icon, v.words = r.T("certificate.valid"), "leaf", "ok", r.T("certificate.words_good")
	}
	if report.Title == "" {
		v.heading = r.T("certificate.check")
	}
	return v
}

// claimed are the lines of what a certificate says of itself.
func claimed(r *web.Request, c certificate.Report, email string) (rows []row) {
	add := func(key, value, url string) {
		if value != "" {
			rows = append(rows, row{what: r.T(key), value: value, dir: "auto", url: url})
		}
	}
	add("certificate.holder", c.Holder, "")
	if email = strings.TrimSpace(email); email != "" && c.Title != "" {
		key := "certificate.email_no"
		if c.Is(email) {
			key = "certificate.email_yes"
		}
		rows = append(rows, row{what: r.T("store.email"), value: r.T(key, "email", isolated(email))})
	}
	add("certificate.by", c.By, "")
	add("certificate.criteria", c.Criteria, "")
	for _, e := range c.Evidence {
		url := e.URL
		if !strings.HasPrefix(url, "https://") && !strings.HasPrefix(url, "http://") {
			url = ""
		}
		if e.Name == "" {
			e.Name = e.URL
		}
		add("certificate.evidence", e.Name, url)
	}
	if !c.From.IsZero() {
		rows = append(rows, row{what: r.T("certificate.issued"), value: r.Locale.Date(c.From)})
	}
	return rows
}

// stepsOf are the checks, in words.
func stepsOf(r *web.Request, report certificate.Report) []ui.Row {
	marks := map[certificate.Result]string{certificate.Good: "✓", certificate.Plain: "–", certificate.Open: "?", certificate.Bad: "✗"}
	rows := make([]ui.Row, len(report.Steps))
	for i, s := range report.Steps {
		rows[i] = ui.Row{What: r.T("certificate.check_" + string(s.Check)), Value: marks[s.Result], Why: r.T("certificate.why_"+string(s.Why), "what", isolated(s.Detail))}
	}
	return rows
}

// isolated keeps what others wrote from turning the words around it.
func isolated(s string) string {
	if s == "" {
		return ""
	}
	return "\u2068" + s + "\u2069"
}
