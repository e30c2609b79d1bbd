package catalog

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"agora/fault"
)

// passage gives a text of a product with whether a machine made it.
func (s *shelf) passage(id ProductID, field, lang string) (text string, machine bool) {
	s.t.Helper()
	p := s.look(id)
	for _, one := range p.Passages() {
		if one.Field == field {
			return one.Texts[lang], p.Machine.Has(one, lang)
		}
	}
	s.t.Fatalf("no %s", field)
	return "", false
}

func TestATranslationIsPutInItsPlace(t *testing.T) {
	onBoth(t, func(s *shelf) {
		p := s.save(quilt("KGS", "jaipur"))
		say := func(field, text, saw string, machine bool) error {
			return s.Translate(t.Context(), s.owner, s.shop.ID, []Translation{{Product: p.ID, Field: field, Lang: "ur", Text: text, Saw: saw, Machine: machine}})
		}
		for i, c := range []struct {
			field, text, saw string
			machine          bool
			fault            string
			want             string
			marked           bool
		}{
			{"attribute.0.value", "کپاس", "", true, "", "کپاس", true},
			{"attribute.0.value", "کپاس", "", true, "", "کپاس", true},
			{"attribute.0.value", "سوت", Hash("کپاس"), false, "", "سوت", false},
			{"attribute.0.value", "کپاس", Hash("کپاس"), false, "fault.words_moved", "سوت", false},
			{"attribute.0.value", "کپاس", "", true, "fault.words_person", "سوت", false},
			{"option.0.value.indigo", " نیل ", Hash(""), true, "", "نیل", true},
			{"option.0.value.indigo", "نیل", "", false, "", "نیل", false}, // confirmed
			{"option.1.name", "", "", false, "", "", false},
			{"title", "لحاف", Hash("جے پوری رضائی"), false, "", "لحاف", false},
			{"option.1.name", string(make([]byte, 3)), "", false, "fault.text", "", false},
			{"option.1.name", fmt.Sprintf("%0300d", 1), "", false, "fault.too_long", "", false},
		} {
			err := say(c.field, c.text, c.saw, c.machine)
			if c.fault == "" && err != nil || c.fault != "" && !fault.HasKey(err, c.fault) {
				t.Errorf("step %d: %v", i, err)
			}
			if got, marked := s.passage(p.ID, c.field, "ur"); got != c.want || marked != c.marked {
				t.Errorf("step %d: %q %v", i, got, marked)
			}
		}
		if err := say("attribute.7.name", "x", "", false); !fault.HasKey(err, "fault.words_gone") {
			t.Error(err)
		}
		found, err := s.Products(t.Context(), s.owner, s.shop.ID, ProductFilter{Text: "لحاف"})
		if err != nil || len(found.Items) != 1 {
			t.Errorf("not found by its new word: %v %v", found.Items, err)
		}
		if got := s.look(p.ID); len(got.Variants) != 3 || got.Variants[0].OnHand != 5 {
			t.Error("stock changed")
		}
	})
}

func TestWhatIsWrongWithOneTextChangesNone(t *testing.T) {
	onBoth(t, func(s *shelf) {
		p := s.save(quilt("KGS", "jaipur"))
		list := []Translation{{Product: p.ID, Field: "title", Lang: "kk", Text: "Көрпе"}, {Field: "tagline", Lang: "ur", Text: "نیلا"},
			{Product: p.ID + 1, Field: "title", Lang: "kk", Text: "x"}, {Product: p.ID, Field: "title", Lang: "uz", Text: "x", FromLang: "en", From: Hash("another")}}
		err := s.Translate(t.Context(), s.owner, s.shop.ID, list)
		if f := fault.List(err); len(f) != 2 || f[0].Field != "texts.2" || f[0].Key != "fault.no_product" || f[1].Key != "fault.words_source" {
			t.Errorf("%v", err)
		}
		if got, _ := s.passage(p.ID, "title", "kk"); got != "" {
			t.Error("half of it was done")
		}
		out, err := s.TakeTranslations(t.Context(), s.owner, s.shop.ID, list, true)
		if err != nil || !out[0].Changed || !out[1].Changed || out[2].Fault == nil || out[3].Fault == nil {
			t.Errorf("%+v %v", out, err)
		}
		if got, _ := s.passage(p.ID, "title", "kk"); got != "" {
			t.Error("a dry run changed something")
		}
		if _, err := s.TakeTranslations(t.Context(), s.owner, s.shop.ID, list, false); err != nil {
			t.Error(err)
		}
		shop, err := s.ShopByID(t.Context(), s.shop.ID)
		if got, _ := s.passage(p.ID, "title", "kk"); got != "Көрпе" || err != nil || shop.Tagline["ur"] != "نیلا" {
			t.Errorf("%q %v %v", got, shop.Tagline, err)
		}
		_, stranger := s.open("other", "KG", "KGS")
		if err := s.Translate(t.Context(), stranger, s.shop.ID, list[:1]); !fault.Is(err, fault.Forbidden) {
			t.Error(err)
		}
	})
}

// TestAMarkGoesWithItsText saves a product with marks as the editor does: what
// is moved keeps its mark, what a person writes has none.
func TestAMarkGoesWithItsText(t *testing.T) {
	onBoth(t, func(s *shelf) {
		d := quilt("KGS", "jaipur")
		d.Attributes = append(d.Attributes, Attribute{Texts{"en": "Filling"}, Texts{"en": "Wool"}})
		p := s.save(d)
		if err := s.Translate(t.Context(), s.owner, s.shop.ID, []Translation{{Product: p.ID, Field: "attribute.1.value", Lang: "ur", Text: "اون", Machine: true},
			{Product: p.ID, Field: "description", Lang: "ur", Text: "تفصیل", Machine: true}, {Field: "tagline", Lang: "ur", Text: "نیلا", Machine: true}}); err != nil {
			t.Fatal(err)
		}
		d = s.look(p.ID).Draft()
		slices.Reverse(d.Attributes)
		d.Description = maps.Clone(d.Description)
		d.Description["ur"] = "بہتر"
		s.save(d)
		if got, machine := s.passage(p.ID, "attribute.0.value", "ur"); got != "اون" || !machine {
			t.Errorf("moved: %q %v", got, machine)
		}
		if _, machine := s.passage(p.ID, "description", "ur"); machine {
			t.Error("a person's text is marked")
		}
		shop, err := s.ShopByID(t.Context(), s.shop.ID)
		if err != nil || !shop.Machine.Has(shop.Passages()[0], "ur") {
			t.Errorf("%v %v", shop.Machine, err)
		}
		own := NewShop{Name: shop.Name, City: shop.City, Languages: shop.Languages, Tagline: shop.Tagline}
		if err := s.SaveShop(t.Context(), s.owner, shop.ID, own); err != nil {
			t.Fatal(err)
		}
		if shop, _ = s.ShopByID(t.Context(), shop.ID); !shop.Machine.Has(shop.Passages()[0], "ur") {
			t.Error("saving the shop lost the mark")
		}
	})
}

func TestCoverageCountsWhatIsSaid(t *testing.T) {
	onBoth(t, func(s *shelf) {
		p := s.save(quilt("KGS", "jaipur"))
		gone := s.save(quilt("KGS", "gone"))
		c, err := s.Coverage(t.Context(), s.owner, s.shop.ID)
		if err != nil || c.Products != 2 || c.Fields != 20 || c.Of("ur").Fields != 2 || c.Of("en").Products != 2 || c.Of("ur").Products != 0 {
			t.Errorf("%+v %v", c, err)
		}
		if err := s.ArchiveProduct(t.Context(), s.owner, s.shop.ID, gone.ID); err != nil {
			t.Fatal(err)
		}
		var list []Translation
		for _, one := range p.Passages() {
			list = append(list, Translation{Product: p.ID, Field: one.Field, Lang: "ur", Text: "اردو " + one.Field, Machine: one.Field != "title"})
		}
		if _, err := s.TakeTranslations(t.Context(), s.owner, s.shop.ID, list, false); err != nil {
			t.Fatal(err)
		}
		c, err = s.Coverage(t.Context(), s.owner, s.shop.ID)
		if want := (Coverage{"ur", 1, 10, 9}); err != nil || c.Products != 1 || c.Of("ur") != want {
			t.Errorf("%+v %v", c, err)
		}
		for lang, want := range map[string]int{"ur": 1, "en": 0, "kk": 1} {
			page, err := s.Lacking(t.Context(), s.owner, s.shop.ID, lang, "", 5)
			if err != nil || len(page.Items) != want || page.Next != "" {
				t.Errorf("%s: %d lack %v", lang, len(page.Items), err)
			}
		}
	})
}

// TestAMachineNeverSpeaksForAPerson lets persons and machines change texts in
// any order: a person's last word stands unmarked, and what a machine said is
// marked unless a person said the same.
func TestAMachineNeverSpeaksForAPerson(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := body{Attributes: []Attribute{{Value: Texts{"en": "a"}}, {Value: Texts{"en": "b"}}}}
		var f face
		persons := map[string]string{} // by field
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			said := passages{list: spoken(&f.Title, &b.Description, b.Attributes, b.Options, b.Media), marks: &b.Machine}
			field := rapid.SampledFrom([]string{"attribute.0.value", "attribute.1.value"}).Draw(t, "field")
			text := rapid.SampledFrom([]string{"", "x", "y"}).Draw(t, "text")
			machine := rapid.Bool().Draw(t, "machine")
			o := said.put(Translation{Field: field, Lang: "ur", Text: text, Machine: machine})
			if !machine {
				persons[field] = text
			} else if o.Changed {
				delete(persons, field)
			}
			b.Machine = b.Machine.of(spoken(&f.Title, &b.Description, b.Attributes, b.Options, b.Media))
			for _, p := range spoken(&f.Title, &b.Description, b.Attributes, b.Options, b.Media) {
				word, by := persons[p.Field]
				if by && word != "" && (p.Texts["ur"] != word || b.Machine.Has(p, "ur")) {
					t.Fatalf("%s: a person said %q, it says %q, marked %v", p.Field, word, p.Texts["ur"], b.Machine.Has(p, "ur"))
				}
				if !by && p.Texts["ur"] != "" && !b.Machine.Has(p, "ur") && !slices.Contains(slices.Collect(maps.Values(persons)), p.Texts["ur"]) {
					persons[p.Field] = p.Texts["ur"] // confirmed by saying the same elsewhere, then changed there
				}
			}
		}
	})
}
