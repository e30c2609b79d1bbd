package relief

import (
	"net/url"
	"strconv"
	"strings"
)

// Tag is what the label on a package says. A number that somebody typed has neither
// crisis nor consignment.
type Tag struct {
	Crisis      CrisisID
	Consignment ConsignmentID
	Number      int64
}

// Label gives the text of the code on a package: the address of its consignment, which
// every phone opens, with the number of the package. origin is "https://HOST".
func Label(origin string, t Tag) string {
	return origin + "/relief/" + strconv.FormatInt(int64(t.Crisis), 10) + "/" + strconv.FormatInt(int64(t.Consignment), 10) + "?p=" + strconv.FormatInt(t.Number, 10)
}

// maxLabel bounds what is read of a label, in bytes.
const maxLabel = 300

// ReadLabel reads what a phone scanned, or what somebody typed: an address as Label
// gives it, of whatever host, or a bare number.
func ReadLabel(text string) (t Tag, ok bool) {
	text = strings.TrimSpace(text)
	if len(text) > maxLabel {
		return t, false
	}
	if n, ok := tagNumber(text); ok {
		return Tag{Number: n}, true
	}
	u, err := url.Parse(text)
	if err != nil {
		return t, false
	}
	part := strings.Split(strings.Trim(u.Path, "/"), "/")
	if len(part) != 3 || part[0] != "relief" {
		return t, false
	}
	crisis, first := tagNumber(part[1])
	consignment, second := tagNumber(part[2])
	number, third := tagNumber(u.Query().Get("p"))
	if !first || !second || !third {
		return t, false
	}
	return Tag{CrisisID(crisis), ConsignmentID(consignment), number}, true
}

// tagNumber reads a positive number of digits alone.
func tagNumber(s string) (int64, bool) {
	if s == "" || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil && n > 0
}
