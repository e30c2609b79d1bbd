package course

import "regexp"

// goodDecimal is how a course writes a number.
var goodDecimal = regexp.MustCompile(`^-?[0-9]{1,18}(\.[0-9]{1,12})?$`)
