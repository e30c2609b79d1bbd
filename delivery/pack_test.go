package delivery_test

import (
	"testing"

	"pgregory.net/rapid"

	. "agora/delivery"
	"agora/fault"
)

// TestPackLosesNothing packs random things: every one is in a parcel, no parcel
// is over a limit, and a thing that is refused fits in no parcel alone.
func TestPackLosesNothing(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		number := func(name string, low, high int64) int64 { return rapid.Int64Range(low, high).Draw(r, name) }
		l := Limits{MaxGrams: number("max", 500, 20_000)}
		if rapid.Bool().Draw(r, "sized") {
			l.MaxLength, l.MaxGirth = number("length", 200, 1_500), number("girth", 600, 3_000)
		}
		var things []Thing
		want := map[int64]int64{}
		for i := range number("lines", 0, 12) {
			th := Thing{Key: i, Quantity: number("quantity", 1, 30), Grams: number("grams", 0, 6_000)}
			if rapid.Bool().Draw(r, "known") {
				th.Size = Size{Length: number("l", 1, 900), Width: number("w", 1, 600), Height: number("h", 1, 400)}
			}
			things, want[i] = append(things, th), th.Quantity
		}
		boxes, err := Pack(things, l)
		if err != nil {
			for _, th := range things {
				th.Quantity = 1
				if _, alone := Pack([]Thing{th}, l); alone != nil {
					return
				}
			}
			if fault.List(err)[0].Key != "fault.parcels_many" {
				r.Fatalf("each thing fits, and yet: %v", err)
			}
			return
		}
		for _, b := range boxes {
			var grams int64
			var size Size
			for _, th := range b.Things {
				want[th.Key] -= th.Quantity
				grams += th.Quantity * th.Grams
				flat := []int64{th.Size.Length, th.Size.Width, th.Size.Height}
				low, high := min(flat[0], flat[1], flat[2]), max(flat[0], flat[1], flat[2])
				mid := flat[0] + flat[1] + flat[2] - low - high
				size = Size{max(size.Length, high), max(size.Width, mid), size.Height + th.Quantity*low}
			}
			sides := []int64{size.Length, size.Width, size.Height}
			longest := max(sides[0], sides[1], sides[2])
			girth := longest + 2*(sides[0]+sides[1]+sides[2]-longest)
			if len(b.Things) == 0 || grams != b.Grams || size != b.Size || grams > l.MaxGrams ||
				l.MaxLength > 0 && longest > l.MaxLength || l.MaxGirth > 0 && girth > l.MaxGirth {
				r.Fatalf("%+v over %+v", b, l)
			}
			if volume := size.Length * size.Width * size.Height; b.Charged(0) != grams || b.Charged(5_000)*5_000 < max(volume, grams*5_000) {
				r.Fatalf("%+v pays for %d", b, b.Charged(5_000))
			}
		}
		for key, left := range want {
			if left != 0 {
				r.Fatalf("%d of line %d are lost", left, key)
			}
		}
	})
}

func TestWhatNoParcelMayHoldIsNamed(t *testing.T) {
	post := Limits{MaxGrams: 20_000, MaxLength: 1_050, MaxGirth: 2_000}
	for key, th := range map[string]Thing{
		"fault.parcel_heavy": {Title: "Anvil", Quantity: 1, Grams: 20_001},
		"fault.parcel_long":  {Title: "Ski", Quantity: 1, Grams: 10, Size: Size{Length: 10, Width: 1_051, Height: 10}},
		"fault.parcels_many": {Title: "Brick", Quantity: 51, Grams: 20_000},
	} {
		if _, err := Pack([]Thing{th}, post); err == nil || fault.List(err)[0].Key != key {
			t.Errorf("%s: %v", key, err)
		}
	}
	if boxes, err := Pack([]Thing{{Quantity: 9_999, Grams: 1}}, post); err != nil || len(boxes) != 1 {
		t.Errorf("%d parcels, %v", len(boxes), err)
	}
}
