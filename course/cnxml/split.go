package cnxml

import (
	"fmt"
	"strings"

	"agora/course"
	"agora/prose"
)

// split cuts a document into texts that are each as long as a lesson may be: at its
// sections, else at those below, else between any blocks, into parts of about one length.
func split(pieces []piece, notes []string) ([]string, error) {
	for level := 1; level <= 7; level++ {
		groups := gather(pieces, level)
		sizes := make([]int, len(groups))
		fits := true
		for i, g := range groups {
			text := assembled(g, notes)
			sizes[i] = len(text) + 2 + 4*strings.Count(text, "[^") // what is between two of them, and longer numbers of footnotes
			fits = fits && sizes[i] <= course.MaxLesson
		}
		if fits {
			return cut(groups, sizes, notes), nil
		}
	}
	return nil, fmt.Errorf("has one paragraph or table of more than %d KiB", course.MaxLesson>>10)
}

// gather joins pieces up to the next heading of a level, or above; at the last level
// each block is for itself, with the heading before it.
func gather(pieces []piece, level int) [][]piece {
	var groups [][]piece
	for i, p := range pieces {
		heading := p.level > 0 && p.level <= level
		single := level == 7 && (i == 0 || pieces[i-1].level == 0)
		if len(groups) == 0 || heading && (i == 0 || pieces[i-1].level == 0 || level < 7) || single {
			groups = append(groups, nil)
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], p)
	}
	return groups
}

// cut joins groups to the fewest parts that fit, and of these to the most even ones.
func cut(groups [][]piece, sizes []int, notes []string) []string {
	low, high := 1, course.MaxLesson
	fewest := len(runs(sizes, high))
	for low < high {
		if middle := (low + high) / 2; len(runs(sizes, middle)) <= fewest {
			high = middle
		} else {
			low = middle + 1
		}
	}
	var parts []string
	at := 0
	for _, n := range runs(sizes, high) {
		var pieces []piece
		for _, g := range groups[at : at+n] {
			pieces = append(pieces, g...)
		}
		parts, at = append(parts, assembled(pieces, notes)), at+n
	}
	return parts
}

// runs says how many groups go into each part of at most limit bytes.
func runs(sizes []int, limit int) []int {
	var out []int
	sum := limit + 1
	for _, s := range sizes {
		if sum+s > limit {
			out, sum = append(out, 0), 0
		}
		out[len(out)-1]++
		sum += s
	}
	return out
}

func assembled(pieces []piece, notes []string) string {
	blocks := make([]string, len(pieces))
	for i, p := range pieces {
		blocks[i] = p.text
	}
	return prose.Assemble(blocks, notes)
}
