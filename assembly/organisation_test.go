package assembly_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"slices"
	"testing"

	"agora/assembly"
	"agora/blob"
	"agora/db"
	"agora/fault"
)

// sign is a logo, twice as wide as high.
func sign(t testing.TB, c color.Color) *bytes.Reader {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 600, 300))
	draw.Draw(img, image.Rect(20, 20, 580, 280), image.NewUniform(c), image.Point{}, draw.Src)
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return bytes.NewReader(b.Bytes())
}

// TestOrganisationsStandAsOnAnInvitation names organisations in a muddle, gives them
// logos, changes their order, and takes one off.
func TestOrganisationsStandAsOnAnInvitation(t *testing.T) {
	each(t, func(t *testing.T, s *assembly.Service, d *db.DB) {
		ctx := context.Background()
		files, err := blob.Open(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		s.ShowLogos(files)
		e := conference(t, s, 10)
		again := func() {
			t.Helper()
			if e, err = s.Event(ctx, host, e.ID); err != nil {
				t.Fatal(err)
			}
		}
		names := func() (list []string) {
			t.Helper()
			again()
			for _, o := range e.Invited() {
				list = append(list, o.Name)
			}
			return list
		}
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
			again()
		}
		name := func(part assembly.Part, name, url string, logo io.Reader) {
			t.Helper()
			must(s.Name(ctx, host, e, -1, assembly.Organisation{Part: part, Name: name, URL: url}, logo))
		}
		name(assembly.Sponsor, "Bank of Felt", "bank.example", sign(t, color.Black))
		name(assembly.Organiser, " School ", "https://school.example", nil)
		name(assembly.Organiser, "Guild", "", sign(t, color.White))
		name(assembly.Supporter, "Council", "", nil)
		if got := names(); !slices.Equal(got, []string{"School", "Guild", "Council", "Bank of Felt"}) {
			t.Fatalf("the invitation says %q", got)
		}
		bank := e.Invited()[3]
		if !bank.HasLogo() || bank.URL != "https://bank.example" || bank.Logo.Width != 600 || bank.Logo.Large != "" {
			t.Errorf("the bank is %+v", bank)
		}
		for _, c := range bank.Logo.Cuts {
			if c.Width > 320 || c.Bytes > 6<<10 {
				t.Errorf("a logo for pages is %+v", c)
			}
			if f, err := files.Open(blob.Key(c.Key)); err != nil {
				t.Errorf("%s: %v", c.Key, err)
			} else {
				f.Close()
			}
		}

		seen := e
		must(s.Rank(ctx, host, e, 0, true))
		if err := s.Rank(ctx, host, seen, 0, true); !fault.Is(err, fault.Conflict) {
			t.Errorf("who saw another order changes it: %v", err)
		}
		must(s.Rank(ctx, host, e, 1, true)) // the last of its part stays
		must(s.Rank(ctx, host, e, 0, false))
		if got := names(); !slices.Equal(got, []string{"Guild", "School", "Council", "Bank of Felt"}) {
			t.Errorf("ranked: %q", got)
		}
		must(s.Name(ctx, host, e, 3, assembly.Organisation{Part: assembly.CoOrganiser, Name: "Felt Bank"}, nil))
		if got := names(); !slices.Equal(got, []string{"Guild", "School", "Felt Bank", "Council"}) || e.Invited()[2].Logo.Key != bank.Logo.Key {
			t.Errorf("changed: %q, and its logo is %+v", got, e.Invited()[2].Logo)
		}
		must(s.Unsign(ctx, host, e, 2))
		must(s.Unname(ctx, host, e, 0))
		if got := names(); !slices.Equal(got, []string{"School", "Felt Bank", "Council"}) || e.Invited()[1].HasLogo() {
			t.Errorf("in the end: %q", got)
		}

		for field, o := range map[string]assembly.Organisation{
			"part": {Part: "friend", Name: "x"}, "name": {Part: assembly.Sponsor, Name: "  "}, "url": {Part: assembly.Sponsor, Name: "x", URL: "javascript://x.y/%0aalert(1)"}} {
			if list := fault.List(s.Name(ctx, host, e, -1, o, nil)); len(list) != 1 || list[0].Field != field {
				t.Errorf("%+v: %v", o, list)
			}
		}
		good := assembly.Organisation{Part: assembly.Sponsor, Name: "x"}
		if err := s.Name(ctx, host, e, -1, good, bytes.NewReader([]byte("<svg onload='alert(1)'/>"))); !fault.Is(err, fault.Invalid) {
			t.Errorf("a drawing with script: %v", err)
		}
		for _, at := range []int{-1, 3} {
			if err := s.Unname(ctx, host, e, at); !fault.Is(err, fault.NotFound) {
				t.Errorf("there is no %d: %v", at, err)
			}
		}
		stranger := holder(assembly.Seat{ID: 5})
		if err := s.Name(ctx, stranger, e, -1, good, sign(t, color.Black)); err == nil {
			t.Error("a stranger names an organisation")
		}
		if err := s.Rank(ctx, stranger, e, 0, true); err == nil {
			t.Error("a stranger ranks")
		}
		for range assembly.MaxOrganisations - 3 {
			name(assembly.Sponsor, "One of many", "", nil)
		}
		if err := s.Name(ctx, host, e, -1, good, nil); !fault.Is(err, fault.Invalid) {
			t.Errorf("one too many: %v", err)
		}
	})
}
