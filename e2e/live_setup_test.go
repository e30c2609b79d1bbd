package e2e

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// conference is a session that runs, in an event of the operator's.
type conference struct {
	*testing.T
	host          *client
	plan, session string // "/host/7", "9"
	seatOfHost    string // "/attend/7/3"
}

// seat is somebody's seat in its hall.
type seat struct{ bare, key, session string }

// at is an address below the hall: "/caption", "" for the hall.
func (s seat) at(page string) string { return s.bare + "/" + s.session + page + "?" + s.key }

// holdConference makes an event in Urdu with English beside it, with one session,
// and begins that.
func holdConference(t *testing.T) *conference {
	c := &conference{T: t, host: reads(t, "127.0.8.1", "KG")}
	c.host.enter("operator@demo.agora.example")
	begins := time.Now().UTC().Add(-time.Hour)
	const minutes = "2006-01-02T15:04"
	form := c.host.get("/host/new?host=0").form(t, "/host/new")
	for name, v := range map[string]string{"kind": "live_sale", "title.en": "What a buyer asks", "zone": "UTC", "starts": begins.Format(minutes), "ends": begins.Add(8 * time.Hour).Format(minutes)} {
		form.Set(name, v)
	}
	form.Del("listed") // other tests read what everybody finds
	form["langs"], form["record"] = []string{"ur", "en"}, []string{"1"}
	c.plan = c.host.post("/host/new?host=0", form).header.Get("Location")
	c.session = c.adds("The number at my door")
	c.host.does(c.plan+"/move", url.Values{"to": {"publish"}})
	c.seatOfHost = c.host.post(c.plan+"/enter", nil).header.Get("Location")
	c.host.does(c.hall("/begin"), nil)
	return c
}

// adds puts a session on the agenda.
func (c *conference) adds(title string) string {
	c.Helper()
	form := c.host.get(c.plan+"/sessions/new").form(c, c.plan+"/sessions/new")
	form.Set("title.en", title)
	c.host.does(c.plan+"/sessions/new", form)
	for _, a := range c.host.get(c.plan).elements("a") {
		if id, ok := strings.CutPrefix(value(a, "href"), c.plan+"/sessions/"); ok && text(a) == title {
			return id
		}
	}
	c.Fatal("the session is not on the agenda")
	return ""
}

// hall is an address below the hall of the host.
func (c *conference) hall(page string) string { return c.seatOfHost + "/" + c.session + page }

// seat registers somebody and gives her a role.
func (c *conference) seat(name, from, role, channel string) seat {
	c.Helper()
	who := reads(c.T, from, "PK")
	event := "/events/" + strings.TrimPrefix(c.plan, "/host/")
	to := who.takesSeat(event, name, strings.ToLower(strings.Fields(name)[0])+"@live.example.org")
	bare, key, _ := strings.Cut(to, "?")
	id := bare[strings.LastIndexByte(bare, '/')+1:]
	c.host.does(c.plan+"/seats/"+id, url.Values{"role": {role}, "channel": {channel}})
	return seat{bare, key, c.session}
}

// guest is somebody who sits in a browser of her own.
type guest struct{ *visitor }

// browser opens the hall of a seat in a browser whose microphone says a tone; 0 is
// silence.
func (c *conference) browser(name string, s seat, tone float64) guest {
	c.Helper()
	media := filepath.Join(c.TempDir(), "microphone.wav")
	if err := os.WriteFile(media, bursts(tone), 0o600); err != nil {
		c.Fatal(err)
	}
	options := append(flags, chromedp.ExecPath(chromium(c.T)), chromedp.Flag("use-fake-device-for-media-stream", true), chromedp.Flag("use-fake-ui-for-media-stream", true),
		chromedp.Flag("use-file-for-fake-audio-capture", media), chromedp.Flag("autoplay-policy", "no-user-gesture-required"))
	alloc, stop := chromedp.NewExecAllocator(c.Context(), options...)
	c.Cleanup(stop)
	ctx, closed := chromedp.NewContext(alloc)
	c.Cleanup(closed)
	if err := chromedp.Do(ctx); err != nil {
		c.Fatal(err)
	}
	g := guest{visit(c.T, ctx, view{script: true, width: 375, lang: "en"}, name)}
	g.open(s.at(""))
	return g
}

// enter presses join.
func (g guest) enter(how string) {
	g.Helper()
	g.becomes("she may come in", `!document.querySelector('[data-join]').hidden`)
	g.tick(`.media .chip:has([value="` + how + `"])`)
	g.tick(`[data-enter]`)
	g.becomes("she is in", `document.getElementById('hall').room?.state === 'connected'`)
}

// send turns a device on, and agrees to be recorded.
func (g guest) send(what string) {
	g.Helper()
	ask[bool](g.visitor, "(() => { const agrees = document.querySelector('[name=recorded]:not(:checked)'); agrees?.click(); return true; })()")
	g.becomes("she may use her "+what, `document.querySelector('[data-do=`+what+`]')?.hidden === false`)
	g.tick(`[data-do=` + what + `]`)
	g.becomes("her "+what+" is on", `document.querySelector('[data-do=`+what+`]').getAttribute('aria-pressed') === 'true'`)
}

// becomes waits until a condition holds in the page, which may be loaded anew
// meanwhile.
func (g guest) becomes(what, condition string) {
	g.Helper()
	ctx, cancel := context.WithTimeout(g.ctx, patience)
	defer cancel()
	look := chromedp.Evaluate[bool]("(() => { try { return !!(" + condition + "); } catch { return false; } })()")
	again := time.NewTicker(100 * time.Millisecond)
	defer again.Stop()
	for {
		if holds, err := chromedp.Run(ctx, look); err == nil && holds {
			return
		}
		select {
		case <-ctx.Done():
			g.fail(what, fmt.Errorf("never: %s", condition))
		case <-again.C:
		}
	}
}

// hears waits until the sound of a track arrives and is the tone: the loudest of its
// spectrum, so that it is known who speaks and not only that somebody does.
func (g guest) hears(track string, tone float64) {
	g.Helper()
	const listen = `(async () => {
		const until = Date.now() + 25000; let heard = 0, level = -200;
		while (Date.now() < until) {
			const element = document.querySelector('audio[data-track="%s"]');
			if (element?.srcObject?.getAudioTracks().length) {
				const context = new AudioContext(), ear = context.createAnalyser();
				ear.fftSize = 8192;
				context.createMediaStreamSource(element.srcObject).connect(ear);
				const spectrum = new Float32Array(ear.frequencyBinCount);
				for (let i = 0; i < 30; i++) {
					await new Promise((r) => setTimeout(r, 100));
					ear.getFloatFrequencyData(spectrum);
					const top = spectrum.reduce((best, v, at) => v > spectrum[best] ? at : best, 0);
					heard = top * context.sampleRate / ear.fftSize; level = spectrum[top];
					if (level > -60 && Math.abs(heard - %f) < 25) { context.close(); return ""; }
				}
				context.close();
			}
			await new Promise((r) => setTimeout(r, 100));
		}
		return heard + " Hz at " + level + " dB";
	})()`
	if wrong := ask[string](g.visitor, fmt.Sprintf(listen, track, tone), chromedp.EvalAwaitPromise); wrong != "" {
		g.fail("hear "+track, fmt.Errorf("not %.0f Hz but %s", tone, wrong))
	}
}

// bursts is four seconds of a tone that comes and goes, as a voice does: what stays
// is taken for noise. It is a WAV file, 48 kHz, one channel.
func bursts(tone float64) []byte {
	const rate, seconds = 48_000, 4
	var b bytes.Buffer
	b.WriteString("RIFF")
	_ = binary.Write(&b, binary.LittleEndian, uint32(36+2*rate*seconds))
	b.WriteString("WAVEfmt ")
	for _, v := range []any{uint32(16), uint16(1), uint16(1), uint32(rate), uint32(2 * rate), uint16(2), uint16(16)} {
		_ = binary.Write(&b, binary.LittleEndian, v)
	}
	b.WriteString("data")
	_ = binary.Write(&b, binary.LittleEndian, uint32(2*rate*seconds))
	for i := range rate * seconds {
		t := float64(i) / rate
		loud := math.Max(0, math.Sin(2*math.Pi*2.5*t))
		_ = binary.Write(&b, binary.LittleEndian, int16(12_000*loud*math.Sin(2*math.Pi*tone*t)))
	}
	return b.Bytes()
}
