package country

import "strings"

// Lines gives the address as the country's post prints it, for a label. The
// landmark follows the street; the country's name stands last, in lang.
func (a Address) Lines(lang string) []string {
	c, ok := Find(a.Country)
	if !ok {
		return nil
	}
	format := c.Address.Format
	if a.Postcode == "" { // what stands before a postcode goes with it
		format = strings.ReplaceAll(format, string(c.Code)+" %Z", "")
	}
	if !strings.Contains(format, "%S") && a.Province != "" {
		format += "%n%S"
	}
	fill := strings.NewReplacer("%N", a.Name, "%O", "", "%A", a.Street, "%D", a.District,
		"%C", a.City, "%S", a.Province, "%Z", a.Postcode)
	var lines []string
	add := func(s string) {
		if s = strings.Trim(s, " ,-/"); s != "" {
			lines = append(lines, s)
		}
	}
	for form := range strings.SplitSeq(format, "%n") {
		add(fill.Replace(form))
		if strings.Contains(form, "%A") {
			add(a.Landmark)
			if !strings.Contains(format, "%D") {
				add(a.District)
			}
		}
	}
	return append(lines, c.Name(lang))
}
