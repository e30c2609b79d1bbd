package catalog

import (
	"agora/fault"
)

// Condition says whether a thing was used before; empty when nobody said.
type Condition string

// The conditions, after OfferItemCondition of schema.org.
const (
	ConditionNew         Condition = "new"
	ConditionUsed        Condition = "used"
	ConditionRefurbished Condition = "refurbished"
	ConditionDamaged     Condition = "damaged"
)

// Conditions gives them in the order in which a form offers them.
func Conditions() []Condition {
	return []Condition{ConditionNew, ConditionUsed, ConditionRefurbished, ConditionDamaged}
}

// Schema gives the address of the condition at schema.org, "" for none.
func (c Condition) Schema() string {
	return map[Condition]string{ConditionNew: "https://schema.org/NewCondition", ConditionUsed: "https://schema.org/UsedCondition",
		ConditionRefurbished: "https://schema.org/RefurbishedCondition", ConditionDamaged: "https://schema.org/DamagedCondition"}[c]
}

// Keys of the facets that every product may have, whatever its category; no trait
// has one of them.
const (
	FacetBrand     = "brand"
	FacetCondition = "condition"
)

// checkMake looks at who made a thing and how it is.
func (d Draft) checkMake(f *fault.Fields) {
	if d.Brand != nil {
		short(f, "brand", *d.Brand)
	}
	if d.Condition != nil && *d.Condition != "" && d.Condition.Schema() == "" {
		f.Add("condition", "fault.choice")
	}
}

// keepMake makes b what the draft says of these two.
func (d Draft) keepMake(b *body) {
	if d.Brand != nil {
		b.Brand = *d.Brand
	}
	if d.Condition != nil {
		b.Condition = *d.Condition
	}
}
