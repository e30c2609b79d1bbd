package ui

import (
	"strconv"
	"unicode/utf8"

	"agora/money"
)

// Task is one thing that waits for the reader: what, about whom, how much it
// brings, until when.
type Task struct {
	URL, Title string // URL "" leads nowhere
	Lang, Dir  string // of Title, when it differs from the page
	Picture    Picture
	About      string       // who, where, how it was paid
	Sum        money.Amount // what it brings; zero for nothing
	For        string       // words after Sum: "for you"
	Due        string       // "until tomorrow 14:00"; "" for no end
	Late       bool         // Due is over or near
}

// Part is one part of a whole, with its words.
type Part struct {
	Text  string // "On the road"
	Words string // how much: "9,640 som", "7 parcels"
	Value int64  // its size; any unit, the same for all parts
}

// values gives the sizes of parts.
func values(parts []Part) []int64 {
	out := make([]int64, len(parts))
	for i, p := range parts {
		out[i] = p.Value
	}
	return out
}

// keyClass gives the class of the nth part of a whole.
func keyClass(i int) string { return []string{"", "k2", "k3", "k4"}[i%4] }

// total adds up parts.
func total(parts []Part) (sum int64) {
	for _, p := range parts {
		sum += p.Value
	}
	return sum
}

// packRows is how many rows so many packages take, so many a row.
func packRows(count, row int) int { return (count + row - 1) / row }

// packRun is a run of packages within one row, in units of the view box.
type packRun struct{ x, y, width, fill string }

// packRuns cuts packages from to before, counted from 0, into runs of one row
// each; all packages lie in rows of row.
func packRuns(from, before, row int, fill string) []packRun {
	var out []packRun
	for from < before {
		end := min(before, (from/row+1)*row)
		out = append(out, packRun{strconv.Itoa(from % row * 10), strconv.Itoa(from / row * 10), strconv.Itoa((end - from) * 10), fill})
		from = end
	}
	return out
}

// stacked gives the runs of all packages, those that are missing apart.
func stacked(count, row int, missing [][2]int) []packRun {
	var out []packRun
	at := 0
	for _, m := range missing {
		from, before := min(max(m[0]-1, at), count), min(m[1], count)
		out = append(out, packRuns(at, from, row, "url(#pack)")...)
		out = append(out, packRuns(from, before, row, "url(#pack-no)")...)
		at = max(at, before)
	}
	return append(out, packRuns(at, count, row, "url(#pack)")...)
}

// lengthy reports whether words are too long to be set large on a phone.
func lengthy(words string) bool { return utf8.RuneCountInString(words) > 13 }

// dueTone gives the tone of an end.
func dueTone(late bool) string {
	if late {
		return "pome"
	}
	return "saff"
}
