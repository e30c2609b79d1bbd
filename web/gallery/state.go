package gallery

import (
	"strconv"

	"github.com/a-h/templ"

	"agora/money"
	"agora/web/ui"
)

// sum is an amount of soms; big has twelve digits before the mark.
func sum(minor int64) money.Amount { return money.Of(minor, "KGS") }

func big() money.Amount { return money.Of(123_456_789_012_34, "PKR") }

func drawing(name string, tint string) ui.Picture {
	return ui.Picture{URL: ui.Asset("pictures/" + name + ".svg"), Tint: tint}
}

// products are one of each kind: usual, without picture, with a photograph's
// class, long, in another language, without a total.
func products(w sample) []ui.Product {
	door := &ui.Door{Total: sum(2_755_00), Goods: sum(1_900_00), Extra: sum(855_00), Guess: true, When: "7–10"}
	dear := &ui.Door{Total: big(), Goods: big(), Place: w.Town}
	return []ui.Product{
		{URL: "#1", Title: w.Title, Picture: drawing("slippers", "p-turq"), CountryCode: "KG", Shop: w.Shop + ", " + w.Town, Door: door, Badge: w.Noun},
		{URL: "#2", Title: w.Noun, Picture: ui.Picture{Tint: "p-clay"}, CountryCode: "TJ", Shop: w.Shop, Price: sum(1_00)},
		{URL: "#3", Title: w.Long, Picture: drawing("honey", "p-saff"), CountryCode: "KZ", Shop: w.Long, Door: dear},
		{URL: "#4", Title: "نمدے والی چپلیں", Lang: "ur", Dir: "rtl", Picture: drawing("ajrak", "p-pome"), CountryCode: "PK", Shop: "ہالا ورکشاپ", Door: door},
		{URL: "#5", Title: "手工毡拖鞋", Lang: "zh-Hans", Dir: "ltr", Picture: drawing("tea", "p-leaf"), CountryCode: "CN", Shop: "山茶园", Price: big(), Badge: w.Line},
	}
}

// fields are a field in every state and of every kind.
func fields(w sample) []ui.Field {
	return []ui.Field{
		{Name: "plain", Label: w.Label},
		{Name: "filled", Label: w.Label, Value: w.Title, Hint: w.Hint},
		{Name: "wrong", Label: w.Label, Value: w.Noun, Hint: w.Hint, Error: w.Wrong, Required: true},
		{Name: "phone", Label: w.Noun, Prefix: "+996", Value: "555 123 456", Mode: "tel"},
		{Name: "phone_wrong", Label: w.Noun, Prefix: "+996", Value: "5", Error: w.Wrong},
		{Name: "choice", Label: w.Label, Options: options(w, 2), Empty: "…"},
		{Name: "choice_wrong", Label: w.Label, Options: options(w, -1), Empty: "…", Error: w.Wrong},
		{Name: "words", Label: w.Label, Type: "area", Value: w.Tale, Hint: w.Hint, Span: true},
		{Name: "word", Label: w.Long, Value: w.Long, Span: true},
	}
}

func options(w sample, chosen int) []ui.Option {
	list := []ui.Option{{Value: "0", Text: w.Noun}, {Value: "1", Text: w.Verb}, {Value: "2", Text: w.Title}, {Value: "3", Text: "Русский", Lang: "ru"}, {Value: "4", Text: w.Long}}
	return ui.Select(list, strconv.Itoa(chosen))
}

func rows(w sample) []ui.Row {
	return []ui.Row{
		{What: w.Title, Amount: sum(1_900_00), URL: "#"},
		{What: w.Noun, Amount: sum(855_00), Guess: true, Why: w.Line},
		{What: w.Long, Amount: big(), Why: w.Hint},
		{What: w.Label, Value: w.Line},
		{What: w.Noun, Amount: sum(2_755_00), Sum: true},
		{What: w.Verb, Amount: big(), Total: true, Why: w.Line},
	}
}

func cells(w sample) ([]ui.Col, [][]ui.Cell) {
	cols := []ui.Col{{Head: w.Noun}, {Head: w.Label}, {Head: w.Town}, {Head: w.Noun, Number: true}}
	return cols, [][]ui.Cell{
		{{Text: "AG-7KNX", Code: true, URL: "#"}, {Text: w.Title}, {Text: w.Town}, {Amount: sum(1_377_50)}},
		{{Text: w.Long}, {Text: w.Noun}, {Part: ui.Badge("saff", "clock", w.Noun)}, {Amount: big()}},
	}
}

// days are n values that rise and fall.
func days(n int, low int64) []ui.Point {
	out := make([]ui.Point, n)
	for i := range out {
		v := int64(i*i*7%23) + low
		out[i] = ui.Point{Label: strconv.Itoa(i+1) + " November", Short: strconv.Itoa(i + 1), Value: v, Open: i == n-1}
	}
	return out
}

func figures(w sample) []ui.Figure {
	return []ui.Figure{
		{What: w.Noun, Value: "1,284", Note: w.Line, Trend: []int64{3, 4, 4, 6, 9, 11, 14, 16}},
		{What: w.Label, Value: "PKR 123,456,789,012.34", Trend: []int64{9, 7, 8, 4, 3, 3, 1}},
		{What: w.Long, Value: "0"}, {What: w.Noun, Value: w.Long, Note: w.Hint, Trend: []int64{5, 5, 5}},
	}
}

func nations() []ui.Nation {
	return []ui.Nation{{Code: "PK", Name: "Pakistan", Value: 40}, {Code: "KG", Name: "Kyrgyzstan", Value: 22}, {Code: "CN", Name: "China", Value: 9},
		{Code: "KH", Name: "Cambodia", Value: 1}, {Code: "DE", Name: "Germany", Value: 2}}
}

// part gives a section of the gallery its address and its words.
func part(id, title string) templ.Attributes {
	return templ.Attributes{"id": id, "aria-label": title}
}
