package console

import (
	"slices"

	"github.com/a-h/templ"

	"agora/db"
	"agora/token"
	"agora/web"
	"agora/web/ui"
)

// ofTokens does something with the tokens by which programs work on the node.
func (c *Console) ofTokens(do func(web.TokenPages, *web.Request) error) func(*web.Request) error {
	return func(r *web.Request) error {
		return do(web.TokenPages{Tokens: c.Tokens, Shop: db.House, At: "/console/tokens", Up: ui.Link{URL: "/console/settings", Text: r.T("console.tab_settings")},
			Intro: r.T("console.tokens_words"), Scopes: slices.Concat(token.NodeScopes, token.Scopes), Show: func(status int, main templ.Component) error {
				return c.page(r, status, "settings", r.T("desk.tokens"), main)
			}}, r)
	}
}
