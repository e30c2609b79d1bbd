package console

import (
	"log/slog"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"agora/catalog"
	"agora/identity"
	"agora/money"
)

// TestAnOperatorSeesWhyThingsRank reads the explanations of a search in another
// script and with a slip, and adds them up.
func TestAnOperatorSeesWhyThingsRank(t *testing.T) {
	o := newOffice(t)
	for handle, title := range map[string]string{"tea": "Green tea of the hills", "chai": "Чай", "rug": "Rug"} {
		_, err := o.Catalog.SaveProduct(t.Context(), identity.System(), o.shop, catalog.Draft{Handle: handle, Status: catalog.ProductActive, Title: catalog.Texts{"en": title},
			Variants: []catalog.VariantDraft{{Price: money.Of(100, "PKR"), Grams: 100, OnHand: 1}}})
		o.must(err)
	}
	const page = "/console/search?lang=en&q="
	if r := o.ask("olga", page+"chay", nil); r.status != 200 || strings.Contains(r.body, "All words together") {
		t.Errorf("without an index: %d", r.status)
	}
	i := o.Catalog.NewIndexer(filepath.Join(t.TempDir(), "search.db"), slog.New(slog.DiscardHandler))
	_, err := i.Rebuild(t.Context())
	o.must(err)
	o.must(i.Open())
	t.Cleanup(func() { i.Close() }) //nolint:errcheck // of a test
	for query, want := range map[string][]string{
		"chay":           {"the same word in other letters: чай", "means the same", "In stock", "How new it is", `href="/s/loom/chai"`, `href="/s/loom/tea"`},
		"tea":            {"as it is written: tea", "The title says little else"},
		"gren+tea":       {"a slip, or sounds alike: green", "“gren”"},
		"hil":            {"hills"},
		"qwzx":           {"Nobody sells this yet"},
		"tea&country=PK": {"Nobody sells this yet"}, // nobody said where it goes
		"":               {},
	} {
		r := o.ask("olga", page+query, nil)
		for _, w := range want {
			if r.status != 200 || !strings.Contains(r.body, w) {
				t.Errorf("%s: %d, no %q", query, r.status, w)
			}
		}
		addsUp(t, query, r.body)
	}
	if r := o.ask("", page+"tea", nil); r.status == 200 {
		t.Errorf("anyone may look: %d", r.status)
	}
}

var (
	sumShown    = regexp.MustCompile(`<b class="count">([\d,]+)</b>`)
	pointsShown = regexp.MustCompile(`class="n"[^>]*>\s*(?:<[^>]*>)*([\d,]+)`)
)

// addsUp compares each sum with its parts; those of single words, in quotes, are
// in the part of all words.
func addsUp(t *testing.T, query, body string) {
	t.Helper()
	number := func(s string) int {
		n, err := strconv.Atoi(strings.ReplaceAll(s, ",", ""))
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	for _, hit := range strings.Split(body, `<b class="count">`)[1:] {
		sum := number(sumShown.FindStringSubmatch(`<b class="count">` + hit)[1])
		rows, parts := strings.Split(strings.SplitN(hit, "</table>", 2)[0], "<tr>"), 0
		for _, row := range rows {
			if m := pointsShown.FindStringSubmatch(row); m != nil && !strings.Contains(row, "“") {
				parts += number(m[1])
			}
		}
		if d := sum - parts; d < -3 || d > 3 {
			t.Errorf("%s: %d is not the sum of its parts, %d", query, sum, parts)
		}
	}
}
