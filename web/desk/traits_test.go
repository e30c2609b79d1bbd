package desk

import (
	"net/url"
	"strings"
	"testing"

	"agora/catalog"
	"agora/identity"
)

// askOfFelt makes a category with one trait of each kind.
func (b *bench) askOfFelt() {
	b.Helper()
	ctx := b.Context()
	b.must(b.Catalog.SaveCategory(ctx, identity.System(), catalog.Category{Key: "felt", Names: catalog.Texts{"en": "Felt"}}))
	for _, t := range []catalog.Trait{
		{Key: "material", Names: catalog.Texts{"en": "Material"}, Kind: catalog.TraitChoice, Many: true, Required: true,
			Choices: []catalog.TraitOption{{Key: "wool", Names: catalog.Texts{"en": "Wool"}}, {Key: "silk", Names: catalog.Texts{"en": "Silk"}}}},
		{Key: "width", Names: catalog.Texts{"en": "Width"}, Kind: catalog.TraitNumber, Unit: "centimetre"},
		{Key: "handmade", Names: catalog.Texts{"en": "Handmade"}, Kind: catalog.TraitYes},
		{Key: "motif", Names: catalog.Texts{"en": "Motif"}, Kind: catalog.TraitText},
	} {
		t.Categories = []string{"felt"}
		b.must(b.Catalog.SaveTrait(ctx, identity.System(), t))
	}
}

func TestTheFormAsksWhatTheCategoryAsks(t *testing.T) {
	b := newBench(t)
	b.askOfFelt()
	at := b.desk(b.shop) + "/products/" + number(int64(b.cap().ID))
	form := url.Values{"title.en": {"Cap"}, "status": {"active"}, "category": {"felt"}, "traits_asked": {"1"}, "brand": {"Osh Felt"}, "condition": {"new"},
		"variants.0.price": {"500"}, "variants.0.grams": {"90"}, "variants.0.on_hand": {"5"}}
	if r := b.ask("sadia", at, nil); r.status != 200 || strings.Contains(r.body, "traits.width") {
		t.Errorf("it asks before there is a category: %d", r.status)
	}
	form.Set("kinds", "1")
	if r := b.ask("sadia", at, form); r.status != 200 || !strings.Contains(r.body, `name="traits.width"`) || !strings.Contains(r.body, `value="wool"`) ||
		!strings.Contains(r.body, "traits.motif.ur") || b.cap().Category != "" {
		t.Errorf("show the fields: %d", r.status)
	}
	form.Del("kinds")
	if r := b.ask("sadia", at, form); r.status != 422 || !strings.Contains(r.body, `id="`+cellID("traits.material")+`-e"`) || !strings.Contains(r.body, `href="#`+cellID("traits.material")+`"`) {
		t.Errorf("a required answer is missing: %d", r.status)
	}
	form["traits.material"] = []string{"wool", "silk"}
	for field, bad := range map[string]string{"traits.width": "wide", "traits.width.unit": "kilogram", "traits.handmade": "perhaps", "condition": "lost"} {
		was := form[field]
		form.Set(field, bad)
		if field == "traits.width.unit" {
			form.Set("traits.width", "1")
		}
		if r := b.ask("sadia", at, form); r.status != 422 || !strings.Contains(r.body, cellID(field)+`-e"`) || !strings.Contains(r.body, `value="silk" checked`) {
			t.Errorf("%s %s: %d", field, bad, r.status)
		}
		if form.Del("traits.width"); was == nil {
			form.Del(field)
		} else {
			form[field] = was
		}
	}
	form.Set("traits.width", "۱٫۲۵")
	form.Set("traits.width.unit", "metre")
	form.Set("traits.handmade", "yes")
	form.Set("traits.motif", "Horn")
	form.Set("traits.motif.ur", "سینگ")
	if r := b.ask("sadia", at, form); r.status != 303 {
		t.Fatalf("save: %d %s", r.status, r.body)
	}
	p := b.cap()
	width, _ := p.Value("width")
	motif, _ := p.Value("motif")
	if len(p.Traits) != 4 || width.Number != 1_250_000 || motif.Text["ur"] != "سینگ" || motif.Text["en"] != "Horn" || p.Brand != "Osh Felt" || p.Condition != catalog.ConditionNew {
		t.Errorf("saved %+v %q %q", p.Traits, p.Brand, p.Condition)
	}
	if r := b.ask("sadia", at, nil); !strings.Contains(r.body, `value="125"`) || !strings.Contains(r.body, `value="Osh Felt"`) {
		t.Error("the form has lost them")
	}
	// a form of before, and the sheet of prices, change nothing in them
	if r := b.ask("sadia", at, url.Values{"title.en": {"Cap"}, "category": {"felt"}, "variants.0.price": {"500"}, "variants.0.on_hand": {"5"}}); r.status != 303 {
		t.Fatalf("an old form: %d", r.status)
	}
	if p = b.cap(); len(p.Traits) != 4 || p.Brand == "" {
		t.Errorf("lost: %+v", p.Traits)
	}
}

func TestWhatIsMadeWhenOrderedNeedsNoCount(t *testing.T) {
	b := newBench(t)
	at := b.desk(b.shop) + "/products/" + number(int64(b.cap().ID))
	form := url.Values{"title.en": {"Cap"}, "status": {"active"}, "lead_days": {"400"}, "variants.0.price": {"500"}, "variants.0.grams": {"90"}, "variants.0.on_hand": {""}}
	if r := b.ask("sadia", at, form); r.status != 422 || !strings.Contains(r.body, `id="f-lead_days-e"`) {
		t.Errorf("more than a year: %d", r.status)
	}
	form.Set("lead_days", "21")
	if r := b.ask("sadia", at, form); r.status != 303 {
		t.Fatalf("save: %d %s", r.status, r.body)
	}
	if p := b.cap(); p.LeadDays != 21 || !p.Variants[0].Open() {
		t.Errorf("saved %d days, %d there", p.LeadDays, p.Variants[0].OnHand)
	}
	if r := b.ask("sadia", at, nil); !strings.Contains(r.body, `value="21"`) || strings.Contains(r.body, "1000000") {
		t.Error("the form shows another number")
	}
	form.Set("variants.0.on_hand", "3") // she can make three
	if r := b.ask("sadia", at, form); r.status != 303 || b.cap().Variants[0].OnHand != 3 {
		t.Errorf("three: %d", r.status)
	}
	form.Set("lead_days", "")
	form.Set("variants.0.on_hand", "")
	if r := b.ask("sadia", at, form); r.status != 303 || b.cap().Variants[0].OnHand != 0 || b.cap().LeadDays != 0 {
		t.Errorf("on the shelf again: %d", r.status)
	}
}

func TestTheFormTakesPricesByQuantity(t *testing.T) {
	b := newBench(t)
	at := b.desk(b.shop) + "/products/" + number(int64(b.cap().ID))
	form := url.Values{"title.en": {"Cap"}, "status": {"active"}, "variants.0.price": {"500"}, "variants.0.grams": {"90"}, "variants.0.on_hand": {"5"},
		"variants.0.least": {"10"}, "variants.0.step": {"5"}, "variants.0.breaks": {"۲۰: ۴۵۰٫۵۰؛ 50: 400"}}
	if r := b.ask("sadia", at, form); r.status != 303 {
		t.Fatalf("save: %d %s", r.status, r.body)
	}
	terms := b.cap().Variants[0].Terms
	if terms.Least != 10 || terms.Step != 5 || len(terms.Breaks) != 2 || terms.Breaks[0] != (catalog.Break{From: 20, Price: 45050}) || terms.Breaks[1].Price != 40000 {
		t.Errorf("saved %+v", terms)
	}
	if r := b.ask("sadia", at, nil); !strings.Contains(r.body, `value="20: 450.50; 50: 400.00"`) || !strings.Contains(r.body, `value="10"`) {
		t.Error("the form shows something else")
	}
	for _, bad := range []string{"20", "20: x", "x: 400", "20: 600", "20: 450; 10: 400"} {
		form.Set("variants.0.breaks", bad)
		if r := b.ask("sadia", at, form); r.status != 422 || !strings.Contains(r.body, `id="`+cellID("variants.0.breaks")+`-e"`) || !strings.Contains(r.body, `value="`+bad+`"`) {
			t.Errorf("%q: %d", bad, r.status)
		}
	}
	form = url.Values{"title.en": {"Cap"}, "status": {"active"}, "variants.0.price": {"500"}, "variants.0.grams": {"90"}, "variants.0.on_hand": {"5"}}
	if r := b.ask("sadia", at, form); r.status != 303 || len(b.cap().Variants[0].Terms.Breaks) != 2 {
		t.Errorf("a form without them took them away: %d", r.status)
	}
}
