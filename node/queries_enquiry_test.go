package node

import (
	"fmt"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"agora/demo"
)

// TestPagesOfEnquiriesAskLittle counts the statements of the pages of an enquiry
// for a set and other things, while it waits and once it is answered.
func TestPagesOfEnquiriesAskLittle(t *testing.T) {
	s := settings(t, t.TempDir())
	s.Demo = true
	n, err := Open(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	defer n.Close()
	if _, err := demo.Fill(t.Context(), parts(n)); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(n.edge(nil))
	defer server.Close()
	buyer, seller := newVisit(t, n, server.URL).signIn("saima"), newVisit(t, n, server.URL).signIn("aizada")
	draft := ""
	for _, path := range []string{n.bundle(t), "/s/felt/slippers", "/s/felt/esparcet-honey"} {
		body, _ := buyer.get(path)
		draft = buyer.post("/enquiries/add", sent(t, body, "/cart/add"))
	}
	buyer.count(draft)
	body, _ := buyer.get(draft)
	mine := buyer.post("/enquiries/new", sent(t, body, "/enquiries/new"))
	desk := seller.leads("/desk")
	theirs := desk + "/enquiries/" + regexp.MustCompile(`\d+`).FindString(mine)
	waiting := []map[string]int{buyer.count(mine, "/account/enquiries"), seller.count(desk, desk+"/enquiries", desk+"/enquiries?all=1", theirs)}
	body, _ = seller.get(theirs)
	answer := sent(t, body, theirs+"/answer")
	for i := range 3 {
		answer.Set(fmt.Sprint("unit.", i), "100")
	}
	answer.Set("freight", "300")
	answer.Set("until", time.Now().UTC().AddDate(0, 0, 5).Format(time.DateOnly))
	seller.post(theirs+"/answer", answer)
	t.Log(waiting, buyer.count(mine, mine+"/checkout"), seller.count(theirs))
	if body, _ := buyer.get(mine); strings.Count(strings.ReplaceAll(body, "\u00a0", " "), "KGS 100") < 3 {
		t.Error("the page does not say the prices of three things")
	}
}
