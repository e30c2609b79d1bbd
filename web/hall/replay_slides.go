package hall

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"agora/assembly"
	"agora/web"
)

// turns are the slides of a film, where they come in it.
func (o *Room) turns(r *web.Request, l looked) ([]assembly.Turn, error) {
	list, err := o.Assembly.Showings(r.R.Context(), l.at)
	return l.film.Turns(list), err
}

// slideOf sends the slide that the query names, for the script of a replay: one of
// those that are seen in it.
func slideOf(r *web.Request, turns []assembly.Turn) error {
	v := roomView{}
	for _, t := range turns {
		if slideID(t.Slide) == r.Query("slide") {
			v.slide.shows(r, t.Slide)
			break
		}
	}
	return r.Part(http.StatusOK, slidePart(v))
}

// turns fills in the slide that is on where the film begins to play, and each slide as
// a chapter, where it comes first.
func (v *replayView) turns(r *web.Request, l looked, turns []assembly.Turn, from time.Duration) error {
	v.turned, v.on.Slides = len(turns) > 0, []moment{}
	if now := assembly.SeenAt(turns, from); now.Page > 0 {
		v.slide.shows(r, now)
	}
	first := map[string]bool{}
	for _, t := range turns {
		if t.Page == 0 {
			v.on.Slides = append(v.on.Slides, moment{t.At.Seconds(), ""})
			continue
		}
		id := "at-" + slideID(t.Slide)
		v.on.Slides = append(v.on.Slides, moment{t.At.Seconds(), id})
		if !first[id] {
			first[id] = true
			v.chapters = append(v.chapters, slideChapter(r, l, t, id))
		}
	}
	slices.SortStableFunc(v.chapters, func(a, b chapterView) int { return cmp.Compare(a.from, b.from) })
	text, err := json.Marshal(v.on)
	v.moments = string(text)
	return err
}

// slideChapter is a slide in the list of chapters, by its first line. Its address
// leads to the first whole second in which it is there.
func slideChapter(r *web.Request, l looked, t assembly.Turn, id string) chapterView {
	c := chapterView{id: id, from: t.At, at: l.moment(r, t.At), label: slideLabel(r, t.Slide)}
	c.at.url = l.moment(r, t.At+time.Second-1).url
	c.title.Text, _, _ = strings.Cut(t.Text, "\n")
	return c
}
