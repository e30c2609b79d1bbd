package db

import "strconv"

// Places gives the placeholders of rows times columns values:
// Places(2, 2) is "($1,$2),($3,$4)".
func Places(rows, columns int) string {
	b := make([]byte, 0, rows*(columns*4+3))
	n := 0
	for r := range rows {
		if r > 0 {
			b = append(b, ',')
		}
		b = append(b, '(')
		for c := range columns {
			if c > 0 {
				b = append(b, ',')
			}
			n++
			b = strconv.AppendInt(append(b, '$'), int64(n), 10)
		}
		b = append(b, ')')
	}
	return string(b)
}

// Place gives the n-th placeholder, "$n".
func Place(n int) string { return "$" + strconv.Itoa(n) }
