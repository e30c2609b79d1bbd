package assembly

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"
)

// CalendarOptions are what a calendar (iCalendar, RFC 5545) says beside its events.
type CalendarOptions struct {
	Node  string               // who publishes it
	Langs []string             // in which texts are read, the best first
	Page  func(EventID) string // address of an event's page
	Stamp time.Time            // of the moment in which it is made
}

// Calendar writes an event: one entry, or one for each session of its agenda, if
// it has one. Breaks are left out. An entry keeps its identity over all changes,
// so that a calendar that takes it again moves it.
func Calendar(w io.Writer, e Event, sessions []Session, o CalendarOptions) error {
	c := begin(w, o, o.text(e, e.Title).string)
	entries := 0
	for _, s := range sessions {
		if !s.Break {
			c.session(e, s)
			entries++
		}
	}
	if entries == 0 {
		c.event(e, e.State == Cancelled)
	}
	return c.end()
}

// Feed writes a calendar of many events, an entry each, to which others subscribe.
// What takes a day or more leaves those days free.
func Feed(w io.Writer, list []Event, o CalendarOptions) error {
	c := begin(w, o, o.Node)
	c.line("REFRESH-INTERVAL;VALUE=DURATION", refresh)
	c.line("X-PUBLISHED-TTL", refresh)
	for _, e := range list {
		c.event(e, e.State == Cancelled || e.Ends.Sub(e.Starts) >= 24*time.Hour)
	}
	return c.end()
}

// refresh is how often a subscriber asks anew.
const refresh = "PT6H"

// calendar is one that is being written.
type calendar struct {
	leaf
	CalendarOptions
}

func begin(w io.Writer, o CalendarOptions, name string) calendar {
	c := calendar{newLeaf(w), o}
	c.line("BEGIN", "VCALENDAR")
	c.line("VERSION", "2.0")
	c.line("PRODID", "-//Agora//"+escaped(cmp.Or(o.Node, "Agora"))+"//EN")
	c.line("CALSCALE", "GREGORIAN")
	c.line("METHOD", "PUBLISH")
	c.line("NAME", escaped(name))
	c.line("X-WR-CALNAME", escaped(name))
	return c
}

func (c calendar) end() error {
	c.line("END", "VCALENDAR")
	return c.leaf.end()
}

// event writes an event as one entry.
func (c calendar) event(e Event, free bool) {
	c.entry(e, fmt.Sprintf("event-%d@agora", e.ID), e.Starts, e.Ends, free)
	c.said("SUMMARY", c.text(e, e.Title))
	c.about(e, c.text(e, e.About), c.page(e))
}

// session writes a session of an event as an entry.
func (c calendar) session(e Event, s Session) {
	c.entry(e, fmt.Sprintf("session-%d@agora", s.ID), s.Starts, s.Ends, e.State == Cancelled)
	c.said("SUMMARY", c.text(e, s.Title))
	if s.Track != "" {
		c.line("CATEGORIES", escaped(s.Track))
	}
	about := c.text(e, s.About)
	if about.string == "" {
		about = c.text(e, e.Title)
	}
	c.about(e, about, c.page(e))
}

// entry begins one: its identity, its time and whether it takes place.
func (c calendar) entry(e Event, id string, starts, ends time.Time, free bool) {
	const utc = "20060102T150405Z"
	status := map[EventState]string{Draft: "TENTATIVE", Published: "CONFIRMED", Cancelled: "CANCELLED"}[e.State]
	c.line("BEGIN", "VEVENT")
	c.line("UID", id)
	c.line("DTSTAMP", c.Stamp.UTC().Format(utc))
	c.line("SEQUENCE", number(max(e.Revision-1, 0)))
	c.line("DTSTART", starts.UTC().Format(utc))
	c.line("DTEND", ends.UTC().Format(utc))
	c.line("STATUS", status)
	transparency := "OPAQUE"
	if free {
		transparency = "TRANSPARENT"
	}
	c.line("TRANSP", transparency)
}

// about ends an entry: where it is, and what it is about. Who meets online only
// meets at the address of the page.
func (c calendar) about(e Event, about said, page string) {
	c.line("LOCATION", escaped(cmp.Or(e.Venue, page)))
	if page != "" {
		c.line("URL", address(page))
	}
	about.string = strings.TrimSpace(about.string + "\n\n" + page)
	c.said("DESCRIPTION", about)
	c.line("END", "VEVENT")
}

func (c calendar) page(e Event) string {
	if c.Page == nil {
		return ""
	}
	return c.Page(e.ID)
}

// said writes a text with the language it is in.
func (c calendar) said(property string, s said) {
	if tag(s.lang) {
		property += ";LANGUAGE=" + s.lang
	}
	c.line(property, escaped(s.string))
}
