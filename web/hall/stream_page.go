package hall

import (
	"net/http"
	"slices"

	"agora/reel"
	"agora/web"
	"agora/web/ui"
)

// streamView is the stream of a session, with its captions.
type streamView struct {
	roomView
	list          string // address of what is on the air
	player, kib   string // of the library that other browsers need
	channels, how []ui.Link
}

// stream shows the page on which a session is watched beyond its room.
func (o *Room) stream(r *web.Request) error {
	at, err := o.enter(r)
	if err != nil {
		return err
	}
	if o.Streams == nil || !at.Streams() {
		return r.Redirect(in(r, ""))
	}
	if r.Query("part") != "" {
		return o.room(r)
	}
	v := streamView{roomView: newView(r, at, nil), player: ui.Asset(ui.StreamScript), kib: r.T("hall.media_loads", "n", r.Locale.Number(ui.StreamBytes()>>10))}
	v.title.URL, v.hear = v.page, in(r, "/live", "watch", "1")
	channels := at.Event.Channels()
	channel, sound := r.Query("channel"), r.Query("sound") == "1"
	if !slices.Contains(channels, channel) {
		channel = reel.Floor
	}
	v.channels, v.how = choices(r, at, "/stream", channels, channel, sound)
	if err := o.captions(r, &v.roomView); err != nil {
		return err
	}
	for i, tongue := range v.tongues { // she goes on with what she hears
		v.tongues[i].URL = listen(r, "/stream", channel, sound, "in", tongue.Lang)
	}
	v.list = o.Streams.Address(at, channel, !sound)
	r.Playing()
	f := r.Frame(v.title.Text)
	f.Private, f.Place, f.Path = true, "assembly", in(r, "/stream")
	return r.Page(http.StatusOK, f, streamPage(v))
}
