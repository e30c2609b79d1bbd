package e2e

import (
	"errors"
	"testing"
)

// TestWorkScreensHoldTheirWords measures the rest of the desk and the console,
// as TestScreensHoldTheirWords does the pages that most people see.
func TestWorkScreensHoldTheirWords(t *testing.T) {
	ctx := openBrowser(t)
	at := view{true, 375, "en"}
	t.Run("seller", func(t *testing.T) {
		v := visit(t, ctx, at, "seller")
		v.signIn("aizada", "/desk")
		desk := v.path()
		v.look(screen{"prices", desk + "/products/edit"}, screen{"shop", desk + "/shop"}, screen{"products", desk + "/products"}, screen{"discounts", desk + "/discounts"}, screen{"discount", desk + "/discounts/new"},
			screen{"import", desk + "/import"}, screen{"languages", desk + "/words"}, screen{"words", desk + "/words?in=kk&missing=1"}, screen{"open", "/desk/open"}, screen{"start-delivery", desk + "/start/delivery"},
			screen{"start-pay", desk + "/start/pay"}, screen{"start-review", desk + "/start/review"}, screen{"points-file", desk + "/shop/points/file"},
			screen{"tokens", desk + "/tokens"}, screen{"hook", v.hook(desk)}, screen{"hooks", desk + "/hooks"})
		v.deliverForm(desk)
	})
	t.Run("buyer", func(t *testing.T) {
		v := visit(t, ctx, at, "buyer")
		v.signIn("zeynep", "/account")
		v.look(screen{"track", v.onTheRoad()})
	})
	t.Run("operator", func(t *testing.T) {
		v := visit(t, ctx, at, "operator")
		v.signIn("operator", "/console")
		v.look(screen{"shops", "/console/shops"}, screen{"people", "/console/people"}, screen{"settings", "/console/settings"},
			screen{"rules", "/console/rules"}, screen{"ledger", "/console/ledger"}, screen{"carriers", "/console/carriers"},
			screen{"carrier", "/console/carriers/post-kg"}, screen{"carrier-new", "/console/carriers/new"}, screen{"node-tokens", "/console/tokens"})
	})
}

// hook makes a webhook and gives its page.
func (v *visitor) hook(desk string) string {
	v.Helper()
	v.open(desk + "/hooks")
	v.fill("url", "https://books.example.org/agora")
	v.tick(`input[name="kinds"][value="order.placed"]`)
	v.press(`main form[action$="/hooks"] button`)
	v.need("code.copy") // the secret, shown once
	v.shot("hook-made")
	v.open(desk + "/hooks")
	return v.attribute(`main h2 a[href*="/hooks/"]`, "href")
}

// deliverForm measures the form by which a seller says that a parcel came, as it
// is folded and open.
func (v *visitor) deliverForm(desk string) {
	v.Helper()
	v.open(desk + "/orders?state=road")
	for _, order := range v.attributes(`main a[href*="/orders/"]:not([href$=".pdf"])`, "href") {
		v.open(order)
		if !ask[bool](v, `!!document.querySelector("#deliver")`) {
			continue
		}
		for _, lang := range looked {
			if v.lang = lang; !v.speaks(lang) {
				continue
			}
			v.open(order)
			ask[bool](v, `document.querySelector("#deliver details").open = true`)
			for _, width := range []int64{375, 1280} {
				v.resize(width)
				v.width = width
				v.measure("deliver")
			}
		}
		v.audit("deliver")
		return
	}
	v.fail("find a parcel on the road", errors.New("no order can be delivered"))
}

// onTheRoad gives the page of the parcels of an order of the buyer that was sent.
func (v *visitor) onTheRoad() string {
	v.Helper()
	for _, order := range v.attributes(`main a[href*="/orders/"]`, "href") {
		v.open(order)
		if pages := v.attributes(`main a[href*="/track"]`, "href"); len(pages) > 0 {
			return pages[0]
		}
	}
	v.fail("find a parcel on the road", errors.New("no order leads to its parcels"))
	return ""
}
