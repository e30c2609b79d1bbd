package poster

import (
	"bytes"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"testing"
)

// titles are one of each script that the region writes.
var titles = []Poster{
	{Title: "Felt slippers “Naryn”", Lang: "en", Over: "Ak-Kiyiz", Under: "Naryn · KG", Brand: "Agora"},
	{Title: "Кийизден жасалган үй көйнөк, төмөнкү өңдө", Lang: "ky", Over: "Ак-Кийиз", Under: "Нарын · KG", Brand: "Agora"},
	{Title: "نمدے کی چپل، ہاتھ سے بنی", Lang: "ur", RTL: true, Over: "Ak-Kiyiz", Under: "نارین · KG", Brand: "Agora"},
	{Title: "हाथ से बनी ऊनी चप्पल", Lang: "hi", Over: "Jaipur", Under: "जयपुर · IN", Brand: "Agora"},
	{Title: "Ձեռագործ թաղիքե հողաթափեր", Lang: "hy", Over: "Գորգ", Under: "Երևան · AM", Brand: "Agora"},
	{Title: "ក្រមាសូត្រធ្វើដោយដៃ", Lang: "km", Over: "Siem Reap", Under: "សៀមរាប · KH", Brand: "Agora"},
	{Title: "අතින් කළ බතික් රෙදි", Lang: "si", Over: "Kandy", Under: "මහනුවර · LK", Brand: "Agora"},
	{Title: "Qoʻlda toʻqilgan ipak adras, uzun va juda chiroyli mato, toʻy uchun, yaxshi narxda, tez yetkazib berish bilan, Margʻilondan, ustadan", Lang: "uz", Over: "Margʻilon", Brand: "Agora"},
}

func TestEveryScriptIsDrawn(t *testing.T) {
	letters, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	blank, err := letters.Draw(Poster{})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range titles {
		if !letters.Can(p.Title) {
			t.Errorf("%s: a letter is missing for %q", p.Lang, p.Title)
		}
		b, err := letters.Draw(p)
		if err != nil {
			t.Fatal(err)
		}
		if dir := os.Getenv("AGORA_SHOTS"); dir != "" { // to be looked at
			if err := os.WriteFile(filepath.Join(dir, "poster-"+p.Lang+".jpg"), b, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		m, err := jpeg.Decode(bytes.NewReader(b))
		if err != nil || m.Bounds() != image.Rect(0, 0, Width, Height) || len(b) < len(blank)+2_000 || len(b) > 300<<10 {
			t.Errorf("%s: %d bytes, a blank one has %d; %v", p.Lang, len(b), len(blank), err)
		}
	}
	if letters.Can("手工羊毛毡拖鞋") || letters.Can("") {
		t.Error("promises letters that are not there")
	}
}

// TestAPosterIsDrawnOnce draws again only what differs.
func TestAPosterIsDrawnOnce(t *testing.T) {
	var press Press
	drawn := 0
	draw := func(p Poster, from string) {
		t.Helper()
		file, err := press.Draw(Tag(p, from), func(letters *Type) ([]byte, error) {
			drawn++
			return []byte(p.Title), nil
		})
		if err != nil || string(file) != p.Title {
			t.Errorf("%q is drawn as %q: %v", p.Title, file, err)
		}
	}
	for range 2 {
		for _, p := range titles {
			draw(p, "")
			draw(p, "a photo")
		}
	}
	if drawn != 2*len(titles) {
		t.Errorf("%d posters were drawn %d times", 2*len(titles), drawn)
	}
}
