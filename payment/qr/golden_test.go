package qr

import (
	"encoding/json"
	"os"
	"testing"

	"agora/money"
)

// TestCodesThatOthersAccepted proves that we still write, to the byte, what
// libraries that are not ours took: testdata/golden.json names them.
func TestCodesThatOthersAccepted(t *testing.T) {
	text, err := os.ReadFile("testdata/golden.json")
	if err != nil {
		t.Fatal(err)
	}
	var golden struct {
		Codes []struct {
			Line, Text string
			Static     bool
		}
	}
	if err := json.Unmarshal(text, &golden); err != nil || len(golden.Codes) < 20 {
		t.Fatalf("%d codes, %v", len(golden.Codes), err)
	}
	for _, g := range golden.Codes {
		a := read(t, g.Line)
		what := ask(a.Currency)
		if g.Static {
			what.Amount = money.Amount{}
		}
		if p, err := a.Paper(what); err != nil || p.Text != g.Text {
			t.Errorf("%s:\n%s, %v\n%s", g.Line, p.Text, err, g.Text)
		}
	}
}

// TestEMVCosOwnExample: its check sum covers bytes, its lengths letters.
func TestEMVCosOwnExample(t *testing.T) {
	const theirs = "00020101021229300012D156000000000510A93FO3230Q31280012D15600000001030812345678520441115802CN5914BEST TRANSPORT6007BEIJING64200002ZH0104最佳运输0202北京540523.7253031565502016233030412340603***0708A60086670902ME91320016A0112233449988770708123456786304A13A"
	c, err := Read(theirs)
	if err != nil || c.Local != (Local{"ZH", "最佳运输", "北京"}) || c.More.Value("07") != "A6008667" || len(c.Rest) != 2 {
		t.Errorf("%+v, %v", c, err)
	}
}
