package storefront

import (
	"net/http"
	"strconv"

	"agora/country"
	"agora/fault"
	"agora/market"
	"agora/web"
	"agora/web/ui"
)

// unconfirmed reports whether orders of a group wait for the buyer's second yes.
func unconfirmed(g market.Group) bool {
	for _, o := range g.Orders {
		if o.State == market.Unconfirmed {
			return true
		}
	}
	return false
}

// confirm shows where a buyer who pays at the door says yes once more. The
// link in the mail brings the code along; only the button gives it.
func (s *Store) confirm(r *web.Request) error { return s.showConfirm(r, nil, http.StatusOK) }

func (s *Store) showConfirm(r *web.Request, form *web.Form, status int) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	g, err := s.Market.Group(r.R.Context(), r.Actor, market.GroupID(id))
	if err != nil {
		return err
	}
	if !unconfirmed(g) {
		return r.Redirect(groupURL(r, ""))
	}
	c, err := s.Market.Confirmation(r.R.Context(), r.Actor, g)
	if err != nil {
		return err
	}
	v := confirmView{ref: g.Ref, title: r.T("store.confirm_page", "ref", g.Ref), total: g.Total, mishaps: form.Mishaps(r),
		order: groupURL(r, ""), sent: strconv.FormatInt(c.Sends, 10), to: groupURL(r, "/confirm"), tap: r.Query("code") != "" && form == nil}
	if c.Again() {
		v.again = groupURL(r, "/confirm/again")
	}
	until := ""
	for _, o := range g.Orders {
		if o.State == market.Unconfirmed {
			until = r.Locale.DateTime(o.Deadline, nil)
		}
	}
	v.words = r.T("store.confirm_words", "to", g.Contact.Email, "until", until)
	if g.Contact.Email == "" {
		v.words = r.T("store.confirm_phone", "to", country.ShowPhone(g.Contact.Phone), "until", until)
	}
	v.code = form.Fill(r, ui.Field{Name: "code", Label: r.T("store.confirm_code"), Value: r.Query("code"), Required: true, Max: 12,
		Mode: "numeric", Complete: "one-time-code", Dir: "ltr"})
	f := r.Frame(v.title)
	f.Place, f.Private = "account", true
	return r.Page(status, f, confirmPage(v))
}

// confirmPost is the second yes.
func (s *Store) confirmPost(r *web.Request) error {
	return s.answerCode(r, "store.confirm_done", groupURL(r, ""), func(form *web.Form, id market.GroupID) error {
		return s.Market.Confirm(r.R.Context(), r.Actor, id, form.Need("code", 40))
	})
}

// sendCode sends another code than the one the page knew of.
func (s *Store) sendCode(r *web.Request) error {
	return s.answerCode(r, "store.confirm_sent", groupURL(r, "/confirm"), func(form *web.Form, id market.GroupID) error {
		return s.Market.SendCode(r.R.Context(), r.Actor, id, form.ID("sent"))
	})
}

func (s *Store) answerCode(r *web.Request, said, to string, do func(*web.Form, market.GroupID) error) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	err = do(form, market.GroupID(id))
	if fault.Is(err, fault.Invalid) {
		err = form.Join("", err)
	}
	if err != nil {
		return err
	}
	if form.Err() != nil {
		return s.showConfirm(r, form, http.StatusUnprocessableEntity)
	}
	r.Say(said)
	return r.Redirect(to)
}
