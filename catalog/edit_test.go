package catalog

import (
	"testing"

	"pgregory.net/rapid"
)

func edits(t *rapid.T) Edit {
	e := Edit{Turn: 90 * rapid.IntRange(0, 3).Draw(t, "turn")}
	if rapid.Bool().Draw(t, "cut") {
		w, h := rapid.IntRange(50, 1000).Draw(t, "w"), rapid.IntRange(50, 1000).Draw(t, "h")
		e.Crop = [4]int{rapid.IntRange(0, 1000-w).Draw(t, "x"), rapid.IntRange(0, 1000-h).Draw(t, "y"), w, h}
	}
	if rapid.Bool().Draw(t, "looked") {
		e.At = [2]int{rapid.IntRange(1, 1000).Draw(t, "ax"), rapid.IntRange(1, 1000).Draw(t, "ay")}
	}
	return e
}

// An edit stays one when it is turned, four quarters are none, and the way there
// and back is none.
func TestTurningAnEdit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := edits(t)
		quarter := e.Turned(90)
		if !quarter.blob().Valid() || quarter.Turn != (e.Turn+90)%360 {
			t.Fatalf("%+v turned is %+v", e, quarter)
		}
		if quarter.Crop[2] != e.Crop[3] || quarter.Crop[3] != e.Crop[2] {
			t.Fatalf("width and height of %+v and %+v", e, quarter)
		}
		if again := quarter.Turned(270); again != e {
			t.Fatalf("%+v turned on by a whole turn is %+v", e, again)
		}
		if e.Turned(180) != quarter.Turned(90) || e.Turned(0) != e || e.Turned(-90) != e.Turned(270) {
			t.Fatalf("turns of %+v do not add up", e)
		}
		m := Media{Edit: e}
		if x, y := m.Focus(); x < 0 || y < 0 || x > 1000 || y > 1000 {
			t.Fatalf("%+v is looked at in %d, %d", e, x, y)
		}
	})
}

func TestWhatOneLooksAtIsOfThePictureThatIsShown(t *testing.T) {
	for _, c := range []struct {
		e    Edit
		x, y int
	}{
		{Edit{}, 500, 500},
		{Edit{At: [2]int{250, 900}}, 250, 900},
		{Edit{At: [2]int{250, 900}, Crop: [4]int{200, 800, 200, 200}}, 250, 500},
		{Edit{At: [2]int{900, 100}, Crop: [4]int{0, 500, 500, 500}}, 1000, 0}, // cut off: the nearest corner
	} {
		if x, y := (Media{Edit: c.e}).Focus(); x != c.x || y != c.y {
			t.Errorf("%+v: %d, %d", c.e, x, y)
		}
	}
}
