package desk

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"agora/fault"
	"agora/token"
	"agora/web"
	"agora/web/ui"
)

// tokensView is the tokens of a shop and the form that makes one.
type tokensView struct {
	base    string
	text    string // of the one just made: shown this once
	mishaps []ui.Mishap
	rows    []tokenRow
	fields  []ui.Field
	scopes  []ui.Option
}

// tokenRow is one token.
type tokenRow struct {
	id, name string
	facts    []ui.Row
}

// tokens lists the tokens by which programs work in the shop.
func (d *Desk) tokens(r *web.Request) error { return d.showTokens(r, nil, "", http.StatusOK) }

func (d *Desk) showTokens(r *web.Request, form *web.Form, made string, status int) error {
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	list, err := d.Tokens.List(r.R.Context(), r.Actor, shop.ID)
	if err != nil {
		return err
	}
	v := tokensView{base: base(r), text: made, mishaps: form.Mishaps(r)}
	for _, t := range list {
		v.rows = append(v.rows, tokenRowOf(r, t))
	}
	for _, f := range []ui.Field{
		{Name: "name", Label: r.T("desk.token_name"), Hint: r.T("desk.token_name_hint"), Max: token.MaxName, Required: true, Dir: "auto"},
		{Name: "ends", Label: r.T("desk.token_ends"), Type: "date", Dir: "ltr", Required: true, Value: time.Now().UTC().AddDate(0, 0, 90).Format(time.DateOnly)},
	} {
		v.fields = append(v.fields, form.Fill(r, f))
	}
	for _, s := range token.Scopes {
		v.scopes = append(v.scopes, ui.Option{Value: string(s), Text: scopeName(r, s), Selected: form != nil && slices.Contains(form.List("scopes"), string(s))})
	}
	return d.page(r, status, shop, "shop", r.T("desk.tokens"), tokensPage(v))
}

func tokenRowOf(r *web.Request, t token.Token) tokenRow {
	used, ends := r.T("desk.token_never"), r.Locale.Date(t.Ends)
	if !t.Used.IsZero() {
		used = r.Locale.Date(t.Used)
	}
	if t.Over(time.Now()) {
		ends = r.T("desk.token_over", "day", ends)
	}
	scopes := make([]string, len(t.Scopes))
	for i, s := range t.Scopes {
		scopes[i] = scopeName(r, s)
	}
	return tokenRow{id: number(int64(t.ID)), name: t.Name, facts: []ui.Row{
		{What: r.T("desk.token_begins"), Value: t.Prefix + "…"},
		{What: r.T("desk.token_may"), Value: strings.Join(scopes, ", ")},
		{What: r.T("desk.token_ends"), Value: ends},
		{What: r.T("desk.token_used"), Value: used},
	}}
}

func scopeName(r *web.Request, s token.Scope) string {
	return r.T("desk.scope_" + strings.ReplaceAll(string(s), ":", "_"))
}

// makeToken makes one and shows its text, this once.
func (d *Desk) makeToken(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	n := token.New{Shop: r.Shop, Name: form.Get("name")}
	for _, s := range form.List("scopes") {
		n.Scopes = append(n.Scopes, token.Scope(s))
	}
	n.Ends, _ = time.Parse(time.DateOnly, form.Get("ends")) // what is no day is too early
	text, _, err := d.Tokens.Make(r.R.Context(), r.Actor, n)
	if err == nil {
		r.W.Header().Set("Cache-Control", "no-store")
		return d.showTokens(r, nil, text, http.StatusOK)
	}
	if !fault.Is(err, fault.Invalid) && !fault.HasKey(err, "fault.tokens_many") {
		return err
	}
	status := fault.Status(err)
	if err := form.Join("", err); err != nil {
		return err
	}
	return d.showTokens(r, form, "", status)
}

// revokeToken ends one.
func (d *Desk) revokeToken(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	if err := d.Tokens.Revoke(r.R.Context(), r.Actor, r.Shop, token.ID(form.ID("token"))); err != nil {
		return err
	}
	r.Say("desk.token_revoked")
	return r.Redirect(base(r) + "/tokens")
}
