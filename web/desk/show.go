package desk

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"agora/catalog"
	"agora/market"
	"agora/web"
	"agora/web/ui"
)

// text gives a text of people in the reader's language, or the shop's.
func text(r *web.Request, shop catalog.Shop, t catalog.Texts) string {
	s, _ := t.In(r.Locale.Lang(), shop.Languages...)
	return s
}

// thumb is the small picture of a product.
func thumb(m catalog.Media, tint string, id int64) ui.Picture {
	p := web.Media(m, "4rem")
	p.Tint, p.Lazy = ground(tint, id), true
	return p
}

// snapshot is the picture an order keeps of its line.
func snapshot(key, tint string, id int64) ui.Picture {
	p := ui.Picture{Tint: ground(tint, id), Lazy: true, Photo: !strings.HasSuffix(key, ".svg")}
	if key != "" {
		p.URL = "/media/" + key
	}
	return p
}

func ground(tint string, id int64) string {
	if tint == "" {
		return ui.Tint(id)
	}
	return "p-" + strings.TrimPrefix(tint, "p-")
}

// tones are the colours of the states of an order.
var tones = map[market.OrderState]string{
	market.AwaitingPayment: "clay", market.Unconfirmed: "clay", market.Placed: "saff", market.Accepted: "saff", market.Packed: "saff",
	market.Shipped: "lapis", market.Delivered: "turq", market.Disputed: "pome", market.Completed: "leaf",
	market.Cancelled: "pome", market.Refused: "pome",
}

// when writes a moment with its hour; nothing for no moment.
func when(r *web.Request, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return r.Locale.DateTime(t, nil)
}

// alone keeps a person's words from turning the sentence around them: it
// isolates their direction, as <bdi> does where there is markup.
func alone(s string) string { return "\u2068" + s + "\u2069" }

func number(n int64) string { return strconv.FormatInt(n, 10) }

func sortLinks(links []ui.Link) {
	slices.SortFunc(links, func(a, b ui.Link) int { return cmp.Compare(a.Text, b.Text) })
}

// tongues are the languages a shop may write in, by their own names. The
// order is the order of forms.
var tongues = [...][2]string{
	{"en", "English"}, {"ru", "Русский"}, {"zh", "中文"}, {"hi", "हिन्दी"}, {"ur", "اردو"}, {"fa", "فارسی"},
	{"kk", "Қазақша"}, {"ky", "Кыргызча"}, {"tg", "Тоҷикӣ"}, {"uz", "Oʻzbekcha"}, {"uz-Cyrl", "Ўзбекча"}, {"be", "Беларуская"},
	{"mn", "Монгол"}, {"ps", "پښتو"}, {"az", "Azərbaycanca"}, {"hy", "Հայերեն"}, {"km", "ខ្មែរ"}, {"ne", "नेपाली"},
	{"si", "සිංහල"}, {"tr", "Türkçe"}, {"ar", "العربية"},
}

// tongueName gives a language's own name, or its tag.
func tongueName(tag string) string {
	for _, t := range tongues {
		if t[0] == tag {
			return t[1]
		}
	}
	return tag
}

// languagesOf gives the languages in which a shop's texts are asked for: its
// own first, then the two that cross most borders, then any a text has.
func languagesOf(shop catalog.Shop, texts ...catalog.Texts) []string {
	list := slices.Clone(shop.Languages)
	add := func(tag string) {
		if !slices.Contains(list, tag) {
			list = append(list, tag)
		}
	}
	add("en")
	add("ru")
	for _, t := range texts {
		for _, tag := range t.Languages() {
			add(tag)
		}
	}
	return list
}
