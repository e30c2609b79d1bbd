package ui

import (
	"context"
	"io"
	"strings"

	"github.com/a-h/templ"

	"agora/i18n"
)

// Link is a place to go, with its words.
type Link struct {
	URL, Text string
	Lang, Dir string // of Text, when it differs from the page
	Icon      string
	Current   bool
	Count     int    // things that wait there; 0 shows nothing
	CountName string // name under which live numbers arrive for it
}

// Tongue gives lang and dir for the words of a link that are not in the page's
// language; nothing for those that are.
func (l Link) Tongue() templ.OrderedAttributes {
	if l.Lang == "" {
		return nil
	}
	return tongue(l.Lang, l.Dir)
}

// Option is one value of a choice.
type Option struct {
	Value, Text string
	Selected    bool
	Lang, Dir   string // of Text, when it differs from the page
	Group       string // under which it stands with its neighbours; "" for none
}

// Frame is what surrounds the main part of a page. The zero Frame with a
// Locale and a Title is a page of the market for a stranger.
type Frame struct {
	Locale      *i18n.Locale
	Title       string
	Description string // for search engines and previews; "" for none
	Private     bool   // keep out of search engines
	Found       *Found // how others find and show it; nil keeps it out of search engines too
	Place       string // which place is current: "market", "shops", "assembly", "academy", "relief", "shop" (one's own), "help", "account"
	Room        string // small word beside the brand ("Desk"); "" gives the market's motto
	Home        string // where the brand leads; "" is "/"
	Person      string // who is signed in; "" for nobody
	Shop        Link   // the person's own shop; zero offers to open one
	Cart        int64  // things in the cart
	NoCart      bool   // rooms of work show none
	Query       string // what stands in the search field
	Path        string // path and query, to come back to after a change of locale

	Languages              []Option // that one tap in the foot changes to
	Country, Money         string   // where to deliver and in which money, in long
	CountryCode, MoneyCode string   // and in short
	NoLocale               bool     // the page itself is where they are chosen

	Wide  bool            // main has no margins of its own (home)
	Tabs  []Link          // the tabs of desk and console
	Bar   []Link          // the phone bar; nil gives the places and the account
	Toast string          // one thing that has just happened
	Live  string          // address of live numbers (server-sent events); "" for none
	Pay   templ.Component // phone checkout line above the thumb; nil for none
}

// Page writes a whole document: frame, main and, at the end, the icons that
// were used.
func Page(f Frame, main templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		ctx = withSprite(With(templ.InitializeContext(ctx), f.Locale))
		return document(f, main).Render(ctx, w)
	})
}

// places are the links of the band: what there is today, and no promise.
func (f Frame) places(ctx context.Context) []Link {
	return []Link{
		{URL: "/", Text: T(ctx, "ui.market"), Icon: "shop", Current: f.Place == "market"},
		{URL: "/shops", Text: T(ctx, "ui.shops"), Icon: "list", Current: f.Place == "shops"},
		{URL: "/events", Text: T(ctx, "ui.assembly"), Icon: "hall", Current: f.Place == "assembly"},
		{URL: "/academy", Text: T(ctx, "academy.title"), Icon: "school", Current: f.Place == "academy"},
		{URL: "/relief", Text: T(ctx, "relief.title"), Icon: "aid", Current: f.Place == "relief"},
	}
}

func (f Frame) home() string {
	if f.Home != "" {
		return f.Home
	}
	return "/"
}

func (f Frame) bar(ctx context.Context) []Link {
	if f.Bar != nil {
		return f.Bar
	}
	return append(f.places(ctx), // help stands in the foot: there is room for six
		Link{URL: "/account", Text: T(ctx, "ui.you"), Icon: "me", Current: f.Place == "account"})
}

func current(on bool, word string) templ.OrderedAttributes {
	if !on {
		return nil
	}
	return templ.OrderedAttributes{{Key: "aria-current", Value: word}}
}

// tongue gives lang and dir of a run of another language.
func tongue(lang, dir string) (a templ.OrderedAttributes) {
	if dir != "" {
		a = append(a, templ.KeyValue[string, any]{Key: "dir", Value: dir})
	}
	if lang != "" {
		a = append(a, templ.KeyValue[string, any]{Key: "lang", Value: lang})
	}
	return a
}

// short is a language without its script, for where there is little room.
func short(lang string) string {
	base, _, _ := strings.Cut(lang, "-")
	return base
}
