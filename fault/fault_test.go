package fault

import (
	"errors"
	"fmt"
	"testing"
)

func TestStatusOfEveryKind(t *testing.T) {
	for kind := Internal; kind <= Unavailable; kind++ {
		if got := Status(fmt.Errorf("wrapped: %w", New(kind, "k"))); got != statuses[kind] || got < 400 {
			t.Errorf("kind %d gives status %d", kind, got)
		}
	}
	if Status(errors.New("plain")) != 500 || Status(nil) != 200 {
		t.Error("an unclassified error is 500, none is 200")
	}
}

func TestFieldsKeepEveryFaultAndItsPlace(t *testing.T) {
	var f Fields
	f.Add("name", "fault.required")
	if err := f.Join("address", Field("postcode", "fault.postcode")); err != nil {
		t.Fatal(err)
	}
	if err := f.Join("x", errors.New("disk")); err == nil {
		t.Error("an internal error must not vanish among field faults")
	}
	got := List(fmt.Errorf("checkout: %w", f.Err()))
	if len(got) != 2 || got[1].Field != "address.postcode" || !HasKey(f, "fault.required") {
		t.Errorf("faults = %v", got)
	}
	if (Fields{}).Err() != nil {
		t.Error("no faults must be no error")
	}
}

// TestInNamesTheField gives a fault the field by which it came; the one that was made
// stays as it is, and so does an error that is none.
func TestInNamesTheField(t *testing.T) {
	made := Field("picture", "fault.picture").Because(errors.New("cut off"))
	got := List(In("photo", fmt.Errorf("stored: %w", made)))
	if len(got) != 1 || got[0].Field != "photo" || got[0].Key != made.Key || got[0].Cause != made.Cause || made.Field != "picture" {
		t.Errorf("%v of %v", got, made)
	}
	if plain := errors.New("disk"); In("photo", plain) != plain || In("photo", nil) != nil {
		t.Error("an error that is no fault has changed")
	}
}
