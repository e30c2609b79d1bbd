package catalog

import (
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"agora/audit"
	"agora/fault"
	"agora/identity"
)

func (s *shelf) kinds() {
	s.t.Helper()
	for _, c := range []Category{{Key: "home", Names: Texts{"en": "Home"}}, {Key: "felt", Parent: "home", Names: Texts{"en": "Felt", "ru": "Войлок"}}, {Key: "tea", Names: Texts{"en": "Tea"}}} {
		if err := s.SaveCategory(s.t.Context(), house(), c); err != nil {
			s.t.Fatal(err)
		}
	}
	for _, t := range []Trait{
		{Key: "material", Names: Texts{"en": "Material", "ru": "Материал"}, Kind: TraitChoice, Categories: []string{"home"}, Many: true, Facet: true, Required: true,
			Choices: []TraitOption{{Key: "wool", Names: Texts{"en": "Wool", "ru": "Шерсть"}}, {Key: "silk", Names: Texts{"en": "Silk"}}}},
		{Key: "width", Names: Texts{"en": "Width"}, Kind: TraitNumber, Unit: "centimetre", Categories: []string{"felt"}, Facet: true},
		{Key: "handmade", Names: Texts{"en": "Handmade"}, Kind: TraitYes, Categories: []string{"felt"}},
		{Key: "motif", Names: Texts{"en": "Motif"}, Kind: TraitText, Categories: []string{"felt"}},
		{Key: "harvest", Names: Texts{"en": "Harvest"}, Kind: TraitText, Categories: []string{"tea"}},
	} {
		if err := s.SaveTrait(s.t.Context(), house(), t); err != nil {
			s.t.Fatal(t.Key, err)
		}
	}
}

func TestThingsAnswerTheTraitsOfTheirCategory(t *testing.T) {
	onBoth(t, func(s *shelf) {
		s.kinds()
		for category, want := range map[string]string{"felt": "material width handmade motif ", "home": "material ", "tea": "harvest ", "": ""} {
			list, err := s.TraitsFor(t.Context(), category)
			got := ""
			for _, one := range list {
				got += one.Key + " "
			}
			if err != nil || got != want {
				t.Errorf("%q asks %q, %v", category, got, err)
			}
		}
		d := quilt("KGS", "rug")
		d.Category = "felt"
		d.Traits = []TraitValue{{Trait: "material", Choices: []string{"wool", "silk"}}, {Trait: "width", Number: 1_450_000},
			{Trait: "handmade", Choices: []string{"no"}}, {Trait: "motif", Text: Texts{"ky": "кочкор мүйүз"}}, {Trait: "harvest", Text: Texts{"en": "none"}}}
		brand, used := " Нил  Osh", ConditionUsed
		d.Brand, d.Condition = &brand, &used
		p := s.save(d)
		var got []string
		for _, f := range FacetValues(p) {
			got = append(got, f.Key+"="+f.Value)
		}
		if want := []string{"material=wool", "material=silk", "width=1450000", "handmade=no", "brand=нил osh", "condition=used"}; !slices.Equal(got, want) {
			t.Errorf("facets %v", got)
		}
		if v, ok := p.Value("harvest"); ok {
			t.Errorf("it keeps what nobody asks: %+v", v)
		}
		for _, word := range []string{"шерсть", "кочкор", "silk", "нил"} {
			if s.find(Query{Text: word}) != "rug" {
				t.Errorf("%q does not find it", word)
			}
		}
		// what does not know of traits leaves them as they are
		if err := s.MoveShop(t.Context(), s.owner, s.shop.ID, ShopPause, ""); err != nil {
			t.Fatal(err)
		}
		if p = s.save(p.Draft()); len(p.Traits) != 4 || p.Brand != "Нил  Osh" || p.Condition != ConditionUsed {
			t.Errorf("a draft lost %+v", p.Traits)
		}
		for field, v := range map[string][]TraitValue{
			"traits.material": {{Trait: "width", Number: 1}},
			"traits.width":    {{Trait: "material", Choices: []string{"wool"}}, {Trait: "width", Number: MaxMeasure + 1}},
			"traits.handmade": {{Trait: "material", Choices: []string{"wool"}}, {Trait: "handmade", Choices: []string{"yes", "no"}}},
			"traits.motif":    {{Trait: "material", Choices: []string{"wool"}}, {Trait: "motif"}},
		} {
			d.Traits = v
			_, err := s.SaveProduct(t.Context(), s.owner, s.shop.ID, d)
			if list := fault.List(err); len(list) != 1 || list[0].Field != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		d.Traits = []TraitValue{{Trait: "material", Choices: []string{"gold"}}}
		if _, err := s.SaveProduct(t.Context(), s.owner, s.shop.ID, d); !fault.HasKey(err, "fault.choice") {
			t.Error("a choice that is none", err)
		}
		d.Traits, d.Status = []TraitValue{}, ProductDraft
		broken := Condition("broken")
		if d.Condition = &broken; d.Check(s.shop) == nil {
			t.Error("a condition that is none")
		}
		d.Condition = nil
		s.save(d) // a draft need not answer
	})
}

func TestTheOperatorKeepsCategoriesAndTraits(t *testing.T) {
	onBoth(t, func(s *shelf) {
		s.kinds()
		ctx := t.Context()
		for _, by := range []identity.Actor{{}, s.owner} {
			if s.SaveCategory(ctx, by, Category{Key: "x1", Names: Texts{"en": "X"}}) == nil || s.SaveTrait(ctx, by, Trait{Key: "x1", Names: Texts{"en": "X"}, Kind: TraitText}) == nil {
				t.Error("anybody may")
			}
		}
		material, width := Trait{}, Trait{}
		list, err := s.Traits(ctx)
		if err != nil {
			t.Fatal(err)
		}
		material, width = list[0], list[1]
		material.Choices = []TraitOption{{Key: "felt", Names: Texts{"en": "Felt"}}, material.Choices[0]}
		if err := s.SaveTrait(ctx, house(), material); err != nil {
			t.Fatal(err)
		}
		list, _ = s.Traits(ctx)
		if o, ok := list[0].Option("silk"); list[0].Key != "material" || !ok || !o.Retired || len(list[0].Choices) != 3 {
			t.Errorf("a choice is lost: %+v", list[0])
		}
		width.Unit = "metre"
		if err := s.SaveTrait(ctx, house(), width); err != nil {
			t.Error("another unit of the same", err)
		}
		width.Unit = "kilogram"
		if err := s.SaveTrait(ctx, house(), width); !fault.HasKey(err, "fault.trait_kind") {
			t.Error("centimetres become kilograms", err)
		}
		for field, bad := range map[string]Trait{
			"key": {Key: "Ä", Names: Texts{"en": "A"}, Kind: TraitText}, "names": {Key: "aa", Kind: TraitText}, "kind": {Key: "aa", Names: Texts{"en": "A"}},
			"choices": {Key: "aa", Names: Texts{"en": "A"}, Kind: TraitChoice}, "categories": {Key: "aa", Names: Texts{"en": "A"}, Kind: TraitYes, Categories: []string{"nowhere"}},
		} {
			if l := fault.List(s.SaveTrait(ctx, house(), bad)); len(l) != 1 || l[0].Field != field {
				t.Errorf("%s: %v", field, l)
			}
		}
		for field, bad := range map[string]Category{"key": {Key: "Ä", Names: Texts{"en": "A"}}, "names": {Key: "aa"}, "parent": {Key: "home", Parent: "tea", Names: Texts{"en": "Home"}}} {
			if l := fault.List(s.SaveCategory(ctx, house(), bad)); len(l) != 1 || l[0].Field != field {
				t.Errorf("category %s: %v", field, l)
			}
		}
		if err := s.SaveCategory(ctx, house(), Category{Key: "felt", Parent: "home", Names: Texts{"en": "Felt"}, Retired: true}); err != nil {
			t.Fatal(err)
		}
		if err := s.SaveCategory(ctx, house(), Category{Key: "wool", Parent: "home", Names: Texts{"en": "Wool"}}); err != nil {
			t.Fatal(err)
		}
		row, order := "", ""
		categories, _ := s.Categories(ctx)
		for _, c := range categories {
			if order += c.Key + " "; c.Retired {
				row += c.Key
			}
		}
		if row != "felt" || order != "home felt wool tea " {
			t.Errorf("retired %q of %q", row, order)
		}
		notes, err := audit.List(ctx, s.db, audit.Filter{Subject: "category:felt"}, audit.Page{})
		if err != nil || len(notes) != 2 || notes[0].Action != "category.saved" {
			t.Errorf("audit %v %v", notes, err)
		}
	})
}

func TestMeasuresKeepWhatWasWritten(t *testing.T) {
	for _, c := range []struct {
		plain string
		unit  Unit
		want  int64
		shown string
		in    Unit
	}{
		{"1.25", "kilogram", 1_250_000, "1.25", "kilogram"}, {"1250", "gram", 1_250_000, "1.25", "kilogram"}, {"0.5", "kilogram", 500_000, "500", "gram"},
		{"250", "centimetre", 2_500_000, "250", "centimetre"}, {"0.3", "millimetre", 300, "0.3", "millimetre"}, {"0.3", "centimetre", 3000, "3", "millimetre"},
		{"-5", "celsius", -5000, "-5", "celsius"}, {"0", "litre", 0, "0", "litre"}, {"12", "", 12_000, "12", ""}, {"1.5", "square_metre", 15_000_000, "1.5", "square_metre"},
		{"1800", "minute", 1_800_000, "30", "hour"}, {"90", "minute", 90_000, "90", "minute"}, {"100", "minute", 100_000, "100", "minute"}, {"1000.001", "square_centimetre", 1_000_001, "1000.001", "square_centimetre"},
	} {
		n, err := c.unit.Measure(c.plain)
		plain, in := c.unit.Plain(n)
		if err != nil || n != c.want || plain != c.shown || in != c.in {
			t.Errorf("%s %s: %d, shown %s %s, %v", c.plain, c.unit, n, plain, in, err)
		}
	}
	for _, bad := range []string{"", "x", "1.2345", "1e5", "99999999999999999999", "--1", "1.2.3", "9999999999999"} {
		if n, err := Unit("gram").Measure(bad); err == nil {
			t.Errorf("%q is %d", bad, n)
		}
	}
	rapid.Check(t, func(r *rapid.T) {
		u := rapid.SampledFrom(Units()).Draw(r, "unit")
		plain := strconv.FormatInt(rapid.Int64Range(-1_000_000, 1_000_000).Draw(r, "whole"), 10)
		if tail := rapid.IntRange(0, 999).Draw(r, "thousandths"); tail > 0 && plain != "0" {
			plain += "." + strconv.Itoa(1000 + tail)[1:]
		}
		n, err := u.Measure(plain)
		if err != nil {
			r.Fatal(plain, u, err)
		}
		text, in := u.Plain(n)
		if again, err := in.Measure(text); !in.Same(u) || err != nil || again != n {
			r.Fatalf("%s %s is %d, shown as %s %s, which is %d: %v", plain, u, n, text, in, again, err)
		}
	})
}
