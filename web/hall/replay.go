package hall

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"agora/assembly"
	"agora/catalog"
	"agora/fault"
	"agora/web"
	"agora/web/ui"
)

// replayView is the recording of a session, as one who has a seat looks at it.
type replayView struct {
	event, title  ui.Link
	length, when  string
	page, film    string // addresses; that of the film at the time that was asked for
	tracks        []trackView
	channels, how []ui.Link
	files         []ui.Link
	handed        []fileView // slides among them, where they were given
	chapters      []chapterView
	on            onWhen
	moments       string // the same, as the script reads it
	turned        bool   // slides were shown in it
	slide         slideView
	tongue        ui.Link
	tongues       []ui.Link
	hidden        []string // names and values with which the search goes on
	search        ui.Field
	searched      bool
	lines         []lineView
	first, next   string
}

// trackView is the captions of a film in a language.
type trackView struct {
	url  string
	name ui.Link
	on   bool
}

// chapterView is what was shown from a moment on.
type chapterView struct {
	id    string
	from  time.Duration
	at    momentView
	label string // of a slide: which it is; "" for others
	title ui.Link
	thing *ui.Product // nil for the begin, and for slides
}

// momentView leads to a moment of a film.
type momentView struct{ url, seconds, clock string }

// lineView is a line of a transcript.
type lineView struct {
	id    string
	at    momentView
	marks []assembly.Mark
}

// onWhen tells the script of the page what is on when. What else runs in step with the
// film is told there, too.
type onWhen struct {
	Chapters []moment `json:"chapters"`
	Slides   []moment `json:"slides"`
}

// moment is when something begins.
type moment struct {
	At float64 `json:"t"`  // seconds of the film
	ID string  `json:"id"` // of what is marked meanwhile
}

// looked is a film with what was chosen of it.
type looked struct {
	at      assembly.Seated
	film    *assembly.Film
	channel string
	sound   bool // without the picture
}

// look proves the seat of the address and gives the film of its session.
func (o *Room) look(r *web.Request) (l looked, err error) {
	if l.at, err = o.enter(r); err != nil {
		return l, err
	}
	if l.film, err = o.Assembly.Film(r.R.Context(), l.at); err != nil {
		return l, err
	}
	have := l.film.Channels()
	if len(have) == 0 {
		return l, fault.New(fault.NotFound, "fault.recording_none")
	}
	if l.channel = r.Query("channel"); !slices.Contains(have, l.channel) {
		l.channel = have[0]
		if slices.Contains(have, l.at.Seat.Channel) {
			l.channel = l.at.Seat.Channel
		}
	}
	l.sound = r.Query("sound") == "1"
	return l, nil
}

// to is an address of the replay with what was chosen, and more name, value pairs.
func (l looked) to(r *web.Request, place string, more ...string) string {
	return listen(r, "/replay"+place, l.channel, l.sound, more...)
}

// moment leads to a time of the film.
func (l looked) moment(r *web.Request, at time.Duration) momentView {
	return momentView{l.to(r, "", "t", number(int64(at/time.Second))) + "#film", strconv.FormatFloat(at.Seconds(), 'f', 1, 64), lasts(r, at)}
}

// lasts writes how long something is: "4:05", "1:20:00".
func lasts(r *web.Request, d time.Duration) string {
	s := int64(d / time.Second)
	text := fmt.Sprintf("%d:%02d", s/60, s%60)
	if s >= 3600 {
		text = fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return r.Locale.Digits(text)
}

// replay shows the page of a recording.
func (o *Room) replay(r *web.Request) error {
	l, err := o.look(r)
	if err != nil {
		return err
	}
	s := l.at.Session
	v := replayView{event: r.Words(l.at.Event.Title), title: r.Words(s.Title), length: lasts(r, l.film.Length()), when: r.Locale.DateTime(s.Starts, l.at.Event.Location())}
	v.event.URL = seatURL(r, "")
	v.film = l.to(r, "/film.mp4")
	from := r.QueryID("t")
	if minute := r.QueryID("minute"); minute > 0 { // of the clock on the wall
		from = int64(l.film.From(time.Unix(minute*60, 0)) / time.Second)
	}
	from = min(from, int64(l.film.Length()/time.Second))
	if from > 0 {
		v.film += "#t=" + number(from)
	}
	turns, err := o.turns(r, l)
	if err != nil {
		return err
	}
	if r.Query("part") == "slide" {
		return slideOf(r, turns)
	}
	pins, tongues, err := o.Assembly.Contents(r.R.Context(), l.at)
	if err != nil {
		return err
	}
	v.channels, v.how = choices(r, l.at, "/replay", l.film.Channels(), l.channel, l.sound)
	v.offer(r, l, tongues)
	if err := o.chapters(r, l, pins, &v); err != nil {
		return err
	}
	if err := v.turns(r, l, turns, time.Duration(from)*time.Second); err != nil {
		return err
	}
	if v.tongue.Text != "" {
		if err := o.transcript(r, l, &v); err != nil {
			return err
		}
	}
	f := r.Frame(v.title.Text)
	f.Private, f.Place, f.Path = true, "assembly", in(r, "/replay")
	return r.Page(http.StatusOK, f, replayPage(v))
}

// offer lists the files of the film, and its captions in each language.
func (v *replayView) offer(r *web.Request, l looked, tongues []string) {
	channel := channelName(r, l.at, l.channel).Text
	for _, picture := range []bool{true, false} {
		one, key := l, "hall.replay_video"
		if one.sound = !picture; one.sound {
			key = "hall.replay_sound"
		}
		size := l.film.Reel(l.channel, picture).Size()
		v.files = append(v.files, ui.Link{URL: one.to(r, "/film.mp4", "save", "1"), Text: r.T(key, "channel", channel, "size", megabytes(r, size))})
	}
	v.handed = handedOut(r, l.at)
	if len(tongues) == 0 {
		return
	}
	chosen := reading(r, l.at)
	if !slices.Contains(tongues, chosen) {
		chosen = tongues[0]
	}
	for i, name := range r.LanguageNames(tongues) {
		lang := tongues[i]
		link := ui.Link{URL: l.to(r, "", "in", lang) + "#said", Text: name, Lang: lang, Dir: ui.DirOf(lang), Current: lang == chosen}
		v.tongues = append(v.tongues, link)
		v.tracks = append(v.tracks, trackView{in(r, "/replay/"+lang+".vtt"), link, link.Current})
		if link.Current {
			v.tongue = link
			v.files = append(v.files, ui.Link{URL: in(r, "/replay/"+lang+".vtt", "save", "1"), Text: r.T("hall.room_track") + " · " + name},
				ui.Link{URL: in(r, "/replay/"+lang+".txt", "save", "1"), Text: r.T("hall.replay_text", "language", name)})
		}
	}
}

// megabytes writes a size.
func megabytes(r *web.Request, bytes int64) string {
	return r.T("hall.replay_mb", "n", r.Locale.Tenths(max(bytes*10>>20, 1)))
}

// chapters are the begin and the things that were shown, with their price today.
func (o *Room) chapters(r *web.Request, l looked, pins []assembly.Pin, v *replayView) error {
	v.on.Chapters = []moment{{0, "c0"}}
	v.chapters = []chapterView{{id: "c0", at: l.moment(r, 0), title: v.title}}
	var ids []catalog.ProductID
	for _, p := range pins {
		if !slices.Contains(ids, p.Product) {
			ids = append(ids, p.Product)
		}
	}
	things := map[catalog.ProductID]ui.Product{}
	if len(ids) > 0 && o.Cards != nil {
		cards, err := o.Catalog.ForSale(r.R.Context(), ids...)
		if err != nil {
			return err
		}
		shown, err := o.Cards(r, cards)
		if err != nil {
			return err
		}
		for i, c := range cards {
			things[c.Product] = shown[i]
		}
	}
	for _, p := range pins {
		thing, sold := things[p.Product]
		if !sold { // it was taken off the market meanwhile
			continue
		}
		from := l.film.From(p.From())
		c := chapterView{id: "c" + number(p.ID), from: from, at: l.moment(r, from), title: ui.Link{Text: thing.Title, Lang: thing.Lang, Dir: thing.Dir}, thing: &thing}
		v.chapters, v.on.Chapters = append(v.chapters, c), append(v.on.Chapters, moment{from.Seconds(), c.id})
	}
	return nil
}

// transcript is what was said, or what of it was looked for.
func (o *Room) transcript(r *web.Request, l looked, v *replayView) error {
	typed, after := r.Query("q"), r.QueryID("after")
	q := assembly.Find(typed)
	list, err := o.Assembly.Transcript(r.R.Context(), l.at, l.film, v.tongue.Lang, q, after)
	if err != nil {
		return err
	}
	v.searched = len(q) > 0
	v.search = ui.Field{Name: "q", Type: "search", Label: r.T("hall.replay_search"), Value: typed, Dir: "auto", Max: 100, Complete: "off"}
	v.page, _, _ = strings.Cut(in(r, "/replay"), "?")
	v.hidden = []string{"in", v.tongue.Lang, "channel", l.channel}
	if r.Actor.Link != "" {
		v.hidden = append(v.hidden, "k", r.Query("k"))
	}
	if l.sound {
		v.hidden = append(v.hidden, "sound", "1")
	}
	page := func(pairs ...string) string {
		if typed != "" {
			pairs = append(pairs, "q", typed)
		}
		return l.to(r, "", append(pairs, "in", v.tongue.Lang)...) + "#said"
	}
	if after > 0 {
		v.first = page()
	}
	if len(list) > assembly.TranscriptPage {
		list = list[:assembly.TranscriptPage]
		v.next = page("after", number(list[len(list)-1].Number))
	}
	for _, line := range list {
		v.lines = append(v.lines, lineView{"l" + number(line.Number), l.moment(r, line.At), q.Marks(line.Body)})
	}
	return nil
}

// said gives what was said in a film: as a text track, or as a text.
func (o *Room) said(r *web.Request) error {
	l, err := o.look(r)
	if err != nil {
		return err
	}
	lang, kind, _ := strings.Cut(r.Path("said"), ".")
	if !known(l.at, lang) || kind != "vtt" && kind != "txt" {
		return fault.New(fault.NotFound, "fault.page_not_found")
	}
	h := r.W.Header()
	h.Set("Cache-Control", "private, no-cache")
	if r.Query("save") != "" {
		h.Set("Content-Disposition", attachment(r, l.at, lang+"."+kind))
	}
	write := o.Assembly.FilmText
	h.Set("Content-Type", "text/plain; charset=utf-8")
	if kind == "vtt" {
		write = o.Assembly.FilmVTT
		h.Set("Content-Type", "text/vtt; charset=utf-8")
	}
	if r.R.Method == http.MethodHead {
		return nil
	}
	return write(r.R.Context(), l.at, l.film, lang, r.W)
}
