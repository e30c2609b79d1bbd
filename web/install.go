package web

import (
	"encoding/json"

	"agora/web/ui"
)

// Colours that a device paints around the pages: lapis, and paper.
const (
	themeColor = "#1b3180"
	groundTint = "#faf4e6"
)

// icon, shortcut and webManifest are the parts of a manifest of a web
// application that devices read.
type icon struct {
	Src     string `json:"src"`
	Sizes   string `json:"sizes"`
	Type    string `json:"type"`
	Purpose string `json:"purpose,omitempty"`
}

type shortcut struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

type webManifest struct {
	ID          string     `json:"id"`
	Name        string     `json:"name"`
	ShortName   string     `json:"short_name"`
	Description string     `json:"description"`
	Lang        string     `json:"lang"`
	Dir         string     `json:"dir"`
	StartURL    string     `json:"start_url"`
	Scope       string     `json:"scope"`
	Display     string     `json:"display"`
	ThemeColor  string     `json:"theme_color"`
	Background  string     `json:"background_color"`
	Icons       []icon     `json:"icons"`
	Shortcuts   []shortcut `json:"shortcuts"`
}

// manifest lets a device install the market. Devices ask for it without
// cookies, so pages name the language in the address.
func manifest(r *Request) error {
	png := func(name, sizes, purpose string) icon {
		return icon{Src: ui.Asset(name), Sizes: sizes, Type: "image/png", Purpose: purpose}
	}
	m := webManifest{ID: "/", Name: r.T("ui.agora"), ShortName: r.T("ui.agora"), Description: r.T("ui.motto"),
		Lang: r.Locale.Lang(), Dir: r.Locale.Dir(), StartURL: "/", Scope: "/", Display: "standalone",
		ThemeColor: themeColor, Background: groundTint,
		Icons: []icon{
			png("icon-192.png", "192x192", "any"), png("icon-512.png", "512x512", "any"),
			png("icon-mask-512.png", "512x512", "maskable"),
		},
		Shortcuts: []shortcut{
			{r.T("store.my_orders"), "/account"}, {r.T("ui.cart"), "/cart"}, {r.T("desk.room"), "/desk"},
		}}
	r.W.Header().Set("Content-Type", "application/manifest+json")
	r.W.Header().Set("Cache-Control", "no-cache")
	vary(r.W.Header())
	return json.NewEncoder(r.W).Encode(m)
}
