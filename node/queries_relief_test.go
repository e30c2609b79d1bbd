package node

import (
	"regexp"
	"strings"
	"testing"
)

// TestPagesOfReliefMoneyAskLittle counts the statements of the pages of money, carriage and
// time of the demo's flood.
func TestPagesOfReliefMoneyAskLittle(t *testing.T) {
	n, site := demoSite(t, settings(t, t.TempDir()))
	guest, operator := newVisit(t, n, site), newVisit(t, n, site).signIn("operator")
	list, _ := guest.get("/relief")
	public := regexp.MustCompile(`/relief/\d+`).FindString(list)
	desk := strings.Replace(public, "relief", "aid", 1)
	guest.count(public+"/money", public+"/give", public+"/carriage", public+"/time")
	operator.count(desk+"/money", desk+"/carriage", desk+"/tasks")
	body, _ := operator.get(desk + "/money")
	donation := regexp.MustCompile(`/donation/[^"]+`).FindString(body)
	guest.count(strings.ReplaceAll(donation, "&amp;", "&"))
}

// TestPagesOfReliefAskLittle counts the statements of the public pages of a crisis and of
// a place, for a guest and for who coordinates.
func TestPagesOfReliefAskLittle(t *testing.T) {
	n, site := demoSite(t, settings(t, t.TempDir()))
	guest, desk := newVisit(t, n, site), newVisit(t, n, site).signIn("operator")
	body, _ := guest.get("/relief")
	crisis := regexp.MustCompile(`/relief/\d+`).FindString(body)
	body, _ = guest.get(crisis)
	place := regexp.MustCompile(crisis + `/at/\d+/`).FindString(body)
	if crisis == "" || place == "" {
		t.Fatal("the demo has no crisis with a place")
	}
	board := regexp.MustCompile(`^/relief`).ReplaceAllString(crisis, "/aid")
	t.Log(guest.count(crisis, place, crisis+"/pledge"), desk.count(crisis, place, board+"/items", board+"/facilities"))
}

// TestPagesOfStockAskLittle counts the statements of the stock, of a lot and of a batch of
// the demo's flood.
func TestPagesOfStockAskLittle(t *testing.T) {
	n, site := demoSite(t, settings(t, t.TempDir()))
	desk := newVisit(t, n, site).signIn("operator")
	list, _ := desk.get("/relief")
	stock := strings.Replace(regexp.MustCompile(`/relief/\d+`).FindString(list), "relief", "aid", 1) + "/stock"
	body, _ := desk.get(stock)
	pages := []string{stock}
	for _, page := range []string{"lot", "batch"} {
		link := regexp.MustCompile(stock + `/` + page + `\?[^"]+`).FindString(body)
		if link == "" {
			t.Fatalf("the stock leads to no %s", page)
		}
		pages = append(pages, strings.ReplaceAll(link, "&amp;", "&"))
	}
	t.Log(desk.count(pages...))
}
