package catalog

import (
	"context"
	"fmt"
	"slices"

	"agora/audit"
	"agora/db"
	"agora/fault"
	"agora/identity"
)

// TraitKind says what the value of a trait is.
type TraitKind string

// The kinds.
const (
	TraitChoice TraitKind = "choice"
	TraitNumber TraitKind = "number"
	TraitText   TraitKind = "text"
	TraitYes    TraitKind = "yes" // yes or no
)

// TraitKinds gives the kinds in the order in which a form offers them.
func TraitKinds() []TraitKind { return []TraitKind{TraitChoice, TraitNumber, TraitText, TraitYes} }

// The bounds of traits.
const (
	MaxTraits  = 300 // of the market
	MaxChoices = 100 // of a trait
)

// Trait is what the market asks about the things of some categories, so that
// they can be compared and found by it. It is kept apart from the free lines of a
// product (Attribute).
type Trait struct {
	Key        string        `json:"-"`
	Names      Texts         `json:"n"`
	Kind       TraitKind     `json:"k"`           // never changes
	Categories []string      `json:"c"`           // asked in these and those below them
	Unit       Unit          `json:"u,omitempty"` // usual for a number; what it measures never changes
	Choices    []TraitOption `json:"v,omitempty"`
	Many       bool          `json:"m,omitempty"` // several choices may be true
	Required   bool          `json:"r,omitempty"` // of what is put up for sale in a form
	Facet      bool          `json:"f,omitempty"` // lists are narrowed by it
	Retired    bool          `json:"x,omitempty"` // neither asked nor shown; values stay
}

// TraitOption is one choice of a trait.
type TraitOption struct {
	Key     string `json:"k"`
	Names   Texts  `json:"n"`
	Retired bool   `json:"x,omitempty"` // shown where it was chosen, offered no more
}

// Option finds a choice by its key.
func (t Trait) Option(key string) (TraitOption, bool) {
	i := slices.IndexFunc(t.Choices, func(o TraitOption) bool { return o.Key == key })
	if i < 0 {
		return TraitOption{}, false
	}
	return t.Choices[i], true
}

// Traits gives every trait in order, at most a minute old, retired ones too.
func (s *Service) Traits(ctx context.Context) ([]Trait, error) {
	return s.traits.get(func() (list []Trait, err error) {
		err = s.db.Read(ctx, func(tx *db.Tx) error { list, err = traits(tx); return err })
		if list == nil {
			list = []Trait{}
		}
		return list, err
	})
}

func traits(tx *db.Tx) ([]Trait, error) {
	return db.List(tx, func(scan db.Scan) (t Trait, err error) {
		var text string
		if err = scan(&t.Key, &text); err == nil {
			err = decode(text, &t)
		}
		return t, err
	}, "SELECT trait, document FROM traits ORDER BY position, trait")
}

// TraitsFor gives the traits that are asked of the things of a category.
func (s *Service) TraitsFor(ctx context.Context, category string) ([]Trait, error) {
	list, err := s.Traits(ctx)
	if err != nil || category == "" || len(list) == 0 {
		return nil, err
	}
	categories, err := s.Categories(ctx)
	if err != nil {
		return nil, err
	}
	return Asked(list, categories, category), nil
}

// Asked gives those of the traits that are asked of the things of a category.
func Asked(list []Trait, categories []Category, category string) []Trait {
	if category == "" {
		return nil
	}
	parent := ""
	for _, c := range categories {
		if c.Key == category {
			parent = c.Parent
		}
	}
	return asked(list, category, parent)
}

func asked(list []Trait, category, parent string) (out []Trait) {
	for _, t := range list {
		if !t.Retired && (slices.Contains(t.Categories, category) || parent != "" && slices.Contains(t.Categories, parent)) {
			out = append(out, t)
		}
	}
	return out
}

// SaveTrait adds a trait, or makes the one of its key what t says. A choice that
// t leaves out is retired, since things may have it.
func (s *Service) SaveTrait(ctx context.Context, by identity.Actor, t Trait) error {
	if !operator(by, db.House) {
		return ErrForbidden
	}
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		if err := PutTrait(tx, t); err != nil {
			return err
		}
		return audit.Note(tx, by, db.House, "trait.saved", "trait:"+t.Key, t)
	})
	if err == nil {
		s.traits.forget()
	}
	return err
}

// PutTrait does what SaveTrait does, asks nobody and notes nothing.
func PutTrait(tx *db.Tx, t Trait) error {
	list, err := traits(tx)
	if err != nil {
		return err
	}
	shelves, err := categories(tx)
	if err != nil {
		return err
	}
	t.Names = t.Names.clean()
	at, before := len(list), Trait{}
	if i := slices.IndexFunc(list, func(o Trait) bool { return o.Key == t.Key }); i >= 0 {
		at, before = i, list[i]
	}
	if at == MaxTraits {
		return fault.New(fault.Conflict, "fault.at_most", "max", int64(MaxTraits))
	}
	if err := t.check(before, shelves); err != nil {
		return err
	}
	for _, o := range before.Choices {
		if _, kept := t.Option(o.Key); !kept {
			o.Retired = true
			t.Choices = append(slices.Clip(t.Choices), o)
		}
	}
	text, err := encode(t)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO traits (trait, position, document) VALUES ($1, $2, $3)
		ON CONFLICT (trait) DO UPDATE SET document = $3`, t.Key, at, text)
	return err
}

// check looks at a trait; before is what it was, the zero Trait for a new one.
func (t Trait) check(before Trait, categories []Category) error {
	var f fault.Fields
	if !validShopHandle(t.Key) || t.Key == FacetBrand || t.Key == FacetCondition {
		f.Add("key", "fault.handle")
	}
	if t.Names.Empty() {
		f.Add("names", "fault.required")
	}
	t.Names.check(&f, "names", MaxShort)
	if !slices.Contains(TraitKinds(), t.Kind) {
		f.Add("kind", "fault.choice")
	}
	if !t.Unit.Valid() || t.Unit != "" && t.Kind != TraitNumber {
		f.Add("unit", "fault.choice")
	}
	if before.Key != "" && (before.Kind != t.Kind || !before.Unit.Same(t.Unit)) {
		f.Add("kind", "fault.trait_kind")
	}
	for _, key := range t.Categories {
		if !slices.ContainsFunc(categories, func(c Category) bool { return c.Key == key }) {
			f.Add("categories", "fault.category")
		}
	}
	switch n := len(t.Choices); {
	case t.Kind == TraitChoice && n == 0:
		f.Add("choices", "fault.required")
	case t.Kind != TraitChoice && n > 0:
		f.Add("choices", "fault.choice")
	}
	bound(&f, "choices", len(t.Choices)+len(before.Choices), 2*MaxChoices)
	seen := map[string]bool{}
	for i, o := range t.Choices {
		if !validShopHandle(o.Key) || seen[o.Key] {
			f.Add("choices", "fault.handle")
		}
		if seen[o.Key] = true; o.Names.Empty() {
			f.Add("choices", "fault.required")
		}
		o.Names.check(&f, fmt.Sprintf("choices.%d", i), MaxShort)
	}
	return f.Err()
}
