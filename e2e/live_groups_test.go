package e2e

import (
	"net/url"
	"strings"
	"testing"

	"agora/room/livekit"
)

// TestGroupsOfALiveSession breaks a session into two groups: in each people hear each
// other and not the other group, a moderator comes to both, and all are led back.
func TestGroupsOfALiveSession(t *testing.T) {
	if !livekit.Built {
		t.Skip("built without live rooms")
	}
	c := holdConference(t)
	felt, honey := c.seat("Nilufar", "127.0.9.2", "attendee", ""), c.seat("Tharindu", "127.0.9.3", "attendee", "")
	other := c.seat("Bektur", "127.0.9.4", "attendee", "")
	c.host.does(c.hall("/groups/break"), url.Values{"how": {"chosen"}, "names": {"Felt\nHoney"}, "minutes": {"10"}})

	talks := c.browser("felt", felt, toneOfFloor)
	talks.becomes("she is told of groups", `document.querySelector('[data-part=group] [data-ends]')?.textContent.startsWith('9:')`)
	talks.joins(felt, 0)
	talks.enter("sound")
	talks.send("microphone")
	hears := c.browser("honey", honey, toneOfInterpreter)
	hears.joins(honey, 1)
	hears.enter("sound")
	hears.send("microphone")
	with := c.browser("honey too", other, 0)
	with.joins(other, 1)
	with.enter("sound")
	with.hears("audio.floor", toneOfInterpreter)
	with.shot("group")
	hears.tick(`#group form[action*="/help"] button`)
	with.becomes("the group asks", `!!document.querySelector('#group .b-saff')`)

	with.fill("say", "We would ask 900")
	with.tick(`form[action*="/talk"] button`)
	hears.becomes("her group reads it", `document.querySelector('[data-part=talk]').textContent.includes('900')`)
	if got := ask[string](talks.visitor, `document.querySelector('[data-part=talk]').textContent`); strings.Contains(got, "900") {
		t.Error("another group reads it")
	}

	c.host.does(c.hall("/groups/tell"), url.Values{"word": {"A minute left"}})
	talks.becomes("the word is there", `document.querySelector('#group .note').textContent.includes('A minute left')`)
	c.host.does(c.hall("/groups/recall"), nil)
	c.host.does(c.hall("/groups/recall"), nil)
	for _, g := range []guest{talks, hears, with} {
		g.becomes("she is in the hall again", `!location.pathname.includes('/groups') && !!document.querySelector('[data-part=chat]')`)
	}
}

// joins goes from the hall into group i of those that can be chosen.
func (g guest) joins(s seat, i int) {
	g.Helper()
	g.open(s.at("/groups"))
	g.tick([]string{"#groups-list li:first-child form button", "#groups-list li:last-child form button"}[i])
	g.becomes("she is in her group", `!!document.querySelector('[data-part=talk]')`)
}
