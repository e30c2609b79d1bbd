package e2e

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"agora/room/livekit"
)

// Tones by which the tests know who speaks, in Hz.
const (
	toneOfFloor       = 440
	toneOfInterpreter = 1100
	toneOfPartner     = 1900
)

// TestALiveSessionInFourBrowsers has a speaker, an interpreter with a partner who takes
// over from her, and two who listen: a listener hears the floor, then the interpreter and only her; the other sees the
// picture; captions, a question, a vote and an answer, a poll and a thing that is
// bought come without reloading. Who only listens cannot send.
func TestALiveSessionInFourBrowsers(t *testing.T) {
	if !livekit.Built {
		t.Skip("built without live rooms")
	}
	c := holdConference(t)
	speaker := c.seat("Saima Rafiq", "127.0.8.2", "speaker", "")
	interpreter := c.seat("Farida", "127.0.8.3", "interpreter", "en")
	captioner := c.seat("Meerim", "127.0.8.4", "captioner", "en")
	listener, watcher := c.seat("Nilufar", "127.0.8.5", "attendee", ""), c.seat("Tharindu", "127.0.8.6", "attendee", "")

	says := c.browser("speaker", speaker, toneOfFloor)
	says.enter("sound")
	says.send("microphone")
	says.send("camera")
	turns := c.browser("interpreter", interpreter, toneOfInterpreter)
	turns.enter("sound")
	turns.send("microphone")

	hears := c.browser("listener", listener, 0)
	hears.enter("sound")
	hears.hears("audio.floor", toneOfFloor)
	if hears.number("[data-own]:not([hidden])") != 0 {
		t.Error("who listens is offered to send")
	}
	if hears.number("video") != 0 {
		t.Error("pictures come to who wants sound only")
	}
	hears.tick(`[name=beneath]`)
	hears.tick(`.chip:has([value="audio.en"])`)
	hears.hears("audio.en", toneOfInterpreter)
	hears.becomes("the floor is gone", `document.querySelectorAll('audio[data-track="audio.floor"]').length === 0`)

	partner := c.browser("partner", c.seat("Gulnara", "127.0.8.14", "interpreter", "en"), toneOfPartner)
	partner.enter("sound")
	if partner.number("[data-own]:not([hidden])") != 0 {
		t.Error("an interpreter may speak while her partner does")
	}
	turns.becomes("she sees that she has a partner", `!!document.querySelector('#booth button[name=offer]')`)
	turns.tick(`#booth button[name=offer]`)
	partner.becomes("her partner wants to hand over", `!!document.querySelector('#booth .note')`)
	partner.tick(`#booth button[name=take]`)
	partner.becomes("she is on", `!!document.querySelector('#booth button[name=offer]')`)
	partner.send("microphone")
	turns.becomes("who handed over sends no longer", `document.querySelector('[data-own]').hidden`)
	hears.hears("audio.en", toneOfPartner)
	turns.becomes("she may take it back", `!!document.querySelector('#booth button[name=take]')`)
	turns.tick(`#booth button[name=take]`)
	turns.send("microphone")
	hears.hears("audio.en", toneOfInterpreter)

	sees := c.browser("watcher", watcher, 0)
	sees.enter("picture")
	sees.becomes("a picture moves", `document.querySelector('video[data-track="camera"]')?.getVideoPlaybackQuality().totalVideoFrames > 20`)
	sees.shot("picture")

	c.host.shows("/host/now", "The number at my door", "In with sound5", "Sound and pictures that are sent3")

	by := newClient(t, "127.0.8.4")
	by.does(captioner.at("/caption"), url.Values{"lang": {"en"}, "caption": {"The number <b>at my door</b>"}})
	hears.becomes("the caption shows", `document.querySelector('[data-part=caption]').textContent.includes('The number <b>at my door</b>')`)

	hears.fill("ask", "May one try them on before paying?")
	hears.tick(`form[action*="/ask"] button`)
	sees.becomes("the question came", `document.querySelector('[data-part=question]').textContent.includes('try them on')`)
	sees.tick(`[data-part=question] .vote`)
	hears.becomes("it was voted for", `document.querySelector('[data-part=question] .vote').textContent.trim() === '1'`)
	question := hears.attribute("[data-part=question] li[id]", "id")[1:]
	c.host.does(c.hall("/answer"), url.Values{"question": {question}, "state": {"answered"}, "answer": {"Yes, in Lahore."}})
	hears.becomes("it was answered", `document.querySelector('[data-part=question]').textContent.includes('Yes, in Lahore.')`)

	c.host.does(c.hall("/poll"), url.Values{"question": {"Would you wait ten days?"}, "options": {"Yes\nNo"}})
	sees.becomes("the poll is open", `!!document.querySelector('[data-part=poll] input[name=choice]')`)
	sees.tick(`[data-part=poll] label:has(input[value="0"])`)
	sees.tick(`[data-part=poll] form[action*="/ballot"] button`)
	hears.becomes("a ballot is counted", `document.querySelector('[data-part=poll]').textContent.includes('1')`)
	poll := hears.attribute("[data-part=poll] [id^=p]", "id")[1:]
	c.host.does(c.hall("/close"), url.Values{"poll": {poll}})
	hears.becomes("the poll is closed", `!document.querySelector('[data-part=poll] input[name=choice]') && document.querySelector('[data-part=poll]').textContent.includes('100')`)

	sees.tick(`#hand button`)
	sees.becomes("her hand is up", `!!document.querySelector('#hand [name=lower]')`)
	c.host.does(c.hall("/hand"), url.Values{"call": {watcher.bare[strings.LastIndexByte(watcher.bare, '/')+1:]}})
	sees.send("microphone") // she was called up
	c.host.does(c.hall("/hand"), url.Values{"dismiss": {watcher.bare[strings.LastIndexByte(watcher.bare, '/')+1:]}})
	sees.becomes("she sends no longer", `document.querySelector('[data-own]').hidden && [...document.getElementById('hall').room.localParticipant.trackPublications.values()].length === 0`)

	c.host.does(c.hall("/table"), url.Values{"pin": {node.url + "/s/felt/esparcet-honey"}})
	hears.becomes("a thing is on the table", `!!document.querySelector('[data-part=pin] .card .door')`)
	hears.tick(`[data-part=pin] form[action*="/buy"] button`)
	hears.becomes("it is in the cart, and she is in the hall", `!document.getElementById('done').closest('p').hidden && !!document.querySelector('[data-track="audio.en"]')`)
	hears.shot("table")
	hears.hears("audio.en", toneOfInterpreter)

	by.does(captioner.at("/react"), url.Values{"kind": {"heart"}})
	c.host.does(c.hall("/end"), url.Values{})
	hears.becomes("the session is over", `!document.querySelector('[data-join]')`)
	c.host.shows(c.plan+"/survey", "Language channelFloor", "English1 min1 person")
	c.replays(listener)
	c.watchesMost()
}

// TestALiveSessionOutlivesTheNode kills the node in the middle of a session: when it
// is there again the speaker and who listens are back by themselves, she is heard,
// what was said, asked and voted before is there, and so is the recording of it.
func TestALiveSessionOutlivesTheNode(t *testing.T) {
	if !livekit.Built {
		t.Skip("built without live rooms")
	}
	c := holdConference(t)
	began := time.Now()
	says := c.browser("speaker", c.seat("Dilnoza", "127.0.8.7", "speaker", ""), toneOfFloor)
	says.enter("sound")
	says.send("microphone")
	seat := c.seat("Azamat", "127.0.8.8", "attendee", "")
	hears := c.browser("listener", seat, 0)
	hears.enter("sound")
	hears.hears("audio.floor", toneOfFloor)
	by := newClient(t, "127.0.8.8")
	by.does(seat.at("/say"), url.Values{"say": {"Salam from Naryn"}})
	by.does(seat.at("/ask"), url.Values{"ask": {"Who pays the freight of a return?"}})
	hears.becomes("her words show", `document.querySelector('[data-part=chat]').textContent.includes('Salam')`)
	ask[int](hears.visitor, "window.before = 1") // a page that is loaded anew forgets it

	c.eventually("some seconds of it are taken down", func() bool { return time.Since(began) > 12*time.Second })
	killed := time.Since(began) - 5*time.Second // what was said in the last seconds is lost with the node
	kill(t)
	hears.becomes("she is back", `document.getElementById('hall').room.state === 'connected' && document.querySelector('[data-said]').textContent === ''`)
	says.becomes("the speaker is back", `document.querySelector('[data-do=microphone]').getAttribute('aria-pressed') === 'true' && document.getElementById('hall').room.state === 'connected'`)
	hears.hears("audio.floor", toneOfFloor)
	by.does(seat.at("/say"), url.Values{"say": {"Still here"}})
	hears.becomes("what is new shows, and nothing is lost", `window.before === 1 && ['Salam', 'Still here'].every((w) => document.querySelector('[data-part=chat]').textContent.includes(w))`)
	hears.becomes("the question is there", `document.querySelector('[data-part=question]').textContent.includes('freight of a return')`)

	c.host.does(c.hall("/end"), nil)
	hears.becomes("the session is over", `!document.querySelector('[data-join]')`)
	c.eventually("the recording is there", func() bool { return by.get(seat.at("/replay")).status == http.StatusOK })
	hears.open(seat.at("/replay"))
	hears.becomes("what came before is in it, and what came after", fmt.Sprintf("document.querySelector('video').duration > %.1f + 4", killed.Seconds()))
	hears.plays(fmt.Sprintf("%.1f", killed.Seconds()), toneOfFloor)
}

// TestWhoMayNotComeIntoALiveRoom asks for tickets that nobody should get, and looks
// at what those say that are given.
func TestWhoMayNotComeIntoALiveRoom(t *testing.T) {
	if !livekit.Built {
		t.Skip("built without live rooms")
	}
	c := holdConference(t)
	planned := c.adds("What comes next")
	speaker, listener := c.seat("Ananya", "127.0.8.9", "speaker", ""), c.seat("Bektur", "127.0.8.10", "attendee", "")
	by := newClient(t, "127.0.8.11")
	asks := func(s seat, session, key string) (int, string) {
		p := by.post(s.bare+"/"+session+"/ticket?"+key, url.Values{"recorded": {"1"}})
		return p.status, string(p.body)
	}
	if status, body := asks(listener, c.session, listener.key); status != http.StatusOK || !strings.Contains(body, `"sends":{}`) {
		t.Errorf("who listens: %d %s", status, body)
	}
	if status, body := asks(speaker, c.session, speaker.key); status != http.StatusOK || !strings.Contains(body, `"microphone":"audio.floor"`) {
		t.Errorf("who speaks: %d %s", status, body)
	}
	if status, _ := asks(speaker, planned, speaker.key); status != http.StatusOK {
		t.Errorf("the green room for who speaks: %d", status)
	}
	c.host.does(c.hall("/end"), url.Values{})
	other := holdConference(t)
	removed := other.seat("Somebody", "127.0.8.12", "speaker", "")
	other.host.does(other.plan+"/seats/"+removed.bare[strings.LastIndexByte(removed.bare, '/')+1:], url.Values{"out": {"1"}})
	for what, ask := range map[string]func() (int, string){
		"the green room for who listens": func() (int, string) { return asks(listener, planned, listener.key) },
		"without the key of her seat":    func() (int, string) { return asks(listener, planned, "") },
		"with the key of another's seat": func() (int, string) { return asks(listener, c.session, speaker.key) },
		"a session of another event":     func() (int, string) { return asks(speaker, other.session, speaker.key) },
		"a session that is over":         func() (int, string) { return asks(speaker, c.session, speaker.key) },
		"a seat that was ended":          func() (int, string) { return asks(removed, other.session, removed.key) },
		"a session that there is not":    func() (int, string) { return asks(speaker, "7", speaker.key) },
	} {
		if status, body := ask(); status < 400 || status >= 500 || strings.Contains(body, "token") {
			t.Errorf("%s: %d %s", what, status, body)
		}
	}
}
