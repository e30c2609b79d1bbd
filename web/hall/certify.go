package hall

import (
	"agora/assembly"
	"agora/web"
	"agora/web/ui"
)

// proofView is how far a person is on the way to her certificate.
type proofView struct {
	has   string // minutes, in words; "" where the event certifies nothing
	words string
	get   string // where her certificate is; "" for none
	check string // the page on which others check it; "" for none yet
}

// proofOf tells a person how far she is.
func proofOf(r *web.Request, at assembly.Seated, has assembly.Standing) (v proofView) {
	c := has.Certificate
	if at.Event.Certify == 0 && c.Number == "" || at.Seat.State != assembly.Admitted {
		return v
	}
	v.has = r.T("assembly.certify_minutes", "n", has.Minutes)
	if at.Event.Certify > 0 {
		v.has = r.T("assembly.certify_has", "n", has.Minutes, "need", at.Event.Certify)
	}
	now, get := r.Now(), seatURL(r, "/certificate.pdf")
	switch {
	case c.Number != "":
		v.check = web.CertificatePath(c.Number)
		if v.get = get; !c.Valid() {
			v.get, v.words = "", r.T("certificate.revoked")
		}
	case now.Before(at.Event.Ends):
		v.words = r.T("assembly.certify_after")
	case at.Merits(now, has.Minutes):
		v.get = get
	default:
		v.words = r.T("assembly.certify_short")
	}
	return v
}

// certificate gives a person her certificate; the first time it is made.
func (h *Hall) certificate(r *web.Request) error {
	at, err := h.seated(r)
	if err != nil {
		return err
	}
	issuer, err := h.hostName(r, at.Event)
	if err != nil {
		return err
	}
	c, err := h.Assembly.Certify(r.R.Context(), r.Actor, at.Event.ID, at.Seat.ID, issuer)
	if err != nil {
		return err
	}
	if !c.Valid() { // what was taken back is shown, and not printed
		return r.Redirect(web.CertificatePath(c.Number))
	}
	return r.Certificate(c)
}

// uncertify takes a certificate back.
func (h *Hall) uncertify(r *web.Request) error {
	e, err := h.hosted(r)
	if err != nil {
		return err
	}
	id, err := r.PathID("seat")
	if err != nil {
		return err
	}
	return r.Done(h.Assembly.Uncertify(r.R.Context(), r.Actor, e.ID, assembly.SeatID(id)), "assembly.saved", hostURL(e.ID)+"/seats")
}

// certifyField takes how many minutes a certificate asks for.
func certifyField(r *web.Request, e assembly.Event, form *web.Form) ui.Field {
	f := form.Fill(r, ui.Field{Name: "certify", Label: r.T("assembly.certify"), Hint: r.T("assembly.certify_hint"), Mode: "numeric", Dir: "ltr", Max: 5})
	if e.Certify > 0 && form == nil {
		f.Value = number(e.Certify)
	}
	return f
}

// attended fills in how long somebody was there.
func (s *seatRow) attended(r *web.Request, p assembly.Presence) {
	if p.Minutes > 0 {
		s.minutes = r.T("assembly.certify_minutes", "n", p.Minutes)
	}
	if p.Certificate != "" {
		s.paper = web.CertificatePath(p.Certificate)
	}
}
