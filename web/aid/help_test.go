package aid

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// with is a form with another value of a field.
func with(form []string, field, value string) []string {
	form = slices.Clone(form)
	for i := 0; i < len(form); i += 2 {
		if form[i] == field {
			form[i+1] = value
		}
	}
	return form
}

// TestALorryMeetsGoods offers carriage by a form without an account; the desk finds it on
// the page of the consignment that goes its way, and entrusts it.
func TestALorryMeetsGoods(t *testing.T) {
	o := newOffice(t)
	desk, facility := o.crisis()
	public := "/relief" + strings.TrimPrefix(desk, "/aid")
	day := time.Now().UTC().AddDate(0, 0, 2).Format(time.DateOnly)
	form := []string{"vehicle", "lorry", "day", day, "from", "Kashgar", "to", "Dushanbe", "packages", "40", "kilos", "1200", "donor", "Silk <Road>", "contact", "+992 900"}
	for _, c := range [][3]string{{"day", "2020-01-01", "f-day"}, {"day", "soon", "f-day"}, {"vehicle", "camel", "f-vehicle"}, {"contact", "", "f-contact"}, {"packages", "-1", "f-packages"}} {
		if r := o.post("", public+"/carriage", with(form, c[0], c[1])...); r.status != http.StatusUnprocessableEntity || !strings.Contains(alert(r.body), c[2]) || !strings.Contains(r.body, `value="Kashgar"`) {
			t.Errorf("%v: %d %s", c, r.status, alert(r.body))
		}
	}
	o.does("", public+"/carriage", form...)
	o.shows(public, "-Silk", "-+992")
	r := o.manifest("sends", desk+"/consign", "number,item,units,value,batch,expires\n1,mask-iir,2000,1.00,,\n", "number", "CN-9", "from", "A foundation", "place", "Kashgar", "facility", facility, "currency", "CNY")
	one := r.to
	body := o.get("sends", one).body
	for _, words := range []string{"Silk &lt;Road&gt;", "+992 900", "Goes the whole way", "Takes all of it", "packages: 40", "1,200 kg"} {
		if !strings.Contains(body, words) {
			t.Errorf("the desk of the consignment has no %q", words)
		}
	}
	carriage := o.hidden(one, "carriage")
	o.does("sends", desk+"/carriage", "carriage", carriage, "consignment", one[strings.LastIndex(one, "/")+1:])
	if body := o.get("sends", one).body; !strings.Contains(body, "Expected to take it over") || strings.Contains(body, `id="fits"`) || !strings.Contains(body, `value="Silk &lt;Road&gt;"`) {
		t.Error("it is not expected")
	}
	if body := o.get("sends", desk+"/carriage").body; !strings.Contains(body, ">CN-9<") {
		t.Error("the desk of carriage does not say what it carries")
	}
	o.does("sends", desk+"/carriage", "carriage", carriage)
	if body := o.get("sends", one).body; !strings.Contains(body, `id="fits"`) {
		t.Error("it is not free again")
	}
	o.does("sends", desk+"/carriage", "carriage", carriage, "decline", "1")
	if body := o.get("sends", desk+"/carriage").body; strings.Contains(body, "Silk") {
		t.Error("what was declined is offered")
	}
	if r := o.post("buyer", desk+"/carriage", "carriage", carriage); r.status == http.StatusSeeOther && !strings.Contains(r.to, "sign-in") {
		t.Errorf("a buyer moves it: %d", r.status)
	}
}

// lists posts a form whose field skills has several values.
func (o *office) lists(name, path string, f url.Values) reply {
	return o.send(name, http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(f.Encode()))
}

// TestPeopleTakeTasks has somebody give time without an account, claim a task by her
// link, do it, and others find it taken.
func TestPeopleTakeTasks(t *testing.T) {
	o := newOffice(t)
	desk, _ := o.crisis()
	public := "/relief" + strings.TrimPrefix(desk, "/aid")
	day := time.Now().UTC().AddDate(0, 0, 2).Format(time.DateOnly)
	if r := o.post("sends", desk+"/tasks", "what", "Kept", "where", "Store", "skill", "packer", "places", "0", "day", day, "time", "late"); r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, `value="Kept"`) {
		t.Errorf("a task with no time: %d", r.status)
	}
	o.does("sends", desk+"/tasks", "what", "Pack <gloves>", "where", "Airport store", "skill", "packer", "places", "1", "day", day, "time", "09:30")
	o.does("sends", desk+"/tasks", "what", "Translate labels", "where", "At home", "skill", "translator", "places", "2", "day", day, "time", "09:30")
	if r := o.lists("", public+"/time", url.Values{"donor": {"Anna"}, "contact": {"+992 900"}, "hours": {"6"}}); r.status != http.StatusUnprocessableEntity || !strings.Contains(alert(r.body), "f-skills") || !strings.Contains(r.body, `value="Anna"`) {
		t.Errorf("somebody who can do nothing: %d %s", r.status, alert(r.body))
	}
	join := func(name string) string {
		r := o.lists("", public+"/time", url.Values{"donor": {name}, "contact": {"+992 900"}, "hours": {"6"}, "skills": {"packer", "driver"}})
		if r.status != http.StatusSeeOther {
			t.Fatalf("%d %s", r.status, alert(r.body))
		}
		return r.to
	}
	anna, bek := join("Anna"), join("Bek")
	o.shows(anna, "Pack &lt;gloves&gt;", "9:30", "People: 0 of 1", "-Translate labels")
	task := regexp.MustCompile(`name="task" value="(\d+)"`).FindStringSubmatch(o.get("", anna).body)[1]
	o.does("", anna, "task", task)
	o.shows(anna, "People: 1 of 1", "Done")
	o.shows(bek, "-gloves")
	if r := o.post("", bek, "task", task); r.status != http.StatusConflict || !strings.Contains(r.body, "All its places are taken") {
		t.Errorf("two have one place: %d", r.status)
	}
	if body := o.get("sends", desk+"/tasks").body; !strings.Contains(body, "Anna") || strings.Contains(body, "Bek") || !strings.Contains(body, "+992 900") {
		t.Error("the desk does not know who comes")
	}
	o.shows(public, "-Anna", "-gloves")
	o.does("", anna, "task", task, "drop", "1")
	o.does("", bek, "task", task)
	o.does("", bek, "task", task, "done", "1")
	at, _, _ := strings.Cut(anna, "?")
	for name, path := range map[string]string{"": at, "buyer": at} {
		if r := o.get(name, path); r.status != http.StatusNotFound {
			t.Errorf("%q reads the page of another: %d", name, r.status)
		}
	}
	o.does("sends", desk+"/tasks", "task", task)
	if body := o.get("sends", desk+"/tasks").body; strings.Contains(body, "gloves") {
		t.Error("a closed task is open")
	}
}
