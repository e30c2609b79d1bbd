package customs

import (
	"image/color"
	"regexp"

	"github.com/boombuler/barcode/code128"
)

// bars gives the modules of a number as Code 128, dark ones true; nil for a text
// that it has no signs for.
func bars(number string) []bool {
	code, err := code128.Encode(number)
	if err != nil {
		return nil
	}
	dark := make([]bool, code.Bounds().Dx())
	for x := range dark {
		dark[x] = code.At(x, 0) == color.Black
	}
	return dark
}

var s10 = regexp.MustCompile(`^([A-Z]{2})([0-9]{3})([0-9]{3})([0-9]{3})([A-Z]{2})$`)

// spaced writes a number of the postal union in groups, as people read it.
func spaced(number string) string {
	return s10.ReplaceAllString(number, "$1 $2 $3 $4 $5")
}
