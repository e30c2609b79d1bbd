package market

import (
	"strconv"
	"strings"

	"agora/fault"
)

// alphabet is Crockford's base 32: no I, L, O, U, so that a reference survives
// being read aloud and typed.
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const (
	refBits  = 30 // a thousand million groups a node
	refChars = refBits/5 + 1
)

// ref gives the reference people use for the n-th order group: six characters
// that do not tell how many orders there are, and a check character.
func ref(n int64) string {
	v := scramble(uint32(n), false)
	b := make([]byte, refChars)
	for i := refChars - 2; i >= 0; i-- {
		b[i] = alphabet[v&31]
		v >>= 5
	}
	b[refChars-1] = checkChar(b[:refChars-1])
	return "AG-" + string(b)
}

// parseRef reads a reference as a person typed it and gives its number.
func parseRef(s string) (int64, error) {
	bad := fault.Field("ref", "fault.order_ref")
	s = strings.NewReplacer("O", "0", "I", "1", "L", "1", " ", "", "-", "").Replace(strings.ToUpper(s))
	s = strings.TrimPrefix(s, "AG")
	if len(s) != refChars || checkChar([]byte(s[:refChars-1])) != s[refChars-1] {
		return 0, bad
	}
	var v uint32
	for _, c := range s[:refChars-1] {
		i := strings.IndexRune(alphabet, c)
		if i < 0 {
			return 0, bad
		}
		v = v<<5 | uint32(i)
	}
	return int64(scramble(v, true)), nil
}

// checkChar catches any one wrong character, since its odd weights have no
// factor in common with 32, and any swap of neighbours that are not sixteen
// apart in the alphabet, since neighbouring weights differ by two.
func checkChar(b []byte) byte {
	sum := 0
	for i, c := range b {
		sum += (2*i + 1) * strings.IndexByte(alphabet, c)
	}
	return alphabet[((sum%32)+32)%32]
}

// scramble is a four-round Feistel permutation of 30 bits; back undoes it.
func scramble(v uint32, back bool) uint32 {
	const half = refBits / 2
	const mask = 1<<half - 1
	left, right := v>>half&mask, v&mask
	keys := [4]uint32{0x1d3f, 0x5a27, 0x30c9, 0x66b1}
	for i := range keys {
		if back {
			k := keys[len(keys)-1-i]
			left, right = right^mix(left, k)&mask, left
		} else {
			left, right = right, left^mix(right, keys[i])&mask
		}
	}
	return left<<half | right
}

func mix(v, key uint32) uint32 {
	v = (v ^ key) * 0x9e3779b1
	return v ^ v>>13
}

// orderRef is the reference of one order of a group.
func orderRef(group string, seq int) string { return group + "/" + strconv.Itoa(seq) }
