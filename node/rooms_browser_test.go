package node

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"agora/room"
	"agora/room/livekit"
	"agora/web"
	"agora/web/ui"
)

// liveTab opens a window of a browser that has a camera and a microphone made up.
func liveTab(t *testing.T) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("AGORA_TEST_ALL") != "" {
			t.Fatal("no browser: install the Debian package chromium")
		}
		t.Skip("no browser")
	}
	alloc, stopAlloc := chromedp.NewExecAllocator(context.Background(), chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck, chromedp.Flag("headless", "new"), chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-dev-shm-usage", true),
		chromedp.Flag("use-fake-device-for-media-stream", true), chromedp.Flag("use-fake-ui-for-media-stream", true),
		chromedp.Flag("autoplay-policy", "no-user-gesture-required"))
	t.Cleanup(stopAlloc)
	ctx, stop := chromedp.NewContext(alloc)
	t.Cleanup(stop)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	return ctx
}

// runs gives what a script ends with.
func runs(t *testing.T, ctx context.Context, script string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(ctx, 40*time.Second)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[string]("(async () => {"+script+"})().catch(e => 'error: ' + e)", chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// liveHall is a page of a node with the library of live rooms.
type liveHall struct {
	*testing.T
	n    *Node
	site *httptest.Server
}

func newHall(t *testing.T) liveHall {
	t.Helper()
	if !livekit.Built {
		t.Skip("built without live rooms")
	}
	n := liveNode(t)
	t.Cleanup(func() { stop(t, n) })
	edge := n.edge(nil)
	edge.Add(web.Route{Method: "GET", Pattern: "/hall", Access: web.Anyone, Handle: func(r *web.Request) error {
		r.Live("ws://" + r.R.Host)
		r.W.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, err := fmt.Fprintf(r.W, `<!doctype html><title>hall</title><script src="%s"></script><video id="v" muted autoplay></video>`, ui.Asset(ui.LiveScript))
		return err
	}})
	site := httptest.NewServer(edge)
	t.Cleanup(site.Close)
	return liveHall{t, n, site}
}

func (h liveHall) open() {
	h.Helper()
	if err := h.n.Rooms.Open(h.Context(), room.Spec{ID: "one"}); err != nil {
		h.Fatal(err)
	}
}

func (h liveHall) ticket(p room.PersonID, role room.Role) string {
	h.Helper()
	ticket, err := h.n.Rooms.Admit(h.Context(), "one", room.Person{ID: p}, room.Grant{Role: role})
	if err != nil {
		h.Fatal(err)
	}
	return ticket.Token
}

// enter lets a browser in, which then runs a script.
func (h liveHall) enter(p room.PersonID, role room.Role, then string) (context.Context, string) {
	h.Helper()
	tab := liveTab(h.T)
	if err := chromedp.Do(tab, chromedp.Navigate(h.site.URL+"/hall")); err != nil {
		h.Fatal(err)
	}
	return tab, runs(h.T, tab, `window.L = LivekitClient; window.room = new L.Room({adaptiveStream: false});
		window.wait = async is => { for (let i = 0; i < 300 && !is(); i++) await new Promise(r => setTimeout(r, 100)); return is() };
		await room.connect("ws://" + location.host, "`+h.ticket(p, role)+`");`+then)
}

// TestABrowserComesIntoALiveRoom lets two pages of the node, under the policy of
// all pages, meet by the library that the node gives out: one shows itself and
// speaks, the other sees and hears that.
func TestABrowserComesIntoALiveRoom(t *testing.T) {
	h := newHall(t)
	h.open()
	_, said := h.enter("speaker", room.Speaker, `
		const [camera, microphone] = await Promise.all([L.createLocalVideoTrack({resolution: {width: 320, height: 180}}), L.createLocalAudioTrack()]);
		await room.localParticipant.publishTrack(camera, {name: "camera", source: L.Track.Source.Camera});
		await room.localParticipant.publishTrack(microphone, {name: "audio.floor", source: L.Track.Source.Microphone});
		return "sent"`)
	if said != "sent" {
		t.Fatal(said)
	}
	_, said = h.enter("viewer", room.Viewer, `
		const v = document.getElementById("v"), of = name => [...room.remoteParticipants.values()].flatMap(p => [...p.trackPublications.values()]).find(t => t.trackName == name)?.track;
		if (!await wait(() => of("camera") && of("audio.floor"))) return "no tracks";
		of("camera").attach(v);
		if (!await wait(() => v.getVideoPlaybackQuality().totalVideoFrames > 10)) return "no picture";
		const heard = async () => [...(await of("audio.floor").getRTCStatsReport()).values()].find(s => s.type == "inbound-rtp")?.packetsReceived ?? 0;
		const first = await heard();
		for (let i = 0; i < 100 && await heard() <= first; i++) await new Promise(r => setTimeout(r, 100));
		if (await heard() <= first) return "no sound";
		try { await room.localParticipant.publishTrack(await L.createLocalAudioTrack(), {name: "audio.floor"}); return "a viewer speaks" } catch (e) {}
		return "saw and heard"`)
	if said != "saw and heard" {
		t.Fatal(said)
	}
	list, err := h.n.Rooms.Present(t.Context(), "one")
	if err != nil || len(list) != 2 {
		t.Errorf("%+v, %v", list, err)
	}
	for _, p := range list {
		var names []string
		for _, track := range p.Tracks {
			names = append(names, string(track.Name))
		}
		if want := map[room.PersonID]int{"speaker": 2, "viewer": 0}[p.Person.ID]; len(names) != want {
			t.Errorf("%s sends %s", p.Person.ID, strings.Join(names, ", "))
		}
	}
}

// TestABrowserIsBackInALiveRoom ends the engine under a viewer. The library gives
// up, because the server says that it goes; her page comes back with a fresh
// ticket.
func TestABrowserIsBackInALiveRoom(t *testing.T) {
	h := newHall(t)
	h.open()
	tab, said := h.enter("viewer", room.Viewer, `window.seen = [];
		for (const e of ["disconnected", "reconnecting", "signalReconnecting", "reconnected"]) room.on(e, why => seen.push(e + " " + why));
		return room.state`)
	if said != "connected" {
		t.Fatal(said)
	}
	began := time.Now()
	if err := h.n.live.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	h.open()
	said = runs(t, tab, `await wait(() => seen.some(s => s.startsWith("reconnected") || s.startsWith("disconnected")));
		if (room.state != "connected") await room.connect("ws://" + location.host, "`+h.ticket("viewer", room.Viewer)+`");
		return room.state + " after " + seen.join(", ")`)
	if took := time.Since(began); !strings.HasPrefix(said, "connected") || took > 10*time.Second {
		t.Errorf("after %s: %s", took, said)
	}
}
