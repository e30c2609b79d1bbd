package search

import "sync"

// syllables are those of Pinyin, with ü as u and as v.
var syllables = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	for _, s := range pinyinTable() {
		if s != "" {
			m[s] = true
		}
	}
	m["lv"], m["nv"] = true, true
	return m
})

// pinyinPairs reads a Latin word as Chinese typed without spaces: the words of
// its pairs of syllables; nothing when it is not made of at least two.
func pinyinPairs(word string) []Word {
	cuts := pinyinCuts(word)
	if len(cuts) < 3 {
		return nil
	}
	var f folder
	var list []Word
	for i := 2; i < len(cuts) && len(list) < maxParts; i++ {
		typed := word[cuts[i-2]:cuts[i]]
		var letters []rune
		for j, r := range typed {
			if r == 'v' && j > 0 {
				r = 'u'
			}
			letters = append(letters, r)
		}
		w := f.fold(letters)
		w.Place = i - 2
		list = append(list, w)
	}
	return list
}

// pinyinCuts gives where the syllables of a word begin, and its end, in as few
// syllables as it can be read in; nothing when it can't.
func pinyinCuts(word string) []int {
	const longest = 6 // zhuang
	n := len(word)
	if n < 3 || n > maxLetters {
		return nil
	}
	var fewest, next [maxLetters + 1]int
	for i := n - 1; i >= 0; i-- {
		fewest[i] = n + 1
		for j := min(n, i+longest); j > i; j-- {
			if fewest[j]+1 < fewest[i] && syllables()[word[i:j]] {
				fewest[i], next[i] = fewest[j]+1, j
			}
		}
	}
	if fewest[0] > n {
		return nil
	}
	cuts := []int{0}
	for i := 0; i < n; {
		i = next[i]
		cuts = append(cuts, i)
	}
	return cuts
}
