package aid

import (
	"net/http"
	"strings"
	"testing"
)

// TestWhoAnswersTheTelephoneReadsNeeds lets a caller look up whether a request arrived,
// and change nothing; her tabs lead to nothing else. The tab that is open comes first.
func TestWhoAnswersTheTelephoneReadsNeeds(t *testing.T) {
	o := newOffice(t)
	desk, facility := o.crisis()
	masks := o.option("caller", desk+"/call", "Masks")
	o.does("caller", desk+"/call", "facility", facility, "caller", "Dr. Nur", "contact", "+992 900", "i.0.item", masks, "i.0.units", "500", "do", "save")
	need := o.hidden(desk+"/needs", "need")
	for _, path := range []string{desk + "/needs", desk + "/needs?need=" + need} {
		r := o.get("caller", path)
		o.reads(r, "Masks, type IIR · 500 pieces", "Dr. Nur")
		body := r.body
		if strings.Contains(body, `action="`+desk) && strings.Contains(body, `name="need"`) || strings.Contains(body, `href="/aid"`) || strings.Contains(body, `href="`+desk+`"`) || strings.Contains(body, desk+"/money") {
			t.Errorf("%s leads where she may not go", path)
		}
	}
	if body := o.get("caller", desk+"/needs").body; !strings.Contains(body, desk+"/needs?need="+need) {
		t.Error("the list does not lead to the need")
	}
	if r := o.post("caller", desk+"/needs", "need", need, "take", "1"); r.status != http.StatusForbidden {
		t.Errorf("she judges: %d", r.status)
	}
	if r := o.get("buyer", desk+"/needs"); r.status == http.StatusOK {
		t.Error("a buyer reads needs with their contacts")
	}
	body := o.get("sends", desk+"/slots").body
	if at := strings.Index(body, `href="`+desk+`/slots"`); at < 0 || at > strings.Index(body, `href="`+desk+`/needs"`) {
		t.Error("the open tab is not the first")
	}
}
