package e2e

import "testing"

// TestWorkScreensHoldTheirWords measures the rest of the desk and the console,
// as TestScreensHoldTheirWords does the pages that most people see.
func TestWorkScreensHoldTheirWords(t *testing.T) {
	ctx := openBrowser(t)
	at := view{true, 375, "en"}
	t.Run("seller", func(t *testing.T) {
		v := visit(t, ctx, at, "seller")
		v.signIn("aizada", "/desk")
		desk := v.path()
		v.look(screen{"prices", desk + "/products/edit"}, screen{"shop", desk + "/shop"}, screen{"products", desk + "/products"},
			screen{"import", desk + "/import"}, screen{"languages", desk + "/words"}, screen{"words", desk + "/words?in=kk&missing=1"}, screen{"open", "/desk/open"}, screen{"start-delivery", desk + "/start/delivery"},
			screen{"start-pay", desk + "/start/pay"}, screen{"start-review", desk + "/start/review"})
	})
	t.Run("operator", func(t *testing.T) {
		v := visit(t, ctx, at, "operator")
		v.signIn("operator", "/console")
		v.look(screen{"shops", "/console/shops"}, screen{"people", "/console/people"}, screen{"settings", "/console/settings"},
			screen{"rules", "/console/rules"}, screen{"ledger", "/console/ledger"}, screen{"carriers", "/console/carriers"},
			screen{"carrier", "/console/carriers/post-kg"}, screen{"carrier-new", "/console/carriers/new"})
	})
}
