package web

import (
	"net/http"
	"strconv"

	"agora/notify"
)

// PersonSubject names a person's own notes among the subscriptions.
func PersonSubject(person int64) string { return "person:" + strconv.FormatInt(person, 10) }

// OrderSubject names the notes about a group of orders.
func OrderSubject(group int64) string { return "order:" + strconv.FormatInt(group, 10) }

// PushKey is the key with which a browser subscribes; "" when the node sends
// no notes or the page is a light one, which has no script.
func (r *Request) PushKey() string {
	if r.s.o.Push == nil || r.Light() {
		return ""
	}
	return r.s.o.Push.Key()
}

// Subscribe keeps the subscription that the script of a page has posted, or
// takes it back.
func (r *Request) Subscribe(p *notify.Push, subject string) error {
	form, err := r.Form()
	if err != nil {
		return err
	}
	endpoint := form.Get("endpoint")
	if form.Has("off") {
		err = p.Unsubscribe(r.R.Context(), subject, endpoint)
	} else {
		err = p.Subscribe(r.R.Context(), notify.Subscription{Subject: subject, Endpoint: endpoint,
			Key: form.Get("browser"), Secret: form.Get("secret"), Lang: r.Locale.Lang()})
	}
	if err != nil {
		return err
	}
	r.W.WriteHeader(http.StatusNoContent)
	return nil
}

// ownPush are a person's own notes.
func (s *Server) ownPush(r *Request) error {
	return r.Subscribe(s.o.Push, PersonSubject(int64(r.Actor.Person)))
}
