//go:build !nolive

package livekit

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/livekit/livekit-server/pkg/telemetry/prometheus"
	"github.com/livekit/livekit-server/test/client"
	"github.com/livekit/protocol/livekit"
	"github.com/pion/webrtc/v4"
	"github.com/pion/webrtc/v4/pkg/media"

	"agora/room"
)

// child is what a process of a benchmark does: it reads its order, tells what it
// is asked for, and ends when its input does.
func child(do func(ctx context.Context, o order, tell func(any) error) error) {
	out := os.Stdout
	os.Stdout = os.Stderr // to which libraries write
	in := json.NewDecoder(os.Stdin)
	var o order
	err := in.Decode(&o)
	if err == nil {
		ctx, cancel := context.WithCancel(context.Background())
		go func() {
			_, _ = io.Copy(io.Discard, os.Stdin)
			cancel()
		}()
		err = do(ctx, o, json.NewEncoder(out).Encode)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// serve is the server: an engine inside with its door, as a node has it.
func serve(ctx context.Context, o order, tell func(any) error) error {
	mux := http.NewServeMux()
	web := httptest.NewServer(mux)
	defer web.Close()
	ports, err := freePair()
	if err != nil {
		return err
	}
	e := New(Options{Address: func() string { return web.URL }, Secret: []byte("0123456789abcdef0123456789abcdef"), Most: o.Viewers + 1,
		Media: Media{UDP: ports, IP: loopback}, Happened: func(context.Context, room.Event) {}, Log: slog.New(slog.DiscardHandler)})
	mux.Handle("/", e.Door())
	const id = "hall"
	if err := e.Open(ctx, room.Spec{ID: id}); err != nil {
		return err
	}
	defer func() { _ = e.Stop(context.WithoutCancel(ctx)) }()
	tickets := make([]room.Ticket, o.Viewers+1)
	for i := range tickets {
		g := room.Grant{Role: room.Viewer}
		if i == 0 {
			g.Role = room.Speaker
		}
		if tickets[i], err = e.Admit(ctx, id, room.Person{ID: room.PersonID(strconv.Itoa(i)), Name: fmt.Sprint("Person ", i)}, g); err != nil {
			return err
		}
	}
	if err := tell(tickets); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

// freePair finds two ports for media, one for each of two cores.
func freePair() (string, error) {
	for range 100 {
		a, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.ParseIP(loopback)})
		if err != nil {
			return "", err
		}
		port := a.LocalAddr().(*net.UDPAddr).Port
		b, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.ParseIP(loopback), Port: port + 1})
		_ = a.Close()
		if err == nil {
			return fmt.Sprintf("%d-%d", port, port+1), b.Close()
		}
	}
	return "", net.ErrClosed
}

// crowd is everybody else: a speaker and those who look at her.
func crowd(ctx context.Context, o order, tell func(any) error) error {
	const (
		atOnce   = 16 // come in at one moment
		settle   = 5 * time.Second
		window   = 20 * time.Second
		patience = time.Second // for what is sent again
	)
	if err := prometheus.Init("crowd", livekit.NodeType_SERVER); err != nil { // the speaker's client counts in it
		return err
	}
	g, err := join(ctx, o.Tickets[0], "/rtc")
	if err != nil {
		return err
	}
	defer g.Leave()
	var sent atomic.Int64
	tracks, err := g.show(ctx, o.Picture, &sent)
	if err != nil {
		return err
	}

	began, all := time.Now(), make([]*viewer, o.Viewers)
	var doors sync.WaitGroup
	var mu sync.Mutex
	var told arrival
	next := make(chan int)
	for range atOnce {
		doors.Go(func() {
			for i := range next {
				v, err := watch(ctx, o.Tickets[i+1], tracks, onLoopback)
				mu.Lock()
				if all[i] = v; err != nil {
					told.Trouble = err.Error()
				} else {
					told.In++
				}
				mu.Unlock()
			}
		})
	}
	for i := range all {
		next <- i
	}
	close(next)
	doors.Wait()
	told.Seconds = time.Since(began).Seconds()
	time.Sleep(settle)
	for _, v := range all {
		v.begin()
	}
	before := sent.Load()
	if err := tell(told); err != nil {
		return err
	}
	time.Sleep(window)
	for _, v := range all {
		v.end()
	}
	shown := sent.Load() - before
	if err := tell(mark{}); err != nil {
		return err
	}
	time.Sleep(patience)
	var f figures
	for _, v := range all {
		v.add(&f, float64(shown))
	}
	f.Middle, f.Slow = f.quantile(0.5), f.quantile(0.99)
	return tell(f)
}

// show begins the speaker's tracks, and gives how many they are: sound of 48
// kbit/s and, if asked for, a picture of 500. Frames are prepared: nobody could
// look at them, but an engine tells them by their beginnings only. A whole
// picture comes every two seconds, as where the room is recorded.
func (g *guest) show(ctx context.Context, picture bool, sent *atomic.Int64) (tracks int, err error) {
	const (
		beat  = 20 * time.Millisecond // a frame of sound, and of each second a picture
		every = 2
		cycle = 50    // pictures until the next whole one
		whole = 18000 // bytes
		part  = 2180
		body  = 1184 // of a packet of pictures
	)
	sound, err := g.track(room.Floor, room.FromMicrophone, "audio/opus")
	if err != nil {
		return 0, err
	}
	var camera *webrtc.TrackLocalStaticSample
	if tracks = 1; picture {
		if camera, err = g.track(room.Camera, room.FromCamera, "video/vp8"); err != nil {
			return 0, err
		}
		tracks++
	}
	voice := make([]byte, voiced)
	voice[0] = 0x78 // one frame of 20 ms
	key, inter := make([]byte, whole), make([]byte, part)
	copy(key, []byte{0x10, 0x02, 0x00, 0x9d, 0x01, 0x2a, 0x80, 0x02, 0x68, 0x01}) // a whole picture of 640 by 360
	inter[0] = 0x11
	go func() {
		next := time.Now()
		for i := 0; ctx.Err() == nil; i++ {
			stamp(voice)
			_ = sound.WriteSample(media.Sample{Data: voice, Duration: beat})
			sent.Add(1)
			if picture && i%every == 0 {
				frame := inter
				if i/every%cycle == 0 {
					frame = key
				}
				_ = camera.WriteSample(media.Sample{Data: frame, Duration: every * beat})
				sent.Add(int64(len(frame)+body-1) / body)
			}
			next = next.Add(beat)
			time.Sleep(time.Until(next))
		}
	}()
	return tracks, nil
}

// track begins a track that the caller fills.
func (g *guest) track(name room.TrackName, from room.Source, mime string) (*webrtc.TrackLocalStaticSample, error) {
	cid := fmt.Sprintf("own%d", g.numbers.Add(1))
	g.mu.Lock()
	g.from[cid], g.refused[cid] = sources[from], make(chan struct{})
	g.mu.Unlock()
	t, err := webrtc.NewTrackLocalStaticSample(webrtc.RTPCodecCapability{MimeType: mime}, cid, string(name))
	if err == nil {
		_, err = g.AddTrack(t, "", client.AddTrackNoWriter())
	}
	return t, err
}
