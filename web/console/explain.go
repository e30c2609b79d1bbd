package console

import (
	"strings"

	"agora/catalog"
	"agora/country"
	"agora/search"
	"agora/web"
	"agora/web/ui"
)

// explained is how many hits are explained.
const explained = 10

// explainView is a query with why its first hits stand where they do.
type explainView struct {
	query, here ui.Field
	none        bool
	total       string
	cols        []ui.Col
	hits        []explainedHit
}

type explainedHit struct {
	url, title, sum string
	rows            [][]ui.Cell
}

// explain says why things rank where they do. It asks as the market's own page
// does; in which language somebody reads changes nothing in it.
func (c *Console) explain(r *web.Request) error {
	here := country.Code(r.Query("country"))
	if !here.Known() {
		here = ""
	}
	text := r.Query("q")
	if len(text) > 200 {
		text = ""
	}
	v := explainView{cols: explainCols(r), query: ui.Field{Name: "q", Type: "search", Label: r.T("console.explain_query"), Value: text, Max: 200, Dir: "auto"},
		here: ui.Field{Name: "country", Label: r.T("console.explain_here"), Options: ui.Select(r.Countries(), string(here)), Empty: "–"}}
	if strings.TrimSpace(text) != "" {
		found, err := c.Catalog.Find(r.R.Context(), catalog.Query{Text: text, Here: here, Comes: here != "", Limit: explained, Explain: true})
		if err != nil {
			return err
		}
		v.fill(r, found)
	}
	return c.ok(r, "synonyms", r.T("console.explain"), explainPage(v))
}

func (v *explainView) fill(r *web.Request, found catalog.Finding) {
	v.none = len(found.Hits) == 0
	v.total = r.T("store.total", "n", int64(found.Total))
	cards := map[int64]catalog.Card{}
	for _, card := range found.Items {
		cards[int64(card.Product)] = card
	}
	for _, h := range found.Hits {
		card, ok := cards[h.Product]
		if !ok { // no longer for sale
			continue
		}
		e := explainedHit{url: "/s/" + card.ShopHandle + "/" + card.Handle, title: titles(card.Title), sum: points(r, h.Score)}
		for _, p := range h.Parts {
			e.rows = append(e.rows, explainPart(r, p))
		}
		v.hits = append(v.hits, e)
	}
}

// titles are all that a thing has, each once: any of them may have been found.
func titles(t catalog.Texts) string {
	var list []string
	for _, lang := range t.Languages() {
		list = append(list, t[lang])
	}
	return strings.Join(list, " · ")
}

// explainPart is a part of a score in words and numbers.
func explainPart(r *web.Request, p search.Part) []ui.Cell {
	if p.How == "" {
		return []ui.Cell{{Text: r.T("console.part_" + p.What)}, {}, {Text: points(r, p.Value)}}
	}
	if p.Value == 0 {
		return []ui.Cell{{Text: "“" + p.What + "”"}, {Text: r.T("console.how_none")}, {Text: points(r, 0)}}
	}
	how := r.T("console.how_" + p.How)
	if read := readings[p.Read]; read != "" && p.How != "concept" && p.How != "body" {
		how += ", " + r.T("console.read_"+read)
	}
	if p.Word != "" {
		how += ": " + p.Word
	}
	return []ui.Cell{{Text: "“" + p.What + "”"}, {Text: how}, {Text: points(r, p.Value)}}
}

// readings are the names of how something was read; what was read as it was typed
// needs none.
var readings = map[search.How]string{search.Apart: "apart", search.Joined: "joined", search.Keyboard: "keyboard"}

// points are thousandths of what a word in the very letters of a title is worth.
func points(r *web.Request, v float64) string {
	return r.Locale.Number(int64(v*1000 + 0.5))
}

// explainCols are the heads of an explanation.
func explainCols(r *web.Request) []ui.Col {
	return []ui.Col{{Head: r.T("console.explain_part")}, {Head: r.T("console.explain_how")}, {Head: r.T("console.explain_worth"), Number: true}}
}
