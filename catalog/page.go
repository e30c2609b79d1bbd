package catalog

import (
	"encoding/base64"
	"encoding/binary"
	"maps"
	"math"
	"slices"

	"agora/money"
)

// mark makes the cursor of a page from the sort values of its last row.
func mark(values ...int64) string {
	var b []byte
	for _, v := range values {
		b = binary.AppendVarint(b, v)
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// unmark reads n values back.
func unmark(cursor string, n int) ([]int64, error) {
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return nil, errCursor
	}
	values := make([]int64, n)
	for i := range values {
		v, size := binary.Varint(b)
		if size <= 0 {
			return nil, errCursor
		}
		values[i], b = v, b[size:]
	}
	if len(b) > 0 {
		return nil, errCursor
	}
	return values, nil
}

// newestFirst reads the cursor of a list by falling id.
func newestFirst(cursor string) (before int64, err error) {
	if cursor == "" {
		return math.MaxInt64, nil
	}
	values, err := unmark(cursor, 1)
	if err != nil {
		return 0, err
	}
	return values[0], nil
}

func currencies(rates map[money.Currency]money.Rate) []money.Currency {
	return slices.Sorted(maps.Keys(rates))
}
