package web

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"agora/fault"
	"agora/once"
	"agora/web/ui"
)

// Names of the fields of a form that may wait on a phone without a line.
const (
	keyField  = "key"  // whose it is, and a random part: "p1a-…"
	whatField = "what" // what it does, in words, for the list of what waits
)

// FormKey gives the hidden name, value pairs that let a form wait until there
// is a line and be sent more than once. what says what the form does.
func (r *Request) FormKey(what string) []string {
	return []string{keyField, r.tag() + "-" + once.NewKey(), whatField, what}
}

// tag names the person of a request for her own phone; "" for a stranger.
func (r *Request) tag() string {
	if !r.Actor.SignedIn() {
		return ""
	}
	return "p" + strconv.FormatInt(int64(r.Actor.Person), 36)
}

// Once gives a context that lets the change of the posted form be made once.
// answer is the address that a repetition is led to. A form without a key is
// done as often as it comes.
func (r *Request) Once(answer string) (context.Context, error) {
	ctx := r.R.Context()
	form, err := r.Form()
	if form == nil {
		return ctx, err
	}
	key := form.Get(keyField)
	if key == "" {
		return ctx, nil
	}
	whose, _, _ := strings.Cut(key, "-")
	if !once.Valid(key) || whose == "" {
		return ctx, fault.New(fault.Invalid, "fault.form_broken")
	}
	if whose != r.tag() {
		return ctx, fault.New(fault.Unauthenticated, "fault.form_of_other")
	}
	return once.With(ctx, once.Command{Who: r.Actor.String(), Key: key, Answer: answer,
		Digest: once.Digest(r.R.URL.Path, form.values, keyField, whatField, "back")}), nil
}

// Done answers a form whose change was made under Once: with the message and
// the page to see next. What was done before is answered as it was then.
func (r *Request) Done(err error, say, to string) error {
	if before, ok := once.Answer(err); ok {
		to, err = before, nil
	}
	if err != nil {
		return err
	}
	r.Say(say)
	return r.Redirect(to)
}

// queued reports whether a form comes from the queue of a phone, which reads
// no pages.
func (r *Request) queued() bool {
	return r.R.Method == http.MethodPost && r.R.Header.Get("Accept") == "application/json"
}

// answer is what the queue of a phone is told.
type answer struct {
	To    string   `json:"to,omitempty"`    // the page to see
	Words []string `json:"words,omitempty"` // in the person's language
}

// tell answers a queue.
func (r *Request) tell(status int, a answer) error {
	r.W.Header().Set("Content-Type", "application/json")
	r.W.Header().Set("Cache-Control", "no-store")
	r.W.WriteHeader(status)
	return json.NewEncoder(r.W).Encode(a)
}

// sentences are mishaps without their fields.
func sentences(list []ui.Mishap) (words []string) {
	for _, m := range list {
		words = append(words, m.Words)
	}
	return words
}

// named gives a fault whose arguments are words of the trade instead of codes.
func (r *Request) named(e *fault.Error) *fault.Error {
	if e.Key != "fault.order_state" {
		return e
	}
	c := *e
	c.Args = append([]any{}, e.Args...)
	for i := 0; i+1 < len(c.Args); i += 2 {
		if state, ok := c.Args[i+1].(string); ok && c.Args[i] == "state" && r.Locale.Has("desk.st_"+state) {
			c.Args[i+1] = r.T("desk.st_" + state)
		}
	}
	return &c
}
