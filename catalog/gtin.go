package catalog

// GTIN gives the variant's number of the trade: its barcode, if that is one; else
// "".
func (v Variant) GTIN() string {
	if !IsGTIN(v.Barcode) {
		return ""
	}
	return v.Barcode
}

// IsGTIN tells numbers of the trade (EAN, UPC and their kin) by their length and
// check digit. Numbers that a house makes for itself, which begin with 2 in
// twelve and thirteen figures, name nothing elsewhere.
func IsGTIN(s string) bool {
	n := len(s)
	if n != 8 && n != 12 && n != 13 && n != 14 || n == 13 && s[0] == '2' || n == 12 && s[0] == '2' {
		return false
	}
	sum := 0
	for i := range n {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
		sum += int(s[i]-'0') * (1 + 2*((n-1-i)%2))
	}
	return sum%10 == 0
}
