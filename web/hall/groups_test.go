package hall

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"agora/assembly"
	"agora/room"
)

// page is what a page of the hall says to a seat.
func (h *house) page(s assembly.Seat, place string) reply {
	h.Helper()
	return h.ask(http.MethodGet, h.path(s, place), nil)
}

// TestGroupsWithoutScript opens groups, talks in one, and calls everybody back, by
// forms alone.
func TestGroupsWithoutScript(t *testing.T) {
	h := newHouse(t)
	h.does(h.host, "/begin")
	h.shows(h.host, "Break into groups")
	h.shows(h.guest, "-Break into groups", "-Go into a group")
	h.does(h.host, "/groups/break", "how", "dealt", "names", "Felt <b>\nHoney", "minutes", "10")
	h.shows(h.guest, "In groups until", "Go into a group", "data-ends=")
	r := h.ask(http.MethodPost, h.path(h.guest, "/groups/join"), nil)
	group, _, _ := strings.Cut(strings.TrimPrefix(r.to, strings.Split(h.path(h.guest, "/groups/"), "?")[0]), "?")
	if r.status != http.StatusSeeOther || group == "" {
		t.Fatalf("%d to %q", r.status, r.to)
	}
	at := h.page(h.guest, "/groups/"+group)
	for _, words := range []string{"Group 1", "Felt &lt;b&gt;", "1 person", "Ask a moderator to come", "&lt;script&gt;"} {
		if !strings.Contains(at.body, words) {
			t.Errorf("her group does not say %q", words)
		}
	}
	h.does(h.guest, "/groups/"+group+"/talk", "say", "Only <us>")
	h.does(h.guest, "/groups/"+group+"/help", "asks", "1")
	if r := h.page(h.host, "/groups"); !strings.Contains(r.body, "Asks for help") || !strings.Contains(r.body, "alert(1)") {
		t.Error("who steers does not see who asks")
	}
	if r := h.page(h.host, "/groups/"+group); !strings.Contains(r.body, "Only &lt;us&gt;") || !strings.Contains(r.body, "Helped") {
		t.Error("who steers does not read what the group writes")
	}
	h.does(h.host, "/groups/"+group+"/help")
	h.does(h.host, "/groups/tell", "word", "Two <minutes> left")
	h.does(h.host, "/groups/prolong", "minutes", "20")
	h.shows(h.guest, "Two &lt;minutes&gt; left", "Group 1", "-Asks for help", "-Only &lt;us")
	if r := h.page(h.guest, "/groups/"+group+"/ticket"); r.status == http.StatusOK {
		t.Errorf("a ticket without a room: %d", r.status)
	}

	other := h.seat("Nurlan")
	for place, form := range map[string]url.Values{"/talk": {"say": {"May I?"}}, "/help": {"asks": {"1"}}, "/ticket": nil} {
		if r := h.ask(http.MethodPost, h.path(other, "/groups/"+group+place), form); r.status != http.StatusConflict && r.status != http.StatusForbidden {
			t.Errorf("who is in no group, %s: %d", place, r.status)
		}
	}
	if r := h.page(other, "/groups/"+group); r.status != http.StatusSeeOther || r.to != h.path(other, "") {
		t.Errorf("who is in no group reads one: %d to %q", r.status, r.to)
	}
	for _, place := range []string{"/groups/break", "/groups/tell", "/groups/prolong", "/groups/recall", "/groups/move"} {
		if r := h.ask(http.MethodPost, h.path(h.guest, place), url.Values{"word": {"x"}, "minutes": {"1"}, "count": {"2"}}); r.status != http.StatusForbidden {
			t.Errorf("who takes part, %s: %d", place, r.status)
		}
	}

	h.does(h.host, "/groups/recall")
	h.shows(h.guest, "You are being called back")
	h.does(h.host, "/groups/recall")
	h.shows(h.guest, "-Group 1", "-Go into a group")
	if r := h.ask(http.MethodGet, h.path(h.guest, "/groups/"+group)+"&part=talk", nil); !strings.Contains(r.body, "data-go") {
		t.Error("a group that is over does not lead back")
	}
	if r := h.ask(http.MethodPost, h.path(h.guest, "/groups/"+group+"/talk"), url.Values{"say": {"Still here"}}); r.status != http.StatusConflict {
		t.Errorf("who talks in a group that is over: %d", r.status)
	}
}

// TestGroupsThatAreRefused keep what was typed, and say which field is wrong.
func TestGroupsThatAreRefused(t *testing.T) {
	h := newHouse(t)
	h.does(h.host, "/begin")
	r := h.ask(http.MethodPost, h.path(h.host, "/groups/break"), url.Values{"how": {"chosen"}, "count": {"1"}, "minutes": {"500"}, "names": {""}})
	for _, words := range []string{`href="#f-count"`, `href="#f-minutes"`, `value="500"`, "from 2 to 30", `value="chosen" checked`} {
		if r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, words) {
			t.Errorf("%d without %q", r.status, words)
		}
	}
}

// TestWhoCameIntoAGroup sends home who is not in it.
func TestWhoCameIntoAGroup(t *testing.T) {
	h := newHouse(t)
	h.must(h.Begin(t.Context(), h.hostAt))
	h.must(h.Break(t.Context(), h.hostAt, assembly.Breaking{Count: 2, Minutes: 5, Chosen: true}))
	one := h.in(h.host).Grouped.Breakout.Groups[0].ID
	stranger := h.seat("Nurlan")
	h.must(h.Join(t.Context(), h.sitsAt, one))
	speaker := room.Grant{Role: room.Speaker}
	came := func(s assembly.Seat) (room.Grant, bool) {
		p := &porter{there: map[room.PersonID]room.Grant{personOf(s.ID): speaker}, changed: map[room.PersonID]room.Grant{}}
		o := &Room{Assembly: h.Service, Rooms: p}
		h.must(o.Came(t.Context(), GroupRoom(h.session.ID, one), personOf(s.ID)))
		g, told := p.changed[personOf(s.ID)]
		return g, told
	}
	if g, told := came(h.guest); told {
		t.Errorf("who is in it becomes %v", g)
	}
	if g, told := came(h.host); told {
		t.Errorf("who steers becomes %v", g)
	}
	if g, told := came(stranger); !told || !g.Empty() {
		t.Errorf("who is not in it becomes %v, %v", g, told)
	}
	h.must(h.Recall(t.Context(), h.in(h.host)))
	h.must(h.Recall(t.Context(), h.in(h.host)))
	if g, told := came(h.guest); !told || !g.Empty() {
		t.Errorf("who comes after the end becomes %v, %v", g, told)
	}
}
