package e2e

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/chromedp/chromedp"
)

// replays looks at what was taken down of a session that is over: the picture moves,
// and each channel is who spoke in it.
func (c *conference) replays(s seat) {
	c.Helper()
	by := newClient(c.T, "127.0.8.20")
	c.eventually("the recording is there", func() bool { return by.get(s.at("/replay")).status == http.StatusOK })
	g := c.browser("replay", s, 0)
	g.open(s.at("/replay"))
	g.becomes("it knows how long it is", `document.querySelector('video').duration > 10`)
	g.plays("film.duration", toneOfFloor)
	g.becomes("the picture moves", `document.querySelector('video').getVideoPlaybackQuality().totalVideoFrames > 20`)
	g.shot("replay")
	g.open(s.at("/replay") + "&channel=en")
	g.plays("film.duration", toneOfInterpreter)
	g.becomes("captions are there", `[...document.querySelectorAll('.lines li')].some((l) => l.textContent.includes('The number <b>at my door</b>'))`)
	g.becomes("the thing on the table is a chapter", `!!document.querySelector('.chapters .card')`)
}

// watchesMost follows the hosts' way to the minute of the recording with most reactions.
func (c *conference) watchesMost() {
	c.Helper()
	for _, form := range c.host.get(c.plan + "/survey").elements("form") {
		if to := value(form, "action"); strings.HasPrefix(to, c.plan+"/enter?session=") {
			there := c.host.post(to, nil).header.Get("Location")
			if p := c.host.get(there); p.status != http.StatusOK || !strings.Contains(there, "/replay?minute=") || !strings.Contains(string(p.body), "film.mp4") {
				c.Errorf("%s leads to %s: %d", to, there, p.status)
			}
			return
		}
	}
	c.Error("nothing leads to the recording")
}

// plays looks at a film before a time of it, and wants to hear a tone there.
func (g guest) plays(before string, tone float64) {
	g.Helper()
	const play = `(async () => {
		const film = document.querySelector('video'), context = new AudioContext(), ear = context.createAnalyser();
		ear.fftSize = 8192;
		const source = context.createMediaElementSource(film);
		source.connect(ear);
		source.connect(context.destination);
		const spectrum = new Float32Array(ear.frequencyBinCount);
		let wrong = "";
		for (let tries = 1; tries < 6; tries++) {
			film.currentTime = Math.max(%s - tries * 3, 0);
			await film.play();
			for (let i = 0; i < 25; i++) {
				await new Promise((r) => setTimeout(r, 100));
				ear.getFloatFrequencyData(spectrum);
				const top = spectrum.reduce((best, v, at) => v > spectrum[best] ? at : best, 0);
				const heard = top * context.sampleRate / ear.fftSize, level = spectrum[top];
				if (level > -60 && Math.abs(heard - %f) < 25) return "";
				wrong = heard + " Hz at " + level + " dB, " + film.currentTime + " s of " + film.duration;
			}
		}
		return wrong;
	})()`
	if wrong := ask[string](g.visitor, fmt.Sprintf(play, before, tone), chromedp.EvalAwaitPromise); wrong != "" {
		g.fail("the film before "+before, fmt.Errorf("not %.0f Hz but %s", tone, wrong))
	}
}

// eventually waits until something holds.
func (c *conference) eventually(what string, is func() bool) {
	c.Helper()
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(patience); !is(); <-tick.C {
		if time.Now().After(end) {
			c.Fatalf("never: %s", what)
		}
	}
}
