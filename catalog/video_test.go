package catalog

import (
	"strings"
	"testing"

	"agora/fault"
)

func TestVideosByLink(t *testing.T) {
	const hex = "0123456789abcdef0123456789abcdef"
	for s, want := range map[string]Video{
		"https://www.youtube.com/watch?v=dQw4w9WgXcQ":              {"https://www.youtube.com/watch?v=dQw4w9WgXcQ", "YouTube"},
		"https://youtube.com/watch?app=desktop&v=dQw4w9WgXcQ&t=9s": {"https://www.youtube.com/watch?v=dQw4w9WgXcQ", "YouTube"},
		"https://m.youtube.com/shorts/dQw4w9WgXcQ?feature=share":   {"https://www.youtube.com/watch?v=dQw4w9WgXcQ", "YouTube"},
		" https://youtu.be/dQw4w9WgXcQ?si=abc ":                    {"https://www.youtube.com/watch?v=dQw4w9WgXcQ", "YouTube"},
		"https://vimeo.com/76979871":                               {"https://vimeo.com/76979871", "Vimeo"},
		"https://vimeo.com/76979871/0123456789":                    {"https://vimeo.com/76979871/0123456789", "Vimeo"},
		"https://rutube.ru/video/" + hex + "/?r=wd":                {"https://rutube.ru/video/" + hex + "/", "Rutube"},
		"https://vk.com/video-22822305_456241864":                  {"https://vkvideo.ru/video-22822305_456241864", "VK Video"},
		"https://vkvideo.ru/clip-1_2":                              {"https://vkvideo.ru/clip-1_2", "VK Video"},
		"https://www.bilibili.com/video/BV1xx411c7mD/?p=1":         {"https://www.bilibili.com/video/BV1xx411c7mD", "Bilibili"},
		"https://www.bilibili.com/video/av170001":                  {"https://www.bilibili.com/video/av170001", "Bilibili"},
		"https://Loom.example/films/Hat.MP4?v=2#t=3":               {"https://Loom.example/films/Hat.MP4?v=2", "loom.example"},
		"https://cdn.loom.example/hat.webm":                        {"https://cdn.loom.example/hat.webm", "cdn.loom.example"},
	} {
		v, err := ParseVideo(s)
		if err != nil || v != want {
			t.Errorf("%s: %+v, %v", s, v, err)
		}
		if again, err := ParseVideo(v.URL); err != nil || again != v {
			t.Errorf("%s is read again as %+v, %v", v.URL, again, err)
		}
	}
	for _, s := range []string{"", "hat", "http://www.youtube.com/watch?v=dQw4w9WgXcQ", "https://www.youtube.com/", "https://www.youtube.com/watch?v=short",
		"https://www.youtube.com/@channel", "https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ", "https://evil.example/watch?v=dQw4w9WgXcQ",
		"https://user@youtu.be/dQw4w9WgXcQ", "https://youtu.be:444/dQw4w9WgXcQ", "javascript:alert(1)//.mp4", "data:video/mp4,x.mp4", "https://127.0.0.1/a.mp4",
		"https://[::1]/a.mp4", "https://2130706433/a.mp4", "https://10.1/a.mp4", "https://nas/a.mp4", "https://nas.local/a.mp4", "https://loom.example/a.mp4.exe", "https://loom.example/?a.mp4",
		"https://loom.example/a\".mp4", "https://vimeo.com/channels/x", "https://rutube.ru/video/xyz/", "https://vk.com/wall-1_2", "https://www.bilibili.com/video/xx",
		"https://loom.example/" + strings.Repeat("a", maxVideo) + ".mp4"} {
		if v, err := ParseVideo(s); !fault.HasKey(err, "fault.video") {
			t.Errorf("%q: %+v, %v", s, v, err)
		}
	}
}

// FuzzVideo sees that whatever is taken is an https address that is taken again
// as it is.
func FuzzVideo(f *testing.F) {
	for _, s := range []string{"https://youtu.be/dQw4w9WgXcQ?t=1", "https://vk.com/video-1_2", "https://a.example/b.mp4", "https://rutube.ru/video/x", "//a.mp4"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, err := ParseVideo(s)
		if err != nil {
			return
		}
		if !strings.HasPrefix(v.URL, "https://") || v.Host == "" || strings.ContainsAny(v.URL, "\"'<> \n") {
			t.Fatalf("%q is %+v", s, v)
		}
		if again, err := ParseVideo(v.URL); len(v.URL) <= maxVideo && (err != nil || again != v) {
			t.Fatalf("%q is %+v, and then %+v, %v", s, v, again, err)
		}
	})
}
