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
