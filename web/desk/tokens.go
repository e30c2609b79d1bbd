package desk

import (
	"github.com/a-h/templ"

	"agora/token"
	"agora/web"
	"agora/web/ui"
)

// ofTokens does something with the tokens by which programs work in the shop.
func (d *Desk) ofTokens(do func(web.TokenPages, *web.Request) error) func(*web.Request) error {
	return func(r *web.Request) error {
		return do(web.TokenPages{Tokens: d.Tokens, Shop: r.Shop, At: base(r) + "/tokens", Up: ui.Link{URL: base(r) + "/shop", Text: r.T("desk.tab_shop")},
			Intro: r.T("desk.tokens_words"), Scopes: token.Scopes, Show: func(status int, main templ.Component) error {
				shop, err := d.own(r)
				if err != nil {
					return err
				}
				return d.page(r, status, shop, "shop", r.T("desk.tokens"), main)
			}}, r)
	}
}
