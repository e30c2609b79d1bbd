package catalog

import (
	"context"
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"agora/db"
	"agora/fault"
	"agora/identity"
)

// MaxVideos is how many videos a product may link to.
const MaxVideos = 3

// maxVideo bounds an address, in bytes.
const maxVideo = 300

// Video is a film about a product that lies elsewhere. Pages link to it, and
// load nothing from there.
type Video struct {
	URL  string // https
	Host string // as people call it: "YouTube", or the host of a file
}

// stage is a site of videos: its hosts, what the path of a film on it looks
// like, and the address it is written as, of what the pattern found.
type stage struct {
	name  string
	hosts []string
	film  *regexp.Regexp // of the path with its query
	as    string
}

// stages are the sites, by the forms that their own buttons for sharing give
// (looked at 2026-11). A film that is only for some is none.
var stages = []stage{
	{"YouTube", []string{"youtube.com", "m.youtube.com"}, regexp.MustCompile(`^/(?:watch\?(?:[^#]*&)?v=|shorts/|live/|embed/)([\w-]{11})(?:[?&/].*)?$`), "https://www.youtube.com/watch?v=$1"},
	{"YouTube", []string{"youtu.be"}, regexp.MustCompile(`^/([\w-]{11})(?:[?/].*)?$`), "https://www.youtube.com/watch?v=$1"},
	{"Vimeo", []string{"vimeo.com"}, regexp.MustCompile(`^/(\d{6,12}(?:/[0-9a-f]{8,12})?)/?(?:\?.*)?$`), "https://vimeo.com/$1"},
	{"Rutube", []string{"rutube.ru"}, regexp.MustCompile(`^/(video|shorts)/([0-9a-f]{32})/?(?:\?.*)?$`), "https://rutube.ru/$1/$2/"},
	{"VK Video", []string{"vkvideo.ru", "vk.com", "m.vk.com", "vk.ru"}, regexp.MustCompile(`^/(video|clip)(-?\d{1,12}_\d{1,12})(?:\?.*)?$`), "https://vkvideo.ru/$1$2"},
	{"Bilibili", []string{"bilibili.com", "m.bilibili.com"}, regexp.MustCompile(`^/video/(BV[0-9A-Za-z]{10}|av\d{1,15})/?(?:\?.*)?$`), "https://www.bilibili.com/video/$1"},
}

// ParseVideo reads the address of a film, as a person copies it: on one of the
// sites above, or of a file that ends in .mp4 or .webm. Another is a fault,
// "fault.video".
func ParseVideo(s string) (Video, error) {
	wrong := fault.New(fault.Invalid, "fault.video")
	s = strings.TrimSpace(s)
	u, err := url.Parse(s)
	if err != nil || len(s) > maxVideo || u.Scheme != "https" || u.User != nil || u.Port() != "" || u.Opaque != "" || strings.ContainsAny(s, "\"'<>\\ ") {
		return Video{}, wrong
	}
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	for _, site := range stages {
		if !slices.Contains(site.hosts, host) {
			continue
		}
		path := u.EscapedPath()
		if u.RawQuery != "" {
			path += "?" + u.RawQuery
		}
		at := site.film.FindStringSubmatchIndex(path)
		if at == nil {
			return Video{}, wrong
		}
		return Video{string(site.film.ExpandString(nil, site.as, path, at)), site.name}, nil
	}
	low := strings.ToLower(u.Path)
	if !strings.HasSuffix(low, ".mp4") && !strings.HasSuffix(low, ".webm") || !named(host) {
		return Video{}, wrong
	}
	u.Fragment, u.RawFragment = "", ""
	return Video{u.String(), host}, nil
}

// named reports whether a host has a name on the open net, not a number and not
// one of a house's own.
func named(host string) bool {
	_, err := netip.ParseAddr(host)
	dot := strings.LastIndexByte(host, '.')
	if err == nil || dot < 1 {
		return false
	}
	top := host[dot+1:]
	return len(top) > 1 && strings.Trim(top, "0123456789") != "" && !slices.Contains([]string{"local", "localhost", "internal", "lan", "home", "arpa", "onion"}, top)
}

// Films gives the videos of a product; an address that is none any more is left
// out.
func (p Product) Films() (list []Video) {
	for _, s := range p.Videos {
		if v, err := ParseVideo(s); err == nil {
			list = append(list, v)
		}
	}
	return list
}

// checkVideos adds what is wrong with addresses to f: fields "videos.0".
func checkVideos(f *fault.Fields, list []string) {
	bound(f, "videos", len(list), MaxVideos)
	for i, s := range list {
		if _, err := ParseVideo(s); err != nil {
			f.Add(fmt.Sprintf("videos.%d", i), "fault.video")
		}
	}
}

// filmed gives addresses as they are kept: each once, in the form of its site.
func filmed(list []string) []string {
	var out []string
	for _, s := range list {
		if v, err := ParseVideo(s); err == nil && !slices.Contains(out, v.URL) {
			out = append(out, v.URL)
		}
	}
	return out
}

// SetVideos makes the videos of a product those given, in their order.
func (s *Service) SetVideos(ctx context.Context, by identity.Actor, shop ShopID, product ProductID, list []string) error {
	if !ownerOrOperator(by, shop) {
		return ErrForbidden
	}
	var f fault.Fields
	if checkVideos(&f, list); f != nil {
		return f
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		return changePictures(tx, shop, product, func(b *body) error {
			b.Videos = filmed(list)
			return nil
		})
	})
}
