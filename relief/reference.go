package relief

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"regexp"
	"strings"
)

// What a donor writes on a transfer is a creditor reference (ISO 11649): RF, two check
// digits, and nine characters of ours, which banks prove before they send. Letters that
// look like digits are not used.
const refAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// refChars is how many of the characters are ours.
const refChars = 9

// refFor makes the reference of a donation; try counts those that were taken already.
func refFor(id DonationID, try int) string {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], uint64(id))
	binary.BigEndian.PutUint64(b[8:], uint64(try))
	sum := sha256.Sum256(b[:])
	own := make([]byte, refChars)
	for i := range own {
		own[i] = refAlphabet[sum[i]%byte(len(refAlphabet))]
	}
	return fmt.Sprintf("RF%02d%s", 98-remainder(string(own)+"RF00"), own)
}

// remainder is that of ISO 7064 by 97, letters counting from A as 10.
func remainder(s string) (left int) {
	for _, c := range []byte(s) {
		if c >= 'A' {
			left = (left*100 + int(c-'A') + 10) % 97
		} else {
			left = (left*10 + int(c-'0')) % 97
		}
	}
	return left
}

// refIn finds what may be a reference in what a payer wrote, capitals only.
var refIn = regexp.MustCompile(`\bRF[\s-]*[0-9](?:[\s-]?[0-9A-Z]){10}\b`)

// readRef gives the first reference that stands in a text; "" when none does.
func readRef(text string) string {
	const most = 20 // candidates in one text
	for _, found := range refIn.FindAllString(strings.ToUpper(text), most) {
		ref := strings.NewReplacer("-", "", "O", "0", "I", "1", "L", "1").Replace(strings.Join(strings.Fields(found), ""))
		if remainder(ref[4:]+ref[:4]) == 1 {
			return ref
		}
	}
	return ""
}

// Spaced writes a reference in groups of four, as it is read out and typed.
func Spaced(ref string) string {
	var parts []string
	for len(ref) > 4 {
		parts, ref = append(parts, ref[:4]), ref[4:]
	}
	return strings.Join(append(parts, ref), " ")
}
