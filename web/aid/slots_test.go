package aid

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestAHandOverWithoutACrowd books the one place of a slot without an account, keeps
// others out of it, gives it back, and confirms the next by its pin.
func TestAHandOverWithoutACrowd(t *testing.T) {
	o := newOffice(t)
	desk, facility := o.crisis()
	public := "/relief" + strings.TrimPrefix(desk, "/aid")
	day := time.Now().AddDate(0, 0, 2).Format(time.DateOnly)
	form := []string{"facility", facility, "day", day, "from", "09:00", "to", "09:30", "capacity", "1"}
	if r := o.post("sends", desk+"/slots", "facility", facility, "day", day, "from", "nine", "to", "09:30", "capacity", "1"); r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, `value="`+day+`"`) {
		t.Errorf("no time of day: %d %s", r.status, alert(r.body))
	}
	if r := o.post("buyer", desk+"/slots", form...); r.status == http.StatusSeeOther {
		t.Error("a buyer opens slots")
	}
	o.does("sends", desk+"/slots", form...)
	o.shows(public+"/slots", "Airport store, Dushanbe", "1 of 1 places free", "09:30")
	slot := regexp.MustCompile(`href="(` + public + `/slots/\d+)"`).FindStringSubmatch(o.get("", public+"/slots").body)[1]
	if r := o.post("", slot, "does", "give", "nick", "", "what", "Two boxes"); r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, "f-nick") || !strings.Contains(r.body, "Two boxes") {
		t.Errorf("nobody books: %d %s", r.status, alert(r.body))
	}
	mine := o.does("", slot, "does", "give", "nick", "<Zed>", "what", "Two boxes")
	if body := o.get("", mine).body; !strings.Contains(body, "PIN ") || !strings.Contains(body, "noindex") || strings.Contains(body, "Zarina") {
		t.Error("her page has no pin, is found by search, or names who answers there")
	}
	if r := o.get("", public+"/booking/"+strings.Repeat("a", 26)); r.status != http.StatusNotFound {
		t.Errorf("a guessed address: %d", r.status)
	}
	if r := o.post("", slot, "does", "fetch", "nick", "Q"); r.status != http.StatusConflict {
		t.Errorf("a second in a slot of one: %d", r.status)
	}
	o.shows(public+"/slots", "-Airport store", "No free time now", "-Zed")
	o.does("", mine)
	o.shows(mine, "Cancelled", "-PIN")
	mine = o.does("", slot, "does", "fetch", "nick", "7")
	pin := regexp.MustCompile(`PIN (\d{6})`).FindStringSubmatch(o.get("", mine).body)[1]
	if body := o.get("sends", desk+"/slots").body; !strings.Contains(body, "&lt;Zed&gt;") || strings.Contains(body, pin) {
		t.Error("the desk does not read who comes, or reads the pin")
	}
	booking := o.hidden(desk+"/slots", "booking")
	wrong := "000000"
	if pin == wrong {
		wrong = "000001"
	}
	if r := o.post("sends", desk+"/slots/meet", "booking", booking, "sign", "code", "proof", wrong); r.status != http.StatusUnprocessableEntity {
		t.Errorf("another pin: %d", r.status)
	}
	o.does("sends", desk+"/slots/meet", "booking", booking, "sign", "code", "proof", pin)
	o.shows(mine, "Handed over", "-PIN")
	for _, lang := range []string{"en", "ru", "ur"} {
		for _, path := range []string{public + "/slots", slot, mine} {
			if r := o.get("", path+"?lang="+lang); r.status != http.StatusOK || len(r.body) > 30<<10 {
				t.Errorf("%s in %s: %d, %d bytes", path, lang, r.status, len(r.body))
			}
		}
	}
}
