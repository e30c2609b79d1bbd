package hall

import (
	"agora/assembly"
	"agora/reel"
	"agora/web"
	"agora/web/ui"
)

// listen is an address of the hall at which a channel is heard, alone or with the
// picture.
func listen(r *web.Request, place, channel string, sound bool, more ...string) string {
	pairs := []string{"channel", channel}
	if sound {
		pairs = append(pairs, "sound", "1")
	}
	return in(r, place, append(pairs, more...)...)
}

// choices are the channels that are offered at a place, and sound with or without the
// picture.
func choices(r *web.Request, at assembly.Seated, place string, offered []string, channel string, sound bool) (channels, how []ui.Link) {
	for _, name := range offered {
		c := channelName(r, at, name)
		c.URL, c.Current = listen(r, place, name, sound), name == channel
		channels = append(channels, c)
	}
	return channels, []ui.Link{
		{URL: listen(r, place, channel, false), Text: r.T("hall.media_picture"), Current: !sound},
		{URL: listen(r, place, channel, true), Text: r.T("hall.media_sound"), Current: sound},
	}
}

// channelName says what is heard in a channel.
func channelName(r *web.Request, at assembly.Seated, name string) ui.Link {
	if name == reel.Floor {
		return ui.Link{Text: r.T("hall.media_floor", "language", r.LanguageNames(at.Event.Langs[:1])[0])}
	}
	return ui.Link{Text: r.LanguageNames([]string{name})[0], Lang: name, Dir: ui.DirOf(name)}
}
