package storefront

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"agora/db"
	"agora/landed"
)

// TestVATOfHomeIsInsideThePrice looks at a cap of 500 rupees of a shop that pays
// 18 % at home: the price stays, and where people read prices without the tax it
// stands beside them.
func TestVATOfHomeIsInsideThePrice(t *testing.T) {
	b := newBazaar(t)
	b.ask("/locale", url.Values{"country": {"PK"}, "lang": {"en"}})
	rule := landed.Rule{ID: "own", Kind: landed.VAT, Destination: "PK", Rate: 1800, Source: "the operator", Seen: time.Now(), Confidence: "high", Status: landed.Guaranteed}
	b.must(b.Landed.SaveRules(t.Context(), []landed.Rule{rule}))
	b.must(b.db.Write(t.Context(), func(tx *db.Tx) error { return b.Landed.SetPrices(tx, b.shop.ID, landed.GrossKept) }))
	page := b.ask("/s/loom/cap", nil).body
	if !strings.Contains(page, "VAT in these prices") || !strings.Contains(page, "₨750") || !strings.Contains(page, "₨114.41") { // 750 with freight: 635.59 and 114.41
		t.Error("the VAT inside is not shown")
	}
	rule.Apart = true
	b.must(b.Landed.SaveRules(t.Context(), []landed.Rule{rule}))
	page = b.ask("/s/loom/cap", nil).body
	if !strings.Contains(page, "Goods without VAT") || !strings.Contains(page, "₨385.59") || !strings.Contains(page, "₨750") {
		t.Error("the VAT does not stand apart")
	}
}
